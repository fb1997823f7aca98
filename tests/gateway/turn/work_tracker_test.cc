#include "gateway/turn/work_tracker.h"

#include <gtest/gtest.h>

namespace hermes::gateway {
namespace {

TEST(WorkTrackerTest, CountsWorkInProgress) {
  WorkTracker tracker;
  auto one = tracker.Begin();
  auto two = tracker.Begin();
  EXPECT_EQ(tracker.active(), 2);
  one.reset();
  EXPECT_EQ(tracker.active(), 1);
}

TEST(WorkTrackerTest, DrainEndsAtOnceIfThereIsNoWork) {
  WorkTracker tracker;
  int idle = 0;
  tracker.Drain([&] { ++idle; });
  EXPECT_EQ(idle, 1);
}

TEST(WorkTrackerTest, DrainWaitsForTheLastWorkAndRefusesNew) {
  WorkTracker tracker;
  int idle = 0;
  auto one = tracker.Begin();
  auto two = tracker.Begin();
  tracker.Drain([&] { ++idle; });
  EXPECT_TRUE(tracker.draining());
  EXPECT_EQ(tracker.Begin(), nullptr);
  one.reset();
  EXPECT_EQ(idle, 0);
  two.reset();
  EXPECT_EQ(idle, 1);
}

}  // namespace
}  // namespace hermes::gateway
