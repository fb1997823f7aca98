#include "shim/supervision/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "shim/base/environment.h"
#include "shim/supervision/on_fatal.h"

namespace hermes {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

SupervisionSettings Read(const std::vector<std::string>& entries) {
  return ReadSupervisionSettings(Environment(entries));
}

TEST(SettingsTest, DefaultsToExitCodeZeroAnd75Seconds) {
  const SupervisionSettings settings = Read({});
  EXPECT_EQ(settings.term_exit_code, 0);
  EXPECT_EQ(settings.stop_timeout_ms, 75000);
  EXPECT_THAT(settings.warnings, IsEmpty());
}

TEST(SettingsTest, ReadsExitCodeAndStopTimeout) {
  const SupervisionSettings settings =
      Read({"HERMES_ENTRY_TERM_EXIT_CODE=143", "HERMES_ENTRY_STOP_TIMEOUT=5"});
  EXPECT_EQ(settings.term_exit_code, 143);
  EXPECT_EQ(settings.stop_timeout_ms, 5000);
}

TEST(SettingsTest, ReadsOnFatalAndDefaultsToStay) {
  EXPECT_EQ(Read({}).on_fatal, OnFatal::kStay);
  EXPECT_EQ(Read({"HERMES_GATEWAY_ON_FATAL=exit"}).on_fatal, OnFatal::kExit);
}

TEST(SettingsTest, UsesDefaultsForEmptyValues) {
  const SupervisionSettings settings =
      Read({"HERMES_ENTRY_TERM_EXIT_CODE=", "HERMES_ENTRY_STOP_TIMEOUT="});
  EXPECT_EQ(settings.stop_timeout_ms, 75000);
  EXPECT_THAT(settings.warnings, IsEmpty());
}

class BadSettingTest : public testing::TestWithParam<std::string> {};

TEST_P(BadSettingTest, IsIgnoredWithWarningThatNamesIt) {
  const SupervisionSettings settings = Read({GetParam()});
  EXPECT_EQ(settings.term_exit_code, 0);
  EXPECT_EQ(settings.stop_timeout_ms, 75000);
  EXPECT_EQ(settings.on_fatal, OnFatal::kStay);
  const std::string name = GetParam().substr(0, GetParam().find('='));
  const std::string value = GetParam().substr(name.size() + 1);
  EXPECT_THAT(settings.warnings,
              ElementsAre(AllOf(HasSubstr(name), HasSubstr(value))));
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadSettingTest,
    testing::Values("HERMES_ENTRY_TERM_EXIT_CODE=256",
                    "HERMES_ENTRY_TERM_EXIT_CODE=-1",
                    "HERMES_ENTRY_TERM_EXIT_CODE=x",
                    "HERMES_ENTRY_STOP_TIMEOUT=10s",
                    "HERMES_GATEWAY_ON_FATAL=Exit",
                    "HERMES_ENTRY_STOP_TIMEOUT=99999999999999999999"));

}  // namespace
}  // namespace hermes
