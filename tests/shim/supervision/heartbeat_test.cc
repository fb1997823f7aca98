#include "shim/supervision/heartbeat.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <optional>
#include <string>

#include "shim/base/directory_tree.h"
#include "shim/base/expected.h"
#include "shim/base/process_context.h"
#include "shim/base/signals.h"
#include "shim/base/unique_fd.h"
#include "shim/facts/s6_programs.h"
#include "shim/slot/slot_control.h"
#include "shim/slot/slot_records.h"
#include "shim/supervision/heartbeat_wait.h"
#include "shim/supervision/on_fatal.h"
#include "shim/supervision/settings.h"
#include "tests/shim/profile/temporary_home.h"

namespace hermes {
namespace {

using testing::HasSubstr;

// The slot gateway-coder in a scan directory, and an s6-svc that always fails.
class HeartbeatTest : public testing::Test {
 protected:
  HeartbeatTest() : original_(BlockWaitedSignals()) {
    EXPECT_EQ(mkdir(scandir_.Path("gateway-coder").c_str(), 0700), 0);
    EXPECT_EQ(mkdir(Data().c_str(), 0700), 0);
    wait_.emplace(scandir_.Path("gateway-coder"));
  }
  ~HeartbeatTest() override { SetSignalMask(original_); }

  std::string Data() const { return scandir_.Path("gateway-coder/data"); }
  int Run() {
    ProcessContext context;
    context.signal_mask = original_;
    S6Programs s6;
    s6.svc = "/bin/false";
    SlotControl control(s6, scandir_.path(), context);
    return RunHeartbeat(*wait_, control, "coder", context.environment,
                        settings_, [this] { return OnChildExit(); });
  }

  // Raises another SIGCHLD unless it ends the heartbeat.
  std::optional<int> OnChildExit() {
    if (++child_exits_ > calls_before_end_) return end_on_child_exit_;
    kill(getpid(), SIGCHLD);
    return std::nullopt;
  }

  const TemporaryHome scandir_;
  const sigset_t original_;
  std::optional<HeartbeatWait> wait_;
  SupervisionSettings settings_;
  int calls_before_end_ = 0;
  std::optional<int> end_on_child_exit_;
  int child_exits_ = 0;
};

TEST_F(HeartbeatTest, EndsOnTermWithConfiguredExitCode) {
  settings_.term_exit_code = 143;
  kill(getpid(), SIGTERM);
  EXPECT_EQ(Run(), 143);
}

TEST_F(HeartbeatTest, EndsWithExitCodeThatChildExitCallbackReturns) {
  end_on_child_exit_ = 69;
  kill(getpid(), SIGCHLD);
  EXPECT_EQ(Run(), 69);
}

TEST_F(HeartbeatTest, ContinuesIfChildExitCallbackReturnsNothing) {
  calls_before_end_ = 1;
  end_on_child_exit_ = 69;
  kill(getpid(), SIGCHLD);
  EXPECT_EQ(Run(), 69);
  EXPECT_EQ(child_exits_, 2);
}

// The kernel delivers pending signals in the order of their numbers: HUP before
// TERM.
TEST_F(HeartbeatTest, ReportsSignalThatSlotDidNotGetAndContinues) {
  kill(getpid(), SIGHUP);
  kill(getpid(), SIGTERM);
  testing::internal::CaptureStderr();
  EXPECT_EQ(Run(), 0);
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              HasSubstr("signal not forwarded"));
}

TEST_F(HeartbeatTest, EndsWithGatewaysExitCodeOnPermanentFailure) {
  settings_.on_fatal = OnFatal::kExit;
  const Expected<UniqueFd> data = OpenDirectory(AT_FDCWD, Data());
  ASSERT_TRUE(data.ok());
  ASSERT_TRUE(WriteRecord(data.value().get(), kFailedFile, "78\n").ok());
  EXPECT_EQ(Run(), 78);
}

}  // namespace
}  // namespace hermes
