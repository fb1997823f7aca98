#include "gateway/lock/process_facts.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace hermes::gateway {
namespace {

using Words = std::vector<std::string>;

std::string Stat(const std::string& comm, const std::string& state) {
  return "12 (" + comm + ") " + state +
         " 1 12 12 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 8812345 1 2 3\n";
}

TEST(ProcStatTest, ParsesStartTime) {
  const auto facts = ParseProcStat(Stat("hermes", "S"));
  ASSERT_TRUE(facts.has_value());
  EXPECT_EQ(facts->start_time, 8812345u);
  EXPECT_FALSE(facts->dead);
}

TEST(ProcStatTest, ParsesNameWithSpacesAndParentheses) {
  const auto facts = ParseProcStat(Stat("a) Z 1 (b", "S"));
  ASSERT_TRUE(facts.has_value());
  EXPECT_EQ(facts->start_time, 8812345u);
  EXPECT_FALSE(facts->dead);
}

TEST(ProcStatTest, ReportsZombieAsDead) {
  EXPECT_TRUE(ParseProcStat(Stat("x", "Z"))->dead);
  EXPECT_TRUE(ParseProcStat(Stat("x", "X"))->dead);
}

TEST(ProcStatTest, RejectsOtherText) {
  for (const char* text : {"", "12 (x) S", "nothing"}) {
    EXPECT_FALSE(ParseProcStat(text).has_value()) << text;
  }
}

TEST(GatewayCommandLineTest, RecognisesGateway) {
  for (const Words& argv :
       {Words{"hermes", "gateway", "run"}, Words{"/x/hermes", "gateway"},
        Words{"hermes-gateway", "gateway", "run", "--replace"},
        Words{"hermes", "-p", "run", "gateway", "run"},
        Words{"hermes", "--profile=x", "gateway", "-v", "run"},
        Words{"python3", "/usr/bin/hermes", "gateway", "run"}}) {
    EXPECT_TRUE(IsGatewayCommandLine(argv)) << testing::PrintToString(argv);
  }
}

TEST(GatewayCommandLineTest, RejectsOtherPrograms) {
  for (const Words& argv :
       {Words{}, Words{"hermes"}, Words{"hermes", "gateway", "stop"},
        Words{"hermes", "chat", "gateway", "run"},
        Words{"hermes", "-p", "gateway"}, Words{"sleep", "gateway"},
        Words{"vi", "x", "hermes", "gateway"},
        Words{"hermes", "--", "gateway", "run"},
        Words{"hermes-entry", "gateway", "run"}}) {
    EXPECT_FALSE(IsGatewayCommandLine(argv)) << testing::PrintToString(argv);
  }
}

TEST(ProcessTableTest, FindsOnlyExistingProcess) {
  const ProcProcessTable table;
  const auto facts = table.Find(getpid());
  ASSERT_TRUE(facts.has_value());
  EXPECT_GT(facts->start_time, 0u);
  EXPECT_FALSE(facts->argv.empty());
  EXPECT_EQ(facts->argv.back().find('\0'), std::string::npos);
  // One above the largest possible pid.
  EXPECT_FALSE(table.Find(4194305).has_value());
}

}  // namespace
}  // namespace hermes::gateway
