// What the real binary records about itself: logs, dumps, and the diagnosis of
// a loop that hangs.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "tests/gateway/http_client.h"
#include "tests/gateway/process/gateway_process.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

constexpr char kWatchdogLog[] = "logs/gateway-shutdown-watchdog.log";
constexpr char kDumps[] = "logs/gateway_faulthandler.log";

Launch WithKey() {
  Launch launch;
  launch.environment["API_SERVER_KEY"] = kTestKey;
  return launch;
}

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(ObserveTest, LogsInfoToFileButNotStderr) {
  const TempDirectory home;
  GatewayProcess gateway(home, WithKey());
  ASSERT_TRUE(gateway.WaitForState("running"));
  gateway.Signal(SIGHUP);
  EXPECT_TRUE(Eventually([&] {
    return Contains(home.Read("logs/gateway.log"),
                    " INFO gateway.stop_watcher: SIGHUP from pid ");
  }));
  EXPECT_FALSE(Contains(gateway.Err(), "SIGHUP"));
  gateway.Signal(SIGTERM);
  EXPECT_EQ(gateway.Wait(), 1);
  EXPECT_TRUE(Contains(home.Read("logs/errors.log"),
                       " WARNING gateway.stop_watcher: SIGTERM from pid "));
  EXPECT_FALSE(Contains(home.Read("logs/errors.log"), "SIGHUP"));
}

TEST(ObserveTest, WritesDumpOnUsr2AndContinues) {
  const TempDirectory home;
  GatewayProcess gateway(home, WithKey());
  ASSERT_TRUE(gateway.WaitForState("running"));
  gateway.Signal(SIGUSR2);
  ASSERT_TRUE(
      Eventually([&] { return Contains(home.Read(kDumps), "state="); }));
  EXPECT_EQ(home.Read(kDumps).find("=== "), 0u);
  gateway.Signal(SIGUSR2);
  EXPECT_TRUE(
      Eventually([&] { return Contains(home.Read(kDumps), "\n=== "); }));
  EXPECT_TRUE(Contains(home.Read(kDumps),
                       "pid " + std::to_string(gateway.pid()) + " hermes "));
  struct stat status = {};
  ASSERT_EQ(stat(home.Path(kDumps).c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0600u);
  EXPECT_EQ(Fetch(gateway.Port(), "GET", "/health").status, 200);
}

// Stops only the main thread of a process during its lifetime.
class FrozenThread {
 public:
  explicit FrozenThread(pid_t thread) : thread_(thread) {
    EXPECT_EQ(ptrace(PTRACE_SEIZE, thread, nullptr, nullptr), 0);
    EXPECT_EQ(ptrace(PTRACE_INTERRUPT, thread, nullptr, nullptr), 0);
    int status = 0;
    EXPECT_EQ(waitpid(thread, &status, __WALL), thread);
    EXPECT_TRUE(WIFSTOPPED(status));
  }
  FrozenThread(const FrozenThread&) = delete;
  ~FrozenThread() { ptrace(PTRACE_DETACH, thread_, nullptr, nullptr); }

 private:
  pid_t thread_;
};

TEST(ObserveTest, ExitsForRestartIfLoopHangs) {
  const TempDirectory home;
  home.Write("config.yaml", "gateway:\n  loop_watchdog_interval: 0.2\n");
  GatewayProcess gateway(home, WithKey());
  ASSERT_TRUE(gateway.WaitForState("running"));
  // Verifies the fixture: the loop runs, and the watchdog was started before
  // it.
  ASSERT_EQ(Fetch(gateway.Port(), "GET", "/health").status, 200);
  const FrozenThread frozen(gateway.pid());
  EXPECT_EQ(gateway.Wait(), 75);
  EXPECT_TRUE(Contains(gateway.Err(), "the event loop has not answered"));
  const std::string text = home.Read(kWatchdogLog);
  EXPECT_TRUE(Contains(
      text, "thread " + std::to_string(gateway.pid()) + " has not answered"))
      << text;
  const size_t line =
      text.find("\nthread " + std::to_string(gateway.pid()) + " (");
  ASSERT_NE(line, std::string::npos) << text;
  EXPECT_TRUE(Contains(text.substr(line + 1, text.find('\n', line + 1) - line),
                       " state=t "))
      << text;
  EXPECT_TRUE(Contains(text, "\n  0x")) << text;
}

// A stopped process must not be taken for one that hangs.
TEST(ObserveTest, ContinuesAfterBeingStopped) {
  const TempDirectory home;
  home.Write("config.yaml", "gateway:\n  loop_watchdog_interval: 0.1\n");
  GatewayProcess gateway(home, WithKey());
  ASSERT_TRUE(gateway.WaitForState("running"));
  ASSERT_EQ(Fetch(gateway.Port(), "GET", "/health").status, 200);
  gateway.Signal(SIGSTOP);
  const int64_t stopped = NowMs();
  // Longer than the watchdog's limit.
  while (NowMs() - stopped < 1000) ShortPause();
  gateway.Signal(SIGCONT);
  EXPECT_EQ(Fetch(gateway.Port(), "GET", "/health").status, 200);
  const int64_t continued = NowMs();
  while (NowMs() - continued < 500) ShortPause();
  EXPECT_TRUE(gateway.Running()) << gateway.Err();
  EXPECT_FALSE(home.Has(kWatchdogLog));
}

}  // namespace
}  // namespace hermes::gateway
