#include "shim/supervision/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "shim/base/environment.h"

namespace hermes {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

SupervisionSettings Read(const std::vector<std::string>& entries) {
  return ReadSupervisionSettings(Environment(entries));
}

TEST(SettingsTest, DefaultsAreExitZeroAnd75Seconds) {
  const SupervisionSettings settings = Read({});
  EXPECT_EQ(settings.term_exit_code, 0);
  EXPECT_EQ(settings.stop_timeout_ms, 75000);
  EXPECT_THAT(settings.warnings, IsEmpty());
}

TEST(SettingsTest, ValuesAreTaken) {
  const SupervisionSettings settings =
      Read({"HERMES_ENTRY_TERM_EXIT_CODE=143", "HERMES_ENTRY_STOP_TIMEOUT=5"});
  EXPECT_EQ(settings.term_exit_code, 143);
  EXPECT_EQ(settings.stop_timeout_ms, 5000);
}

TEST(SettingsTest, EmptyMeansTheDefault) {
  const SupervisionSettings settings =
      Read({"HERMES_ENTRY_TERM_EXIT_CODE=", "HERMES_ENTRY_STOP_TIMEOUT="});
  EXPECT_EQ(settings.stop_timeout_ms, 75000);
  EXPECT_THAT(settings.warnings, IsEmpty());
}

class BadSettingTest : public testing::TestWithParam<std::string> {};

TEST_P(BadSettingTest, IsNamedAndNotUsed) {
  const SupervisionSettings settings = Read({GetParam()});
  EXPECT_EQ(settings.term_exit_code, 0);
  EXPECT_EQ(settings.stop_timeout_ms, 75000);
  EXPECT_THAT(settings.warnings, ElementsAre(HasSubstr(GetParam())));
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadSettingTest,
    testing::Values("HERMES_ENTRY_TERM_EXIT_CODE=256",
                    "HERMES_ENTRY_TERM_EXIT_CODE=-1",
                    "HERMES_ENTRY_TERM_EXIT_CODE=x",
                    "HERMES_ENTRY_STOP_TIMEOUT=10s",
                    "HERMES_ENTRY_STOP_TIMEOUT=99999999999999999999"));

}  // namespace
}  // namespace hermes
