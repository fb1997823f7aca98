#include "gateway/lock/holder.h"

#include <gtest/gtest.h>

namespace hermes::gateway {
namespace {

PidRecord Record() {
  PidRecord record;
  record.pid = 7;
  record.start_time = 42;
  record.hermes_home = "/data";
  return record;
}

ProcessFacts Gateway() { return {42, false, {"hermes", "gateway", "run"}}; }

Liveness Judge(const PidRecord& record,
               const std::optional<ProcessFacts>& process) {
  return JudgeRecord(record, process, "/data", 100);
}

TEST(HolderTest, SameProcessIsCertain) {
  EXPECT_EQ(Judge(Record(), Gateway()), Liveness::kCertain);
}

TEST(HolderTest, UnknownStartTimeIsPossible) {
  PidRecord record = Record();
  record.start_time.reset();
  EXPECT_EQ(Judge(record, Gateway()), Liveness::kPossible);
}

TEST(HolderTest, NoSuchProcessIsDead) {
  EXPECT_EQ(Judge(Record(), std::nullopt), Liveness::kDead);
}

TEST(HolderTest, ZombieIsDead) {
  ProcessFacts zombie = Gateway();
  zombie.dead = true;
  EXPECT_EQ(Judge(Record(), zombie), Liveness::kDead);
}

TEST(HolderTest, ReusedPidIsDead) {
  ProcessFacts later = Gateway();
  later.start_time = 43;
  EXPECT_EQ(Judge(Record(), later), Liveness::kDead);
}

TEST(HolderTest, OtherProgramIsDead) {
  EXPECT_EQ(Judge(Record(), ProcessFacts{42, false, {"sleep", "9"}}),
            Liveness::kDead);
}

TEST(HolderTest, OtherHomeIsDead) {
  PidRecord copied = Record();
  copied.hermes_home = "/backup";
  EXPECT_EQ(Judge(copied, Gateway()), Liveness::kDead);
}

// In a container the successor of a killed gateway often has its pid.
TEST(HolderTest, OwnPidIsDead) {
  EXPECT_EQ(JudgeRecord(Record(), Gateway(), "/data", 7), Liveness::kDead);
}

}  // namespace
}  // namespace hermes::gateway
