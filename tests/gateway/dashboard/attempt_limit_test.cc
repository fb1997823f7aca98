#include "gateway/dashboard/attempt_limit.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace hermes::gateway {
namespace {

using std::chrono::seconds;

const AttemptLimit::Time kStart{std::chrono::hours(1)};

void UseUp(AttemptLimit* limit, const std::string& address) {
  for (int i = 0; i < AttemptLimit::kAttempts; ++i) {
    ASSERT_EQ(limit->Take(address, kStart), seconds(0)) << i;
  }
}

TEST(AttemptLimitTest, TenAMinute) {
  AttemptLimit limit;
  UseUp(&limit, "192.0.2.1");
  EXPECT_EQ(limit.Take("192.0.2.1", kStart + seconds(10)), seconds(50));
  EXPECT_EQ(limit.Take("192.0.2.1", kStart + seconds(59)), seconds(1));
  EXPECT_EQ(limit.Take("192.0.2.1", kStart + seconds(60)), seconds(0));
}

TEST(AttemptLimitTest, EachAddressForItself) {
  AttemptLimit limit;
  UseUp(&limit, "192.0.2.1");
  EXPECT_EQ(limit.Take("192.0.2.2", kStart), seconds(0));
}

TEST(AttemptLimitTest, ANetworkOfV6IsOneAddress) {
  AttemptLimit limit;
  UseUp(&limit, "2001:db8::1");
  EXPECT_GT(limit.Take("2001:db8::ffff:1", kStart), seconds(0));
  EXPECT_EQ(limit.Take("2001:db8:0:1::1", kStart), seconds(0));
}

TEST(AttemptLimitTest, MemoryIsBounded) {
  AttemptLimit limit;
  for (size_t i = 0; i < 3 * AttemptLimit::kMostAddresses; ++i) {
    limit.Take("client" + std::to_string(i), kStart + seconds(i % 2));
  }
  EXPECT_EQ(limit.addresses(), AttemptLimit::kMostAddresses);
}

}  // namespace
}  // namespace hermes::gateway
