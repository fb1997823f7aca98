#include "gateway/turn/turn_registry.h"

#include <gtest/gtest.h>

#include <string>

#include "gateway/turn/turn_stop.h"

namespace hermes::gateway {
namespace {

TEST(TurnRegistryTest, ListsTurnsInProgress) {
  TurnRegistry registry;
  TurnStop stop;
  {
    TurnRegistry::Entry entry(registry, stop, "key");
    entry.set_session("s");
    entry.set_phase("answering");
    ASSERT_EQ(registry.count(), 1u);
    const RunningTurn turn = registry.List()[0];
    EXPECT_EQ(turn.session, "s");
    EXPECT_EQ(turn.queue_key, "key");
    EXPECT_EQ(turn.phase, std::string("answering"));
  }
  EXPECT_EQ(registry.count(), 0u);
}

TEST(TurnRegistryTest, StopsTurnsOfOneKey) {
  TurnRegistry registry;
  TurnStop a;
  TurnStop b;
  const TurnRegistry::Entry first(registry, a, "a");
  const TurnRegistry::Entry second(registry, b, "b");
  EXPECT_EQ(registry.StopKey("a", StopReason::kStopCommand), 1);
  EXPECT_EQ(registry.StopKey("a", StopReason::kStopCommand), 0);
  EXPECT_EQ(a.reason(), StopReason::kStopCommand);
  EXPECT_FALSE(b.requested());
}

TEST(TurnRegistryTest, StopsAllTurnsAndLaterOnes) {
  TurnRegistry registry;
  TurnStop a;
  TurnStop b;
  TurnStop late;
  const TurnRegistry::Entry first(registry, a, "a");
  const TurnRegistry::Entry second(registry, b, "");
  a.Request(StopReason::kClientGone);
  EXPECT_EQ(registry.StopAll(StopReason::kDraining), 1);
  EXPECT_EQ(a.reason(), StopReason::kClientGone);
  EXPECT_EQ(b.reason(), StopReason::kDraining);
  const TurnRegistry::Entry third(registry, late, "");
  EXPECT_EQ(late.reason(), StopReason::kDraining);
}

}  // namespace
}  // namespace hermes::gateway
