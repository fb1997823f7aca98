#include "gateway/lifecycle/descriptor_limit.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace hermes::gateway {
namespace {

TEST(ConnectionsWithinTest, AllowsWantedNumberIfLimitSuffices) {
  EXPECT_EQ(ConnectionsWithin(1024, 1 << 20), 1024);
  EXPECT_EQ(ConnectionsWithin(1024, RLIM_INFINITY), 1024);
}

// Each connection takes two descriptors; some are reserved for other files.
TEST(ConnectionsWithinTest, AllowsFewerWithLowerLimit) {
  EXPECT_EQ(ConnectionsWithin(1024, 1024), 480);
  EXPECT_EQ(ConnectionsWithin(1024, 64 + 2 * 1024), 1024);
  EXPECT_EQ(ConnectionsWithin(1024, 64 + 2 * 1024 - 2), 1023);
}

TEST(ConnectionsWithinTest, NeverReturnsZero) {
  for (const rlim_t limit : {0, 1, 63, 64, 65, 96}) {
    EXPECT_EQ(ConnectionsWithin(1024, limit), 16) << limit;
  }
  EXPECT_EQ(ConnectionsWithin(4, 0), 4);
}

TEST(ConnectionsWithinTest, DoesNotOverflowWithHugeNumbers) {
  EXPECT_GT(ConnectionsWithin(static_cast<size_t>(-1), RLIM_INFINITY), 1 << 20);
}

TEST(RaiseDescriptorLimitTest, RaisesSoftLimitToHardLimit) {
  rlimit before = {};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit low = before;
  low.rlim_cur = 64;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &low), 0);
  const DescriptorLimit limit = RaiseDescriptorLimit();
  rlimit after = {};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &after), 0);
  EXPECT_EQ(limit.before, rlim_t{64});
  EXPECT_EQ(limit.now, before.rlim_max);
  EXPECT_EQ(after.rlim_cur, before.rlim_max);
  setrlimit(RLIMIT_NOFILE, &before);
}

}  // namespace
}  // namespace hermes::gateway
