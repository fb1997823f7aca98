#include "shim/scripts/wait_for_lock.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <unistd.h>

#include <string>

#include "gtest/gtest.h"
#include "shim/base/directory_tree.h"
#include "shim/base/expected.h"
#include "shim/base/monotonic_clock.h"
#include "shim/base/process_stat.h"
#include "shim/base/signals.h"
#include "shim/base/unique_fd.h"
#include "shim/scripts/stop_wait.h"
#include "shim/slot/slot_records.h"
#include "tests/shim/slot/slot_tree.h"

namespace hermes {
namespace {

struct Case {
  const char* name;
  HoldFacts facts;
  Hold hold;
};

class HoldOfTest : public testing::TestWithParam<Case> {};

TEST_P(HoldOfTest, AppliesFirstMatchingRule) {
  EXPECT_EQ(HoldOf(GetParam().facts), GetParam().hold);
}

constexpr LockHolder kFree = LockHolder::kNobody;
constexpr LockHolder kHere = LockHolder::kHere;
constexpr LockHolder kElsewhere = LockHolder::kElsewhere;

INSTANTIATE_TEST_SUITE_P(
    Table, HoldOfTest,
    testing::Values(
        Case{"Free", {kFree, false, false, 0}, Hold::kNone},
        Case{"FreeAfterATakeover", {kFree, true, true, 0}, Hold::kNone},
        Case{"Elsewhere", {kElsewhere, false, false, 0}, Hold::kElsewhere},
        Case{"TakenOverFromElsewhere",
             {kElsewhere, true, false, 0},
             Hold::kTakenOver},
        Case{"TakenOverHere", {kHere, true, false, 0}, Hold::kTakenOver},
        Case{"FirstTry", {kHere, false, false, 0}, Hold::kNone},
        Case{"SecondTryWithinAMinute",
             {kHere, false, true, kTakeoverEveryMs - 1},
             Hold::kJustTried},
        Case{"SecondTryAfterAMinute",
             {kHere, false, true, kTakeoverEveryMs},
             Hold::kNone}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

// A data/, and a profile whose lock HoldLock() makes this process hold.
class WaitForProfileTest : public testing::Test {
 protected:
  WaitForProfileTest()
      : data_(OpenDirectory(AT_FDCWD, place_.orders()).value().release()),
        before_(BlockWaitedSignals()) {}
  ~WaitForProfileTest() override {
    // A stop signal that was not consumed would end the test program.
    while (StopSignalPending()) StopComesWithin(0);
    SetSignalMask(before_);
  }

  // `record` is the pid record of the lock holder.
  void HoldLock(const std::string& record) {
    const std::string path = place_.home() + "/gateway.lock";
    fixture::Spill(path, record);
    lock_.reset(open(path.c_str(), O_RDWR | O_CLOEXEC));
    ASSERT_EQ(flock(lock_.get(), LOCK_EX | LOCK_NB), 0);
  }
  void HoldLockHere() {
    HoldLock("{\"pid\":" + std::to_string(getpid()) + ",\"start_time\":" +
             std::to_string(ReadProcessStat(getpid())->start_ticks) + "}");
  }

  bool Wait() {
    return WaitForProfile(data_.get(), "gateway-default", place_.home());
  }
  std::string Note(const char* record) {
    return ReadRecord(data_.get(), record);
  }

  fixture::SlotPlace place_;
  UniqueFd data_;
  UniqueFd lock_;
  const sigset_t before_;
};

TEST_F(WaitForProfileTest, DoesNotWaitForFreeLock) {
  EXPECT_TRUE(Wait());
  EXPECT_EQ(Note(kTakeoverFile), "");
  EXPECT_EQ(Note(kPhaseFile), "");
}

TEST_F(WaitForProfileTest, EndsOnStopWhileOtherContainerHasLock) {
  HoldLock("{\"pid\":1,\"start_time\":1}");
  raise(SIGTERM);
  testing::internal::CaptureStderr();
  EXPECT_FALSE(Wait());
  EXPECT_NE(testing::internal::GetCapturedStderr().find(
                "gateway-default: the profile is in use outside"),
            std::string::npos);
  EXPECT_EQ(Note(kPhaseFile), "held\n");
}

TEST_F(WaitForProfileTest, TakesOverOnceFromGatewayOfSameContainer) {
  HoldLockHere();
  EXPECT_TRUE(Wait());
  const auto tried = ParseTakeoverRecord(Note(kTakeoverFile));
  ASSERT_TRUE(tried.has_value());
  EXPECT_LE(tried->at_ms, BootTimeMs());
  raise(SIGTERM);
  EXPECT_FALSE(Wait());
}

TEST_F(WaitForProfileTest, WaitsForLockHolderAfterTakeover) {
  HoldLockHere();
  ASSERT_TRUE(WriteRecord(data_.get(), kDeathsFile,
                          FormatRecord(DeathRecord{0, 60, 0, true}))
                  .ok());
  raise(SIGTERM);
  EXPECT_FALSE(Wait());
  // An operator's start removes the record.
  RemoveRecord(data_.get(), kDeathsFile);
  EXPECT_TRUE(Wait());
}

}  // namespace
}  // namespace hermes
