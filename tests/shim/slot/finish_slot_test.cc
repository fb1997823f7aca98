#include "shim/slot/finish_slot.h"

#include <signal.h>

#include <string>

#include "gtest/gtest.h"
#include "shim/slot/finish_verdict.h"

namespace hermes {
namespace {

TEST(DescribeEndTest, ExitCode) {
  FinishFacts facts;
  facts.exit_code = 3;
  facts.life_ms = 12999;
  EXPECT_EQ(DescribeEnd(facts), "ended with exit code 3 after 12 s");
}

TEST(DescribeEndTest, Signal) {
  FinishFacts facts;
  facts.signal = SIGSEGV;
  facts.exit_code = 139;
  EXPECT_EQ(DescribeEnd(facts), "was killed by signal 11 after 0 s");
}

TEST(DescribeEndTest, KillMayMeanNoMemory) {
  FinishFacts facts;
  facts.signal = SIGKILL;
  facts.exit_code = 137;
  EXPECT_EQ(DescribeEnd(facts),
            "was killed by signal 9 (it may have been out of memory) after 0 "
            "s");
}

TEST(DescribeEndTest, NothingExecuted) {
  FinishFacts facts;
  facts.executed = false;
  EXPECT_EQ(DescribeEnd(facts), "ended before the gateway began");
  facts.exit_code = 127;
  EXPECT_EQ(DescribeEnd(facts), "ended with exit code 127");
}

}  // namespace
}  // namespace hermes
