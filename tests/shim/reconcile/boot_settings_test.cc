#include "shim/reconcile/boot_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "shim/base/environment.h"
#include "shim/profile/recorded_state.h"

namespace hermes {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

BootSettings Read(const std::vector<std::string>& entries) {
  return ReadBootSettings(Environment(entries));
}

TEST(BootSettingsTest, UsesDefaultsForUnsetAndEmptyValues) {
  for (const BootSettings& settings :
       {Read({}),
        Read({"HERMES_GATEWAY_AUTOSTART=", "HERMES_GATEWAY_BOOTSTRAP_STATE=",
              "HERMES_GATEWAY_START_STAGGER=", "HERMES_GATEWAY_MAX_RESTARTS=",
              "HERMES_DASHBOARD=", "HERMES_DASHBOARD_PORT="})}) {
    EXPECT_EQ(settings.autostart, Autostart::kUnset);
    EXPECT_EQ(settings.bootstrap_state, std::nullopt);
    EXPECT_EQ(settings.start_stagger_s, 0);
    EXPECT_FALSE(settings.dashboard_enabled);
    EXPECT_THAT(settings.warnings, IsEmpty());
  }
}

TEST(BootSettingsTest, ReadsEveryVariable) {
  const BootSettings settings = Read(
      {"HERMES_GATEWAY_AUTOSTART=1", "HERMES_GATEWAY_BOOTSTRAP_STATE=running",
       "HERMES_GATEWAY_START_STAGGER=7", "HERMES_GATEWAY_MAX_RESTARTS=3",
       "HERMES_DASHBOARD=Yes", "HERMES_DASHBOARD_PORT=9119"});
  EXPECT_EQ(settings.autostart, Autostart::kAlways);
  EXPECT_EQ(settings.bootstrap_state, Intent::kRunning);
  EXPECT_EQ(settings.start_stagger_s, 7);
  EXPECT_TRUE(settings.dashboard_enabled);
  EXPECT_THAT(settings.warnings, IsEmpty());
}

TEST(BootSettingsTest, ReadsAutostartZeroAndBootstrapStateStopped) {
  EXPECT_EQ(Read({"HERMES_GATEWAY_AUTOSTART=0"}).autostart, Autostart::kNever);
  EXPECT_EQ(Read({"HERMES_GATEWAY_BOOTSTRAP_STATE=stopped"}).bootstrap_state,
            Intent::kStopped);
}

class BadBootSettingTest : public testing::TestWithParam<std::string> {};

TEST_P(BadBootSettingTest, IsIgnoredWithWarningThatNamesIt) {
  const std::string name = GetParam().substr(0, GetParam().find('='));
  const BootSettings settings = Read({GetParam()});
  EXPECT_EQ(settings.autostart, Autostart::kUnset);
  EXPECT_EQ(settings.bootstrap_state, std::nullopt);
  EXPECT_EQ(settings.start_stagger_s, 0);
  EXPECT_FALSE(settings.dashboard_enabled);
  EXPECT_THAT(settings.warnings, ElementsAre(HasSubstr(name)));
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadBootSettingTest,
    testing::Values("HERMES_GATEWAY_AUTOSTART=maybe",
                    "HERMES_GATEWAY_BOOTSTRAP_STATE=draining",
                    "HERMES_GATEWAY_START_STAGGER=1.5",
                    "HERMES_GATEWAY_START_STAGGER=-1",
                    "HERMES_GATEWAY_START_STAGGER=3601",
                    "HERMES_GATEWAY_MAX_RESTARTS=many",
                    "HERMES_GATEWAY_MAX_RESTARTS=-1", "HERMES_DASHBOARD=on"));

TEST(BootSettingsTest, WarnsOnceAboutDashboardSettingsWithoutItsSwitch) {
  EXPECT_THAT(Read({"HERMES_DASHBOARD_HOST=0.0.0.0",
                    "HERMES_DASHBOARD_PORT=9119", "HERMES_DASHBOARD=0"})
                  .warnings,
              ElementsAre(HasSubstr("HERMES_DASHBOARD_HOST is set, but no "
                                    "dashboard is started")));
}

// The warning comes from the same parser that `finish` uses.
TEST(ReadBootSettingsTest, WarnsAboutRestartLimitThatIsTooLarge) {
  const BootSettings settings =
      ReadBootSettings(Environment({"HERMES_GATEWAY_MAX_RESTARTS=5000000"}));
  EXPECT_EQ(settings.warnings.size(), 1u);
}

}  // namespace
}  // namespace hermes
