#include "gateway/session/upkeep_schedule.h"

#include <gtest/gtest.h>

#include <chrono>

namespace hermes::gateway {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using Time = UpkeepSchedule::Time;

constexpr Time kStart = Time(hours(1000));

UpkeepSchedule Schedule(milliseconds without_operations) {
  return UpkeepSchedule({minutes(1), without_operations, milliseconds(20)});
}

TEST(UpkeepScheduleTest, FirstStepIsDueAtOnce) {
  EXPECT_TRUE(Schedule(hours(1)).IsDue(kStart));
  EXPECT_TRUE(Schedule(milliseconds(0)).IsDue(kStart));
}

TEST(UpkeepScheduleTest, WakesIdleStoreIfThereIsAnAgeLimit) {
  UpkeepSchedule schedule = Schedule(hours(1));
  schedule.OnStep(kStart, false);
  EXPECT_EQ(schedule.next(), kStart + hours(1));
  EXPECT_FALSE(schedule.IsDue(kStart + hours(1) - milliseconds(1)));
  EXPECT_TRUE(schedule.IsDue(kStart + hours(1)));
  // The next hour as well.
  schedule.OnStep(kStart + hours(1), false);
  EXPECT_EQ(schedule.next(), kStart + hours(2));
}

TEST(UpkeepScheduleTest, DoesNotWakeIdleStoreWithoutAnAgeLimit) {
  UpkeepSchedule schedule = Schedule(milliseconds(0));
  schedule.OnStep(kStart, false);
  EXPECT_EQ(schedule.next(), Time::max());
  EXPECT_FALSE(schedule.IsDue(kStart + hours(100'000)));
}

TEST(UpkeepScheduleTest, MakesStepDueAMinuteAfterTheLastIfThereAreOperations) {
  for (const milliseconds idle : {milliseconds(0), milliseconds(hours(1))}) {
    UpkeepSchedule schedule = Schedule(idle);
    schedule.OnStep(kStart, false);
    schedule.OnOperation();
    EXPECT_EQ(schedule.next(), kStart + minutes(1));
    // Further operations do not delay it.
    schedule.OnOperation();
    EXPECT_EQ(schedule.next(), kStart + minutes(1));
  }
}

TEST(UpkeepScheduleTest, MakesStepDueAtOnceForOperationAfterLongPause) {
  UpkeepSchedule schedule = Schedule(milliseconds(0));
  schedule.OnStep(kStart, false);
  schedule.OnOperation();
  EXPECT_TRUE(schedule.IsDue(kStart + hours(9)));
}

TEST(UpkeepScheduleTest, MakesNextStepOfASeriesDueSoon) {
  UpkeepSchedule schedule = Schedule(milliseconds(0));
  schedule.OnStep(kStart, true);
  EXPECT_EQ(schedule.next(), kStart + milliseconds(20));
  // Operations do not delay the series.
  schedule.OnOperation();
  EXPECT_EQ(schedule.next(), kStart + milliseconds(20));
  schedule.OnStep(kStart + seconds(1), false);
  EXPECT_EQ(schedule.next(), Time::max());
}

}  // namespace
}  // namespace hermes::gateway
