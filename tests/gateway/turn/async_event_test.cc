#include "gateway/turn/async_event.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>

#include "gateway/turn/turn_stop.h"

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;

class AsyncEventTest : public testing::Test {
 protected:
  void Wait(TurnStop& stop) {
    asio::co_spawn(io_, event_.Wait(stop),
                   [this](const std::exception_ptr&) { ++done_; });
    Settle();
  }
  void Settle() {
    io_.restart();
    io_.poll();
  }

  asio::io_context io_;
  AsyncEvent event_{io_.get_executor()};
  TurnStop stop_;
  int done_ = 0;
};

TEST_F(AsyncEventTest, WakesAllWaitersOnce) {
  Wait(stop_);
  Wait(stop_);
  EXPECT_EQ(done_, 0);
  event_.Set();
  Settle();
  EXPECT_EQ(done_, 2);
}

TEST_F(AsyncEventTest, WaitReturnsAtOnceIfTheEventIsSet) {
  event_.Set();
  EXPECT_TRUE(event_.is_set());
  Wait(stop_);
  EXPECT_EQ(done_, 1);
}

TEST_F(AsyncEventTest, StopEndsOnlyTheWaitOfItsTurn) {
  TurnStop other;
  Wait(stop_);
  Wait(other);
  stop_.Request(StopReason::kClientGone);
  Settle();
  EXPECT_EQ(done_, 1);
  EXPECT_FALSE(event_.is_set());
  event_.Set();
  Settle();
  EXPECT_EQ(done_, 2);
}

TEST_F(AsyncEventTest, WaitReturnsAtOnceIfTheStopWasRequested) {
  stop_.Request(StopReason::kDraining);
  Wait(stop_);
  EXPECT_EQ(done_, 1);
}

}  // namespace
}  // namespace hermes::gateway
