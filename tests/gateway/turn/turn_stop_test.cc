#include "gateway/turn/turn_stop.h"

#include <gtest/gtest.h>

#include <optional>
#include <utility>

namespace hermes::gateway {
namespace {

TEST(TurnStopTest, KeepsTheFirstReason) {
  TurnStop stop;
  EXPECT_FALSE(stop.requested());
  stop.Request(StopReason::kClientGone);
  stop.Request(StopReason::kDraining);
  EXPECT_EQ(stop.reason(), StopReason::kClientGone);
}

TEST(TurnStopTest, CallsEachCallbackOnce) {
  TurnStop stop;
  int first = 0;
  int second = 0;
  const auto a = stop.OnRequest([&] { ++first; });
  const auto b = stop.OnRequest([&] { ++second; });
  stop.Request(StopReason::kDraining);
  stop.Request(StopReason::kDraining);
  EXPECT_EQ(first, 1);
  EXPECT_EQ(second, 1);
}

TEST(TurnStopTest, CallsLateCallbackAtOnce) {
  TurnStop stop;
  stop.Request(StopReason::kStopCommand);
  int calls = 0;
  const auto late = stop.OnRequest([&] { ++calls; });
  EXPECT_EQ(calls, 1);
}

TEST(TurnStopTest, DoesNotCallCallbackAfterItsRegistrationEnded) {
  TurnStop stop;
  int calls = 0;
  {
    const auto gone = stop.OnRequest([&] { ++calls; });
  }
  auto moved = stop.OnRequest([&] { ++calls; });
  const TurnStop::Registration kept = std::move(moved);
  stop.Request(StopReason::kDraining);
  EXPECT_EQ(calls, 1);
}

TEST(TurnStopTest, CallbackMayDestroyItsOwnRegistration) {
  TurnStop stop;
  std::optional<TurnStop::Registration> own;
  int calls = 0;
  own.emplace(stop.OnRequest([&] {
    own.reset();
    ++calls;
  }));
  const auto next = stop.OnRequest([&] { ++calls; });
  stop.Request(StopReason::kDraining);
  EXPECT_EQ(calls, 2);
}

}  // namespace
}  // namespace hermes::gateway
