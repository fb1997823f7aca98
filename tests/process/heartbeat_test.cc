// Tests of the command of a supervised container: how it behaves while it runs,
// and how it ends.
#include <signal.h>
#include <sys/types.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/pid_namespace.h"
#include "tests/process/poll.h"
#include "tests/process/processes.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

// A supervised `gateway run`, as PID 1 or below a real s6-svscan.
class HeartbeatTest : public testing::TestWithParam<Init> {
 protected:
  void StartWith(const Strings& variables) {
    ContainerOptions options;
    options.init = GetParam();
    options.arguments = {"gateway", "run"};
    options.variables = variables;
    container_ = std::make_unique<Container>(options);
    if (GetParam() == Init::kS6) {
      below_ = container_->Start(options.arguments, variables);
    }
    ASSERT_TRUE(heartbeat().WaitForErr("under s6 supervision"))
        << heartbeat().err();
    gateway_ = container_->WaitForGateway();
    ASSERT_NE(gateway_.pid, -1) << heartbeat().err();
  }
  Child& heartbeat() { return below_ ? *below_ : container_->init(); }
  pid_t InnerPid() { return PidNamespace::InnerPid(heartbeat()); }
  int EndWith(int signo) {
    heartbeat().Signal(signo);
    return heartbeat().Wait();
  }

  std::unique_ptr<Container> container_;
  std::unique_ptr<Child> below_;
  GatewayStart gateway_;
};

INSTANTIATE_TEST_SUITE_P(Mode, HeartbeatTest,
                         testing::Values(Init::kOwn, Init::kS6),
                         [](const testing::TestParamInfo<Init>& each) {
                           return each.param == Init::kOwn ? "OwnInit" : "S6";
                         });

TEST_P(HeartbeatTest, ExitsWith0OnTerm) {
  StartWith({});
  EXPECT_EQ(EndWith(SIGTERM), 0) << heartbeat().err();
}

TEST_P(HeartbeatTest, ExitsWith0OnQuit) {
  StartWith({});
  EXPECT_EQ(EndWith(SIGQUIT), 0) << heartbeat().err();
}

TEST_P(HeartbeatTest, ExitsWith130OnInterrupt) {
  StartWith({});
  EXPECT_EQ(EndWith(SIGINT), 130) << heartbeat().err();
}

TEST_P(HeartbeatTest, ExitsWithChosenCodeOnTerm) {
  StartWith({"HERMES_ENTRY_TERM_EXIT_CODE=143"});
  EXPECT_EQ(EndWith(SIGTERM), 143) << heartbeat().err();
}

TEST_P(HeartbeatTest, ForwardsHupAndUserSignalsToGateway) {
  StartWith({});
  for (const int signo : {SIGHUP, SIGUSR1, SIGUSR2}) {
    heartbeat().Signal(signo);
    EXPECT_TRUE(WaitUntil([&] {
      const std::vector<int> signals = container_->GatewaySignals();
      return !signals.empty() && signals.back() == signo;
    })) << signo;
  }
  EXPECT_EQ(container_->GatewaySignals(),
            (std::vector<int>{SIGHUP, SIGUSR1, SIGUSR2}));
  EXPECT_TRUE(heartbeat().Running());
}

TEST_P(HeartbeatTest, IgnoresWindowChange) {
  StartWith({});
  heartbeat().Signal(SIGWINCH);
  // Once this later signal has arrived, SIGWINCH has been handled.
  heartbeat().Signal(SIGHUP);
  EXPECT_TRUE(WaitUntil([&] { return !container_->GatewaySignals().empty(); }));
  EXPECT_EQ(container_->GatewaySignals(), std::vector<int>{SIGHUP});
  EXPECT_TRUE(heartbeat().Running());
}

TEST_P(HeartbeatTest, OutlivesCrashingGateway) {
  StartWith({});
  pid_t last = gateway_.pid;
  for (int life = 0; life < 3; ++life) {
    container_->ns().Signal(last, SIGKILL);
    const GatewayStart next = container_->WaitForGateway(last);
    ASSERT_NE(next.pid, -1);
    EXPECT_NE(next.pid, last);
    last = next.pid;
  }
  EXPECT_TRUE(heartbeat().Running());
}

// Returns the process's CPU time in clock ticks and its context switches, which
// increase with every wake-up.
std::string WorkDone(const Processes& processes, pid_t pid) {
  std::ostringstream work;
  work << processes.Stat(pid, 14) << " " << processes.Stat(pid, 15) << " "
       << processes.Status(pid, "voluntary_ctxt_switches");
  return work.str();
}

TEST_P(HeartbeatTest, StaysAsleepWhileNothingHappens) {
  StartWith({});
  const Processes processes = container_->processes();
  // The process sleeps once two samples are equal.
  std::string before;
  ASSERT_TRUE(WaitUntil([&] {
    const std::string now = WorkDone(processes, InnerPid());
    const bool same = now == before;
    before = now;
    if (!same) std::this_thread::sleep_for(std::chrono::milliseconds(300));
    return same;
  }));
  // No event shows the absence of a timer, so observe the process for a while.
  std::this_thread::sleep_for(std::chrono::seconds(3));
  EXPECT_EQ(WorkDone(processes, InnerPid()), before);
}

TEST_P(HeartbeatTest, UsesHardlyAnyCpuTime) {
  StartWith({});
  const Processes processes = container_->processes();
  const double ticks_per_second = static_cast<double>(sysconf(_SC_CLK_TCK));
  const auto ticks =
      processes.Stat(InnerPid(), 14) + processes.Stat(InnerPid(), 15);
  EXPECT_LT(static_cast<double>(ticks) / ticks_per_second, 0.05);
}

TEST_P(HeartbeatTest, HasNoTimer) {
  StartWith({});
  const std::string proc =
      container_->ns().Path("/proc/" + std::to_string(InnerPid()));
  EXPECT_EQ(ReadFile(proc + "/timers"), "");
  for (const std::string& fd : Names(proc + "/fd")) {
    char target[256] = {};
    ASSERT_GT(readlink((proc + "/fd/" + fd).c_str(), target, 255), 0);
    EXPECT_EQ(std::string(target).find("timerfd"), std::string::npos);
  }
}

TEST_P(HeartbeatTest, HasOneThread) {
  StartWith({});
  EXPECT_EQ(container_->processes().Status(InnerPid(), "Threads"), "1");
}

}  // namespace
}  // namespace hermes::fixture
