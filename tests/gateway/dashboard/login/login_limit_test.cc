#include "gateway/dashboard/login/login_limit.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <string>

namespace hermes::gateway::dashboard {
namespace {

using std::chrono::seconds;

const LoginLimit::Time kStart{std::chrono::hours(1)};

struct DecisionCase {
  const char* name;
  LoginRefusal refusal;
  int failures = 0;
  bool known_device = false;
  int at_address = 0;
  int under_way = 0;
};

class DecideLoginTest : public testing::TestWithParam<DecisionCase> {};

TEST_P(DecideLoginTest, DecidesWhetherAttemptIsRefused) {
  const DecisionCase& given = GetParam();
  EXPECT_EQ(DecideLogin({given.failures, given.known_device, given.at_address,
                         given.under_way}),
            given.refusal);
}

INSTANTIATE_TEST_SUITE_P(
    Table, DecideLoginTest,
    testing::Values(
        DecisionCase{"First", LoginRefusal::kNone},
        DecisionCase{"LastAllowed", LoginRefusal::kNone, 9},
        DecisionCase{"TooManyFailures", LoginRefusal::kTooManyFailures, 10},
        DecisionCase{"TooManyFailuresOfKnownBrowser",
                     LoginRefusal::kTooManyFailures, 10, true},
        DecisionCase{"AddressNearlyBusy", LoginRefusal::kNone, 0, false, 2, 2},
        DecisionCase{"AddressBusy", LoginRefusal::kAddressBusy, 0, false, 3, 3},
        DecisionCase{"NearlyBusy", LoginRefusal::kNone, 0, false, 0, 5},
        DecisionCase{"Busy", LoginRefusal::kBusy, 0, false, 0, 6},
        DecisionCase{"KnownBrowserWhileOthersAreBusy", LoginRefusal::kNone, 0,
                     true, 3, 6}),
    [](const testing::TestParamInfo<DecisionCase>& i) { return i.param.name; });

LoginSource At(const std::string& address, const std::string& account = "ann") {
  return {account, address, ""};
}

LoginSource Known(const std::string& device) {
  return {"ann", "192.0.2.1", device};
}

// Makes one attempt, which fails if it is admitted; returns why it was refused.
LoginRefusal Fail(LoginLimit* limit, const LoginSource& source,
                  LoginLimit::Time now = kStart) {
  const LoginRefusal refusal = limit->Begin(source, now).refusal;
  if (refusal == LoginRefusal::kNone) limit->End(source, true, now);
  return refusal;
}

void UseUp(LoginLimit* limit, const LoginSource& source) {
  for (int i = 0; i < LoginLimit::kFailures; ++i) {
    ASSERT_EQ(Fail(limit, source), LoginRefusal::kNone) << i;
  }
  ASSERT_EQ(Fail(limit, source), LoginRefusal::kTooManyFailures);
}

TEST(LoginLimitTest, AllowsTenFailuresPerMinute) {
  LoginLimit limit;
  UseUp(&limit, At("192.0.2.1"));
  EXPECT_EQ(limit.Begin(At("192.0.2.1"), kStart + seconds(10)).wait,
            seconds(50));
  EXPECT_EQ(limit.Begin(At("192.0.2.1"), kStart + seconds(59)).wait,
            seconds(1));
  EXPECT_EQ(limit.Begin(At("192.0.2.1"), kStart + seconds(60)).refusal,
            LoginRefusal::kNone);
}

TEST(LoginLimitTest, DoesNotCountSuccesses) {
  LoginLimit limit;
  for (int i = 0; i < 3 * LoginLimit::kFailures; ++i) {
    ASSERT_EQ(limit.Begin(At("192.0.2.1"), kStart).refusal,
              LoginRefusal::kNone);
    limit.End(At("192.0.2.1"), false, kStart);
  }
  UseUp(&limit, At("192.0.2.1"));
}

// A success must not give a guesser at the same address new attempts.
TEST(LoginLimitTest, SuccessDoesNotResetFailures) {
  LoginLimit limit;
  for (int i = 1; i < LoginLimit::kFailures; ++i) {
    Fail(&limit, At("192.0.2.1"));
  }
  limit.Begin(At("192.0.2.1"), kStart);
  limit.End(At("192.0.2.1"), false, kStart);
  EXPECT_EQ(Fail(&limit, At("192.0.2.1")), LoginRefusal::kNone);
  EXPECT_EQ(Fail(&limit, At("192.0.2.1")), LoginRefusal::kTooManyFailures);
}

TEST(LoginLimitTest, DoesNotLockOutOtherSources) {
  LoginLimit limit;
  UseUp(&limit, At("192.0.2.1"));
  EXPECT_EQ(Fail(&limit, At("192.0.2.2")), LoginRefusal::kNone);
  EXPECT_EQ(Fail(&limit, At("192.0.2.1", "bob")), LoginRefusal::kNone);
  EXPECT_EQ(Fail(&limit, Known("a")), LoginRefusal::kNone);
  UseUp(&limit, Known("b"));
  EXPECT_EQ(Fail(&limit, Known("a")), LoginRefusal::kNone);
}

TEST(LoginLimitTest, CountsIpv6NetworkAsOneAddress) {
  LoginLimit limit;
  UseUp(&limit, At("2001:db8::1"));
  EXPECT_EQ(Fail(&limit, At("2001:db8::ffff:1")),
            LoginRefusal::kTooManyFailures);
  EXPECT_EQ(Fail(&limit, At("2001:db8:0:1::1")), LoginRefusal::kNone);
}

// Otherwise many concurrent attempts would all be admitted before one has
// failed.
TEST(LoginLimitTest, CountsAttemptsUnderWayAsFailures) {
  LoginLimit limit;
  for (int i = 0; i < LoginLimit::kFailures; ++i) {
    ASSERT_EQ(limit.Begin(Known("a"), kStart).refusal, LoginRefusal::kNone);
  }
  EXPECT_EQ(limit.Begin(Known("a"), kStart).refusal,
            LoginRefusal::kTooManyFailures);
  limit.End(Known("a"), false, kStart);
  EXPECT_EQ(limit.Begin(Known("a"), kStart).refusal, LoginRefusal::kNone);
}

TEST(LoginLimitTest, BoundsAttemptsUnderWayPerAddress) {
  LoginLimit limit;
  for (int i = 0; i < LoginLimit::kMaxUnderWayAtAddress; ++i) {
    const LoginSource source = At("192.0.2.1", std::to_string(i));
    ASSERT_EQ(limit.Begin(source, kStart).refusal, LoginRefusal::kNone);
  }
  EXPECT_EQ(limit.Begin(At("192.0.2.1"), kStart).refusal,
            LoginRefusal::kAddressBusy);
  EXPECT_EQ(limit.Begin(At("192.0.2.2"), kStart).refusal, LoginRefusal::kNone);
  limit.End(At("192.0.2.1", "0"), true, kStart);
  EXPECT_EQ(limit.Begin(At("192.0.2.1"), kStart).refusal, LoginRefusal::kNone);
}

TEST(LoginLimitTest, AdmitsKnownBrowserWhileOthersAreBusy) {
  LoginLimit limit;
  for (int i = 0; i < LoginLimit::kMaxUnderWay; ++i) {
    ASSERT_EQ(limit.Begin(At(std::to_string(i)), kStart).refusal,
              LoginRefusal::kNone);
  }
  EXPECT_EQ(limit.Begin(At("192.0.2.1"), kStart).refusal, LoginRefusal::kBusy);
  EXPECT_EQ(limit.Begin(Known("a"), kStart).refusal, LoginRefusal::kNone);
  limit.End(At("0"), true, kStart);
  EXPECT_EQ(limit.Begin(At("192.0.2.1"), kStart).refusal, LoginRefusal::kNone);
}

TEST(LoginLimitTest, BoundsNumberOfSources) {
  LoginLimit limit;
  for (size_t i = 0; i < LoginLimit::kMaxSources + 50; ++i) {
    Fail(&limit, At(std::to_string(i)),
         kStart + seconds(i < LoginLimit::kMaxSources ? 0 : 1));
  }
  EXPECT_EQ(limit.sources(), LoginLimit::kMaxSources);
}

// A refusal costs its client nothing, so it must not push out a source.
TEST(LoginLimitTest, DoesNotStoreRefusedSources) {
  LoginLimit limit;
  UseUp(&limit, At("192.0.2.1"));
  for (int i = 0; i < LoginLimit::kMaxUnderWay; ++i) {
    limit.Begin(At(std::to_string(i)), kStart);
  }
  const size_t before = limit.sources();
  for (size_t i = 0; i < LoginLimit::kMaxSources; ++i) {
    EXPECT_EQ(Fail(&limit, At("192.0.2.2", std::to_string(i))),
              LoginRefusal::kBusy);
  }
  EXPECT_EQ(limit.sources(), before);
}

}  // namespace
}  // namespace hermes::gateway::dashboard
