#include "gateway/loop/deadline.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;
using std::chrono::hours;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

// Each test runs its loop until no more work is pending.
class DeadlineTest : public testing::Test {
 protected:
  asio::io_context io_;
  int expiries_ = 0;
};

TEST_F(DeadlineTest, ExpiresOnce) {
  Deadline deadline(io_.get_executor(), [this] { ++expiries_; });
  EXPECT_FALSE(deadline.expired());
  deadline.ExpireAfter(milliseconds(1));
  io_.run();
  EXPECT_EQ(expiries_, 1);
  EXPECT_TRUE(deadline.expired());
}

TEST_F(DeadlineTest, DoesNotExpireAfterDisarm) {
  Deadline deadline(io_.get_executor(), [this] { ++expiries_; });
  deadline.ExpireAfter(milliseconds(1));
  deadline.Disarm();
  io_.run();
  EXPECT_EQ(expiries_, 0);
  EXPECT_FALSE(deadline.expired());
}

TEST_F(DeadlineTest, ExpiresLaterIfExtended) {
  const auto begin = Clock::now();
  Deadline deadline(io_.get_executor(), [this] { ++expiries_; });
  deadline.ExpireAfter(milliseconds(1));
  deadline.ExpireAfter(milliseconds(50));
  io_.run();
  EXPECT_EQ(expiries_, 1);
  EXPECT_GE(Clock::now() - begin, milliseconds(50));
}

TEST_F(DeadlineTest, ExpiresSoonerIfBroughtForward) {
  Deadline deadline(io_.get_executor(), [this] { ++expiries_; });
  deadline.ExpireAfter(hours(1));
  deadline.ExpireAfter(milliseconds(1));
  io_.run();
  EXPECT_EQ(expiries_, 1);
}

TEST_F(DeadlineTest, CanBeSetAgainAfterItExpired) {
  std::unique_ptr<Deadline> deadline;
  deadline = std::make_unique<Deadline>(io_.get_executor(), [&] {
    if (++expiries_ < 3) deadline->ExpireAfter(milliseconds(1));
  });
  deadline->ExpireAfter(milliseconds(1));
  io_.run();
  EXPECT_EQ(expiries_, 3);
  EXPECT_TRUE(deadline->expired());
  deadline->Disarm();
  EXPECT_FALSE(deadline->expired());
}

TEST_F(DeadlineTest, CallsNothingAfterDestruction) {
  auto deadline =
      std::make_unique<Deadline>(io_.get_executor(), [this] { ++expiries_; });
  deadline->ExpireAfter(milliseconds(1));
  deadline.reset();
  io_.run();
  EXPECT_EQ(expiries_, 0);
}

TEST_F(DeadlineTest, MayBeDestroyedByItsCallback) {
  std::unique_ptr<Deadline> deadline;
  deadline = std::make_unique<Deadline>(io_.get_executor(), [&] {
    deadline.reset();
    ++expiries_;
  });
  deadline->ExpireAfter(milliseconds(1));
  io_.run();
  EXPECT_EQ(expiries_, 1);
}

}  // namespace
}  // namespace hermes::gateway
