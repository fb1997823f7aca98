#include "gateway/diagnostics/loop_watchdog.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <future>
#include <thread>

#include "gateway/command/exit_code.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

using Step = LoopProbes::Step;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr LoopPatience kPatience = {milliseconds(600), 3};

// Advances by whole steps until the result is not kWait. Returns the number of
// steps.
int StepsUntil(LoopProbes* probes, bool answered, Step expected) {
  for (int steps = 1; steps < 1000; ++steps) {
    const Step step = probes->Advance(probes->step(), answered);
    if (step == Step::kWait) continue;
    EXPECT_EQ(step, expected);
    return steps;
  }
  return -1;
}

TEST(LoopProbesTest, ProbesAtOnceAndThenEachInterval) {
  LoopProbes probes(kPatience);
  EXPECT_EQ(probes.step(), milliseconds(100));
  EXPECT_EQ(StepsUntil(&probes, true, Step::kAsk), 1);
  EXPECT_EQ(StepsUntil(&probes, true, Step::kAsk), 6);
  EXPECT_EQ(StepsUntil(&probes, true, Step::kAsk), 6);
}

TEST(LoopProbesTest, ReportsFrozenAfterThreeMissedIntervals) {
  LoopProbes probes(kPatience);
  EXPECT_EQ(StepsUntil(&probes, true, Step::kAsk), 1);
  EXPECT_EQ(StepsUntil(&probes, false, Step::kFrozen), 18);
}

TEST(LoopProbesTest, ResetsCountOnAnswer) {
  LoopProbes probes(kPatience);
  EXPECT_EQ(StepsUntil(&probes, true, Step::kAsk), 1);
  for (int i = 0; i < 12; ++i) {
    EXPECT_EQ(probes.Advance(probes.step(), false), Step::kWait);
  }
  EXPECT_EQ(StepsUntil(&probes, true, Step::kAsk), 6);
  EXPECT_EQ(StepsUntil(&probes, false, Step::kFrozen), 18);
}

// After SIGSTOP, a frozen cgroup or a suspended laptop: the watchdog did not
// run either.
TEST(LoopProbesTest, DoesNotCountTimeOfStoppedProcess) {
  LoopProbes probes(kPatience);
  EXPECT_EQ(StepsUntil(&probes, true, Step::kAsk), 1);
  for (int stops = 0; stops < 2; ++stops) {
    EXPECT_EQ(probes.Advance(std::chrono::hours(5), false), Step::kWait);
  }
  EXPECT_EQ(probes.Advance(milliseconds(100), true), Step::kWait);
  EXPECT_EQ(StepsUntil(&probes, true, Step::kAsk), 1);
}

// Runs a watched loop until it is stopped.
class WatchedLoop {
 public:
  explicit WatchedLoop(const LoopPatience& patience) {
    std::promise<void> started;
    thread_ = std::thread([this, patience, &started] {
      tid_ = gettid();
      const LoopWatchdog watchdog(
          io_, patience, [this](const FrozenLoop& f) { frozen_.set_value(f); });
      const auto work = boost::asio::make_work_guard(io_);
      started.set_value();
      io_.run();
    });
    started.get_future().wait();
  }
  ~WatchedLoop() {
    io_.stop();
    thread_.join();
  }
  boost::asio::io_context& io() { return io_; }
  std::future<FrozenLoop> frozen() { return frozen_.get_future(); }
  pid_t tid() const { return tid_; }

 private:
  boost::asio::io_context io_{1};
  std::promise<FrozenLoop> frozen_;
  std::atomic<pid_t> tid_ = 0;
  std::thread thread_;
};

TEST(LoopWatchdogTest, NoticesHangingLoop) {
  WatchedLoop loop({milliseconds(10), 3});
  std::promise<void> release;
  boost::asio::post(loop.io(), [&] { release.get_future().wait(); });
  std::future<FrozenLoop> frozen = loop.frozen();
  const auto noticed = frozen.wait_for(seconds(30));
  release.set_value();
  ASSERT_EQ(noticed, std::future_status::ready);
  const FrozenLoop found = frozen.get();
  EXPECT_EQ(found.thread, loop.tid());
  EXPECT_EQ(found.silence, milliseconds(30));
}

// The loop responds a hundred times more slowly than the interval: what counts
// is answers, not time.
TEST(LoopWatchdogTest, IgnoresRunningLoop) {
  WatchedLoop loop({milliseconds(50), 3});
  std::future<FrozenLoop> frozen = loop.frozen();
  std::promise<void> over;
  boost::asio::steady_timer timer(loop.io(), milliseconds(1000));
  timer.async_wait([&](const boost::system::error_code&) { over.set_value(); });
  ASSERT_EQ(over.get_future().wait_for(seconds(30)), std::future_status::ready);
  EXPECT_EQ(frozen.wait_for(seconds(0)), std::future_status::timeout);
}

// The thread must end at once, although it would wait for an hour.
TEST(LoopWatchdogTest, IsDisarmedByDestruction) {
  boost::asio::io_context io;
  std::atomic<bool> acted = false;
  {
    const LoopWatchdog watchdog(io, {std::chrono::hours(1), 3},
                                [&](const FrozenLoop&) { acted = true; });
  }
  EXPECT_FALSE(acted);
}

TEST(LoopWatchdogTest, AllowsProbeToOutliveIt) {
  boost::asio::io_context io;
  const auto work = boost::asio::make_work_guard(io);
  {
    const LoopWatchdog watchdog(io, {milliseconds(1), 1000000},
                                [](const FrozenLoop&) {});
    while (io.poll() == 0) std::this_thread::yield();
  }
  io.poll();
}

TEST(FormatFrozenLoopTest, DescribesThreadsAndStack) {
  ThreadReport thread;
  thread.tid = 9;
  thread.comm = "hermes";
  const std::string text =
      FormatFrozenLoop(WallTime(std::chrono::seconds(1795341600)),
                       {9, seconds(90)}, {thread}, {0x401000});
  EXPECT_EQ(text.find("=== 2026-11-22T10:00:00+00:00 pid "), 0u) << text;
  EXPECT_NE(text.find("the event loop in thread 9 has not answered for 90.0 "
                      "s\nthread 9 (hermes) "),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("\n  0x401000\n"), std::string::npos);
}

class LoopWatchdogDeathTest : public testing::Test {
 protected:
  void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
  const FrozenLoop loop_ = {getpid(), seconds(90)};
};

TEST_F(LoopWatchdogDeathTest, ExitsWithRestartCode) {
  const TempDirectory home;
  EXPECT_EXIT(
      {
        mkdir(home.Path("logs").c_str(), 0755);
        EndFrozenProcess(home.fd(), {getpid(), seconds(90)});
      },
      testing::ExitedWithCode(kRestart),
      "hermes: the event loop has not answered for 90.0 s");
}

TEST_F(LoopWatchdogDeathTest, ExitsEvenIfDiagnosisCannotBeWritten) {
  const TempDirectory home;  // without logs/
  EXPECT_EXIT(EndFrozenProcess(home.fd(), loop_),
              testing::ExitedWithCode(kRestart), "cannot open logs");
}

TEST_F(LoopWatchdogDeathTest, WritesDiagnosis) {
  GTEST_FLAG_SET(death_test_style, "fast");
  const TempDirectory home;
  ASSERT_EQ(mkdir(home.Path("logs").c_str(), 0755), 0);
  EXPECT_EXIT(EndFrozenProcess(home.fd(), {getpid(), seconds(90)}),
              testing::ExitedWithCode(kRestart), "");
  const std::string text = home.Read("logs/gateway-shutdown-watchdog.log");
  EXPECT_NE(text.find("has not answered for 90.0 s\nthread "),
            std::string::npos)
      << text;
}

}  // namespace
}  // namespace hermes::gateway
