#include "gateway/turn/keyed_queue.h"

#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/turn/turn_stop.h"

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;
using Entered = absl::StatusOr<std::unique_ptr<KeyedQueue::Place>>;

struct Waiter {
  TurnStop stop;
  std::optional<Entered> entered;

  bool has_place() const { return entered.has_value() && entered->ok(); }
};

class KeyedQueueTest : public testing::Test {
 protected:
  Waiter& Enter(const std::string& key) {
    Waiter& waiter = waiters_.emplace_back();
    asio::co_spawn(io_, queue_.Enter(key, waiter.stop),
                   [&waiter](const std::exception_ptr& error, Entered entered) {
                     EXPECT_EQ(error, nullptr);
                     waiter.entered = std::move(entered);
                   });
    Settle();
    return waiter;
  }
  void Settle() {
    io_.restart();
    io_.poll();
  }
  void Leave(Waiter& waiter) {
    waiter.entered.reset();
    Settle();
  }

  asio::io_context io_;
  KeyedQueue queue_;
  std::deque<Waiter> waiters_;
};

TEST_F(KeyedQueueTest, LetsTheFirstCallerContinueAtOnce) {
  EXPECT_TRUE(Enter("a").has_place());
  EXPECT_TRUE(Enter("b").has_place());
  EXPECT_EQ(queue_.waiting(), 0u);
}

TEST_F(KeyedQueueTest, LetsWaitersContinueInOrder) {
  Waiter& first = Enter("a");
  Waiter& second = Enter("a");
  Waiter& third = Enter("a");
  EXPECT_FALSE(second.entered.has_value());
  EXPECT_EQ(queue_.waiting(), 2u);
  Leave(first);
  EXPECT_TRUE(second.has_place());
  EXPECT_FALSE(third.entered.has_value());
  Leave(second);
  EXPECT_TRUE(third.has_place());
  EXPECT_EQ(queue_.waiting(), 0u);
  Leave(third);
  EXPECT_TRUE(Enter("a").has_place());
}

// The new caller arrives after the place was passed on, before its new owner
// runs.
TEST_F(KeyedQueueTest, NewCallerDoesNotOvertakeTheNextWaiter) {
  Waiter& first = Enter("a");
  Waiter& second = Enter("a");
  first.entered.reset();
  Waiter& third = Enter("a");
  EXPECT_TRUE(second.has_place());
  EXPECT_FALSE(third.entered.has_value());
  Leave(second);
  EXPECT_TRUE(third.has_place());
  Leave(third);
}

TEST_F(KeyedQueueTest, StoppedWaiterLeavesTheQueue) {
  Waiter& first = Enter("a");
  Waiter& second = Enter("a");
  Waiter& third = Enter("a");
  second.stop.Request(StopReason::kClientGone);
  Settle();
  ASSERT_TRUE(second.entered.has_value());
  EXPECT_TRUE(absl::IsCancelled(second.entered->status()));
  EXPECT_EQ(queue_.waiting(), 1u);
  Leave(first);
  EXPECT_TRUE(third.has_place());
  Leave(third);
}

TEST_F(KeyedQueueTest, DoesNotWaitIfTheStopWasRequested) {
  Waiter& first = Enter("a");
  Waiter& late = waiters_.emplace_back();
  late.stop.Request(StopReason::kDraining);
  asio::co_spawn(io_, queue_.Enter("a", late.stop),
                 [&late](const std::exception_ptr&, Entered entered) {
                   late.entered = std::move(entered);
                 });
  Settle();
  ASSERT_TRUE(late.entered.has_value());
  EXPECT_TRUE(absl::IsCancelled(late.entered->status()));
  Leave(first);
}

// The place is granted and the stop requested in one pass of the event loop:
// the place must not be lost.
TEST_F(KeyedQueueTest, PassesOnPlaceGrantedToStoppedWaiter) {
  for (const bool granted_first : {true, false}) {
    Waiter& first = Enter("a");
    Waiter& second = Enter("a");
    Waiter& third = Enter("a");
    if (granted_first) first.entered.reset();
    second.stop.Request(StopReason::kClientGone);
    if (!granted_first) first.entered.reset();
    Settle();
    ASSERT_TRUE(second.entered.has_value());
    Leave(second);
    EXPECT_TRUE(third.has_place());
    Leave(third);
    EXPECT_EQ(queue_.waiting(), 0u);
  }
}

TEST_F(KeyedQueueTest, LimitsTheNumberOfWaiters) {
  Waiter& first = Enter("a");
  for (size_t i = 0; i < KeyedQueue::kMostWaiting; ++i) Enter("a");
  Waiter& refused = Enter("a");
  ASSERT_TRUE(refused.entered.has_value());
  EXPECT_TRUE(absl::IsResourceExhausted(refused.entered->status()));
  EXPECT_TRUE(Enter("b").has_place());
  Leave(first);
  EXPECT_FALSE(Enter("a").entered.has_value());  // room for one more
  for (Waiter& waiter : waiters_) waiter.stop.Request(StopReason::kDraining);
  Settle();
  for (Waiter& waiter : waiters_) waiter.entered.reset();
  Settle();
  EXPECT_EQ(queue_.waiting(), 0u);
}

}  // namespace
}  // namespace hermes::gateway
