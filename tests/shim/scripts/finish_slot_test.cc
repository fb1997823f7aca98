#include "shim/scripts/finish_slot.h"

#include <signal.h>

#include <string>

#include "gtest/gtest.h"
#include "shim/scripts/restart_decision.h"

namespace hermes {
namespace {

TEST(DescribeEndTest, NamesExitCode) {
  FinishFacts facts;
  facts.exit_code = 3;
  facts.life_ms = 12999;
  EXPECT_EQ(DescribeEnd(facts), "ended with exit code 3 after 12 s");
}

TEST(DescribeEndTest, NamesSignal) {
  FinishFacts facts;
  facts.signal = SIGSEGV;
  facts.exit_code = 139;
  EXPECT_EQ(DescribeEnd(facts), "was killed by signal 11 after 0 s");
}

TEST(DescribeEndTest, MentionsMemoryForSigkill) {
  FinishFacts facts;
  facts.signal = SIGKILL;
  facts.exit_code = 137;
  EXPECT_EQ(DescribeEnd(facts),
            "was killed by signal 9 (it may have been out of memory) after 0 "
            "s");
}

TEST(DescribeEndTest, OmitsTimeIfGatewayWasNotExecuted) {
  FinishFacts facts;
  facts.executed = false;
  EXPECT_EQ(DescribeEnd(facts), "ended before the gateway began");
  facts.exit_code = 127;
  EXPECT_EQ(DescribeEnd(facts), "ended with exit code 127");
}

struct OutcomeCase {
  const char* name;
  FinishFacts facts;
  const char* text;
};

class DescribeOutcomeTest : public testing::TestWithParam<OutcomeCase> {};

TEST_P(DescribeOutcomeTest, SaysWhatHappensNext) {
  const FinishFacts& facts = GetParam().facts;
  EXPECT_EQ(DescribeOutcome(facts, DecideRestart(facts)), GetParam().text);
}

FinishFacts Exited(int code, void (*change)(FinishFacts&)) {
  FinishFacts facts;
  facts.exit_code = code;
  change(facts);
  return facts;
}

INSTANTIATE_TEST_SUITE_P(
    Table, DescribeOutcomeTest,
    testing::Values(
        OutcomeCase{"AtOnce", Exited(1, [](FinishFacts&) {}),
                    "; it is started again at once"},
        OutcomeCase{
            "Later",
            Exited(1, [](FinishFacts& f) { f.consecutive_early_exits = 3; }),
            "; it is started again in 4 s"},
        OutcomeCase{"OperatorsRestart",
                    Exited(1, [](FinishFacts& f) { f.restart_marked = true; }),
                    "; an operator asked for its restart, so it is started "
                    "again at once"},
        OutcomeCase{"Configuration", Exited(78, [](FinishFacts&) {}),
                    "; it stays down: starting it again without a change is "
                    "pointless"},
        OutcomeCase{
            "ProfileGone",
            Exited(78, [](FinishFacts& f) { f.profile_gone = true; }),
            "; it stays down: its profile's directory no longer exists"},
        OutcomeCase{"TooOften",
                    Exited(1,
                           [](FinishFacts& f) {
                             f.consecutive_early_exits = 4;
                             f.max_consecutive_early_exits = 4;
                           }),
                    "; it stays down: it has ended soon after its start 5 "
                    "times in a row"}),
    [](const testing::TestParamInfo<OutcomeCase>& i) { return i.param.name; });

}  // namespace
}  // namespace hermes
