#include "shim/scripts/backoff.h"

#include <fcntl.h>
#include <signal.h>

#include <string>

#include "gtest/gtest.h"
#include "shim/base/directory_tree.h"
#include "shim/base/signals.h"
#include "shim/base/unique_fd.h"
#include "shim/slot/slot_records.h"
#include "tests/shim/slot/slot_tree.h"

namespace hermes {
namespace {

struct Case {
  int early_exits;
  int seconds;
};

class BackoffSecondsTest : public testing::TestWithParam<Case> {};

TEST_P(BackoffSecondsTest, DoublesUpToAMinute) {
  EXPECT_EQ(BackoffSeconds(GetParam().early_exits), GetParam().seconds);
}

INSTANTIATE_TEST_SUITE_P(Table, BackoffSecondsTest,
                         testing::Values(Case{-1, 0}, Case{0, 0}, Case{1, 0},
                                         Case{2, 1}, Case{3, 2}, Case{4, 4},
                                         Case{5, 8}, Case{6, 16}, Case{7, 32},
                                         Case{8, 60}, Case{1000000, 60}),
                         [](const testing::TestParamInfo<Case>& i) {
                           return i.param.early_exits < 0
                                      ? std::string("Negative")
                                      : "EarlyExits" +
                                            std::to_string(i.param.early_exits);
                         });

class SpendBackoffTest : public testing::Test {
 protected:
  SpendBackoffTest()
      : data_(OpenDirectory(AT_FDCWD, place_.home()).value().release()),
        before_(BlockWaitedSignals()) {
    const auto written = WriteRecord(data_.get(), kDeathsFile, "1 1 1\n");
    EXPECT_TRUE(written.ok());
  }
  ~SpendBackoffTest() override { SetSignalMask(before_); }

  fixture::SlotPlace place_;
  UniqueFd data_;
  sigset_t before_;
};

TEST_F(SpendBackoffTest, ElapsesWithoutSignals) {
  EXPECT_EQ(SpendBackoff(data_.get(), 1), BackoffResult::kElapsed);
}

TEST_F(SpendBackoffTest, EndsWhenDeathRecordIsRemoved) {
  RemoveRecord(data_.get(), kDeathsFile);
  EXPECT_EQ(SpendBackoff(data_.get(), 3600), BackoffResult::kCutShort);
}

TEST_F(SpendBackoffTest, EndsOnEachStopSignalAndConsumesIt) {
  for (const int signo : {SIGTERM, SIGINT, SIGQUIT}) {
    raise(signo);
    EXPECT_EQ(SpendBackoff(data_.get(), 3600), BackoffResult::kStopped);
    EXPECT_FALSE(StopSignalPending());
  }
}

TEST_F(SpendBackoffTest, DropsSignalsMeantForGateway) {
  raise(SIGUSR1);
  raise(SIGHUP);
  EXPECT_EQ(SpendBackoff(data_.get(), 1), BackoffResult::kElapsed);
  sigset_t pending;
  sigpending(&pending);
  EXPECT_EQ(sigismember(&pending, SIGUSR1), 0);
  EXPECT_EQ(sigismember(&pending, SIGHUP), 0);
}

}  // namespace
}  // namespace hermes
