#include "shim/base/process_stat.h"

#include <unistd.h>

#include <string>

#include "gtest/gtest.h"

namespace hermes {
namespace {

constexpr char kRest[] =
    ") S 1 42 40 0 -1 4194560 1 0 0 0 2 3 0 0 20 0 1 0 8812345 100 200\n";

TEST(ParseProcessStatTest, ReadsFieldsByNumber) {
  const auto stat = ParseProcessStat(std::string("42 (run") + kRest);
  ASSERT_TRUE(stat.has_value());
  EXPECT_EQ(stat->pid, 42);
  EXPECT_EQ(stat->state, 'S');
  EXPECT_EQ(stat->parent, 1);
  EXPECT_EQ(stat->session, 40);
  EXPECT_EQ(stat->start_ticks, 8812345);
}

TEST(ParseProcessStatTest, AcceptsParenthesesInName) {
  const auto stat = ParseProcessStat(std::string("42 (a) Z 9 9 9 (b") + kRest);
  ASSERT_TRUE(stat.has_value());
  EXPECT_EQ(stat->state, 'S');
  EXPECT_EQ(stat->session, 40);
}

TEST(ParseProcessStatTest, RejectsTruncatedText) {
  EXPECT_FALSE(ParseProcessStat("").has_value());
  EXPECT_FALSE(ParseProcessStat("42 (run) S 1 42 40\n").has_value());
  EXPECT_FALSE(ParseProcessStat("x (run) S").has_value());
}

TEST(ReadProcessStatTest, ReadsThisProcess) {
  const auto stat = ReadProcessStat(getpid());
  ASSERT_TRUE(stat.has_value());
  EXPECT_EQ(stat->pid, getpid());
  EXPECT_EQ(stat->session, getsid(0));
  EXPECT_GT(stat->start_ticks, 0);
}

TEST(ReadProcessStatTest, ReturnsNothingWithoutProcess) {
  EXPECT_FALSE(ReadProcessStat(-1).has_value());
}

}  // namespace
}  // namespace hermes
