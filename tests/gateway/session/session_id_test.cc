#include "gateway/session/session_id.h"

#include <gtest/gtest.h>

#include <chrono>
#include <regex>
#include <set>
#include <string>

namespace hermes::gateway {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

TEST(NewSessionIdTest, ConsistsOfUtcTimeAndEightDigits) {
  const auto id = NewSessionId(sys_seconds(seconds(1'795'342'200)));
  ASSERT_TRUE(id.ok());
  EXPECT_TRUE(std::regex_match(*id, std::regex("20261122_101000_[0-9a-f]{8}")))
      << *id;
}

TEST(NewSessionIdTest, DiffersWithinOneSecond) {
  const sys_seconds now(seconds(0));
  std::set<std::string> ids;
  for (int i = 0; i < 100; ++i) ids.insert(NewSessionId(now).value());
  // Two of a hundred ids are equal in one of a million runs.
  EXPECT_GE(ids.size(), 99U);
}

TEST(NewTurnTokenTest, ReturnsThirtyTwoNewDigits) {
  const std::string one = NewTurnToken().value();
  EXPECT_TRUE(std::regex_match(one, std::regex("[0-9a-f]{32}"))) << one;
  EXPECT_NE(one, NewTurnToken().value());
}

// The output of `printf 'sys\nhello' | sha256sum` begins with these digits.
TEST(DerivedSessionIdTest, ConsistsOfPrefixAndStartOfDigest) {
  EXPECT_EQ(DerivedSessionId("sys", "hello"), "api-d40e0c8a628bb9a1");
  EXPECT_EQ(DerivedSessionId("", ""), "api-01ba4719c80b6fe9");
}

TEST(DerivedSessionIdTest, DependsOnSystemPromptAndFirstMessage) {
  EXPECT_NE(DerivedSessionId("a", "b"), DerivedSessionId("a", "c"));
  EXPECT_NE(DerivedSessionId("a", "b"), DerivedSessionId("c", "b"));
}

TEST(IsDerivedSessionIdTest, AcceptsDerivedId) {
  EXPECT_TRUE(IsDerivedSessionId(DerivedSessionId("a", "b")));
}

TEST(IsDerivedSessionIdTest, RejectsOtherIds) {
  for (const char* id :
       {"", "api-", "api-01ba4719c80b6fe", "api-01ba4719c80b6fe9a",
        "api-01BA4719C80B6FE9", "api-mine", "xpi-01ba4719c80b6fe9",
        "20261122_101000_1a2b3c4d"}) {
    EXPECT_FALSE(IsDerivedSessionId(id)) << id;
  }
}

}  // namespace
}  // namespace hermes::gateway
