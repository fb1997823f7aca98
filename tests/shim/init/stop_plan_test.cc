#include "shim/init/stop_plan.h"

#include <gtest/gtest.h>

#include <string>

namespace hermes {
namespace {

struct Case {
  std::string name;
  StopFacts facts;
  StopStep step;
};

StopFacts Facts(bool gateways, bool orphans, long since_stop,
                long since_orphan_term = -1) {
  StopFacts facts;
  facts.gateways_left = gateways;
  facts.orphans_left = orphans;
  facts.since_stop = since_stop;
  facts.since_orphan_term = since_orphan_term;
  return facts;
}

StopFacts NothingLeft() {
  StopFacts facts = Facts(false, false, 0);
  facts.anything_left = false;
  return facts;
}

StopFacts LoggersAlone(long since) {
  StopFacts facts = Facts(false, false, since + 500);
  facts.since_loggers_alone = since;
  return facts;
}

class StopPlanTest : public testing::TestWithParam<Case> {};

TEST_P(StopPlanTest, ChoosesNextStepAsTableSays) {
  EXPECT_EQ(NextStopStep(GetParam().facts), GetParam().step);
}

INSTANTIATE_TEST_SUITE_P(
    Table, StopPlanTest,
    testing::Values(
        Case{"EndsWhenNothingIsLeft", NothingLeft(), StopStep::kDone},
        Case{"WaitsForDrainingGateway", Facts(true, false, 60000),
             StopStep::kWait},
        Case{"WaitsForLoneLogger", Facts(false, false, 100), StopStep::kWait},
        Case{"GivesLoneLoggersThreeSeconds", LoggersAlone(2999),
             StopStep::kWait},
        Case{"KillsLoggersThatDoNotEnd", LoggersAlone(3000),
             StopStep::kKillEverything},
        Case{"SparesOrphansWhileGatewayDrains", Facts(true, true, 100),
             StopStep::kWait},
        Case{"TerminatesOrphansAfterGateways", Facts(false, true, 100),
             StopStep::kTerminateOrphans},
        Case{"GivesOrphansOneSecondAfterTerm", Facts(false, true, 1000, 900),
             StopStep::kWait},
        Case{"KillsOrphansAfterThatSecond", Facts(false, true, 1200, 1000),
             StopStep::kKillOrphans},
        Case{"KillsGatewaysAtDeadline", Facts(true, false, 75000),
             StopStep::kKillGateways},
        Case{"SparesLoggersAtDeadline", Facts(false, false, 75000),
             StopStep::kWait},
        Case{"KillsEverythingOneSecondAfterDeadline",
             Facts(false, false, 76000), StopStep::kKillEverything},
        Case{"GivesUpFiveSecondsAfterDeadline", Facts(true, true, 80000),
             StopStep::kGiveUp}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

}  // namespace
}  // namespace hermes
