#include "gateway/lifecycle/stop_budget.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "gateway/config/environment.h"

namespace hermes::gateway {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

bool Warns(const EnvironmentMap& environment, milliseconds drain) {
  return !StopBudgetWarning(environment, drain).empty();
}

TEST(StopBudgetTest, DoesNotWarnWithoutKnownTimeout) {
  EXPECT_FALSE(Warns({}, seconds(10'000)));
}

TEST(StopBudgetTest, UsesEntryPointsDefaultIfSupervised) {
  const EnvironmentMap environment = {{"HERMES_S6_SUPERVISED_CHILD", "1"}};
  EXPECT_FALSE(Warns(environment, seconds(0)));
  EXPECT_FALSE(Warns(environment, seconds(70)));
  EXPECT_TRUE(Warns(environment, milliseconds(70'001)));
}

TEST(StopBudgetTest, PrefersSettingToDefault) {
  const EnvironmentMap environment = {{"HERMES_S6_SUPERVISED_CHILD", "1"},
                                      {"HERMES_ENTRY_STOP_TIMEOUT", "20"}};
  EXPECT_FALSE(Warns(environment, seconds(15)));
  EXPECT_TRUE(Warns(environment, seconds(16)));
}

TEST(StopBudgetTest, IgnoresSettingThatIsNotANumber) {
  EXPECT_FALSE(Warns({{"HERMES_ENTRY_STOP_TIMEOUT", "soon"}}, seconds(1000)));
  EXPECT_TRUE(Warns({{"HERMES_ENTRY_STOP_TIMEOUT", "soon"},
                     {"HERMES_S6_SUPERVISED_CHILD", "1"}},
                    seconds(1000)));
}

TEST(StopBudgetTest, WarningNamesValueToSet) {
  const std::string warning =
      StopBudgetWarning({{"HERMES_ENTRY_STOP_TIMEOUT", "10"}}, seconds(60));
  for (const char* part : {"10 s", "65 s", "agent.restart_drain_timeout",
                           "HERMES_ENTRY_STOP_TIMEOUT=65"}) {
    EXPECT_NE(warning.find(part), std::string::npos) << warning;
  }
}

}  // namespace
}  // namespace hermes::gateway
