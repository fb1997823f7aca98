// Tests of how a container with hermes-entry as PID 1 ends: in order, without
// delay, and completely.
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/poll.h"
#include "tests/process/processes.h"

namespace hermes::fixture {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using Strings = std::vector<std::string>;

Container Supervised(const Strings& variables) {
  ContainerOptions options;
  options.arguments = {"gateway", "run"};
  options.variables = variables;
  return Container(options);
}

// Sends `signo` to PID 1, expects the exit code `expected`, and returns how
// long the end took.
milliseconds TimeToEnd(Container* container, int signo, int expected) {
  const auto begin = Clock::now();
  container->init().Signal(signo);
  EXPECT_EQ(container->init().Wait(), expected) << container->init().err();
  return std::chrono::duration_cast<milliseconds>(Clock::now() - begin);
}

TEST(InitStopTest, EndsAsSoonAsGatewayHasExited) {
  Container quick = Supervised({});
  ASSERT_NE(quick.WaitForGateway().pid, -1) << quick.init().err();
  const milliseconds quick_end = TimeToEnd(&quick, SIGTERM, 0);
  Container slow = Supervised({"GATEWAY_STOP_MS=3000"});
  ASSERT_NE(slow.WaitForGateway().pid, -1) << slow.init().err();
  const milliseconds slow_end = TimeToEnd(&slow, SIGTERM, 0);
  EXPECT_GE(slow_end, milliseconds(3000));
  // Any other wait would delay both containers.
  EXPECT_LT(quick_end, milliseconds(2000));
  EXPECT_EQ(slow.GatewaySignals(), std::vector<int>{SIGTERM});
}

TEST(InitStopTest, SendsTermToGatewayImmediately) {
  Container container = Supervised({"GATEWAY_IGNORE_TERM=1"});
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.init().err();
  container.init().Signal(SIGTERM);
  ASSERT_TRUE(WaitUntil([&] { return !container.GatewaySignals().empty(); }));
  EXPECT_EQ(container.GatewaySignals()[0], SIGTERM);
  EXPECT_TRUE(container.init().Running());
}

TEST(InitStopTest, KillsGatewayThatIgnoresTermAtDeadline) {
  Container container =
      Supervised({"GATEWAY_IGNORE_TERM=1", "HERMES_ENTRY_STOP_TIMEOUT=2"});
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.init().err();
  EXPECT_GE(TimeToEnd(&container, SIGTERM, 0), milliseconds(1900));
}

TEST(InitStopTest, DoesNotWaitForSlotsThatAreDown) {
  Container container = Supervised({});
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.init().err();
  ASSERT_EQ(container
                .Start({"-wD", "-d", "/run/service/gateway-default"}, {},
                       kHermesUid, "/usr/bin/s6-svc")
                ->Wait(),
            0);
  EXPECT_LT(TimeToEnd(&container, SIGTERM, 0), milliseconds(2000));
}

TEST(InitStopTest, EndsThoughOrphanHoldsLogPipe) {
  Container container = Supervised({"GATEWAY_ORPHAN=1"});
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.init().err();
  // Well before the stop deadline of 75 s, which would end the container too.
  EXPECT_LT(TimeToEnd(&container, SIGTERM, 0), milliseconds(15000));
}

// s6-log does not exit before it has written everything.
TEST(InitStopTest, EndsThoughLoggerCannotWriteToFullDisk) {
  ContainerOptions options;
  options.arguments = {"gateway", "run"};
  options.variables = {"GATEWAY_PRINT=" + std::string(100000, 'x')};
  options.prepare = [] {
    const std::string logs = std::string(kHome) + "/logs";
    if (mkdir(logs.c_str(), 0755) != 0 ||
        mount("none", logs.c_str(), "tmpfs", 0, "size=32k,mode=0777") != 0) {
      _exit(1);
    }
  };
  Container container(options);
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.init().err();
  ASSERT_TRUE(container.init().WaitForErr("No space left on device"))
      << container.init().err();
  // Well before the stop deadline of 75 s, which would end the container too.
  EXPECT_LT(TimeToEnd(&container, SIGTERM, 0), milliseconds(30000));
}

TEST(InitStopTest, KeepsLastLinesOfGateway) {
  ContainerOptions options;
  options.arguments = {"gateway", "run"};
  options.variables = {"GATEWAY_PRINT=the banner"};
  Container container(options);
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.init().err();
  EXPECT_LT(TimeToEnd(&container, SIGTERM, 0), milliseconds(15000));
  const std::string log = ReadFile(container.ns().Path(
      std::string(kHome) + "/logs/gateways/default/current"));
  for (const char* line : {"the banner\n", "the banner on stderr\n"}) {
    EXPECT_NE(log.find(line), std::string::npos) << line << log;
  }
  EXPECT_NE(container.init().out().find("the banner\n"), std::string::npos);
}

// A supervisor that receives a signal in its first instants dies. The logger's
// supervisor receives one when the container stops. On a busy machine it may
// start so late that its gateway has already printed.
TEST(InitStopTest, KeepsLastLinesIfLoggersSupervisorStartsLate) {
  ContainerOptions options;
  options.arguments = {"gateway", "run"};
  options.variables = {"GATEWAY_PRINT=the banner"};
  options.prepare = DelayLoggersUntilAGatewayIsSignalled;
  Container container(options);
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.init().err();
  EXPECT_LT(TimeToEnd(&container, SIGTERM, 0), milliseconds(15000));
  EXPECT_NE(container.init().out().find("the banner\n"), std::string::npos);
  EXPECT_NE(ReadFile(container.ns().Path(std::string(kHome) +
                                         "/logs/gateways/default/current"))
                .find("the banner on stderr\n"),
            std::string::npos);
}

// The same if hermes-entry is killed, so that no process can signal the
// logger's supervisor again.
TEST(InitStopTest, EndsTreeWithLateLoggerWhenParentIsKilled) {
  ContainerOptions options;
  options.init = Init::kForeign;
  options.prepare = DelayLoggersUntilAGatewayIsSignalled;
  Container container(options);
  const auto entry = container.Start(
      {"gateway", "run"},
      {"HERMES_GATEWAY_SUPERVISE=always", "GATEWAY_PRINT=the banner"});
  ASSERT_NE(container.WaitForGateway().pid, -1) << entry->err();
  entry->Signal(SIGKILL);
  EXPECT_TRUE(WaitUntil([&] {
    return container.processes().All().size() == 1;
  })) << container.processes().Listing();
  EXPECT_NE(entry->out().find("the banner\n"), std::string::npos);
}

TEST(InitStopTest, ReturnsSameExitCodeAfterSecondTerm) {
  Container container = Supervised({"GATEWAY_STOP_MS=500"});
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.init().err();
  container.init().Signal(SIGTERM);
  ASSERT_TRUE(WaitUntil([&] { return !container.GatewaySignals().empty(); }));
  EXPECT_EQ(TimeToEnd(&container, SIGTERM, 0).count() < 20000, true);
}

TEST(InitStopTest, ExitsWith69WhenS6SvscanDies) {
  Container container = Supervised({});
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.init().err();
  // Before this line the gateway would continue in the foreground instead.
  ASSERT_TRUE(container.init().WaitForErr("now runs under s6 supervision"))
      << container.init().err();
  const Processes processes = container.processes();
  for (const pid_t pid : processes.WithComm("s6-svscan")) {
    if (pid != 1) container.ns().Signal(pid, SIGKILL);
  }
  EXPECT_EQ(container.init().Wait(), 69) << container.init().err();
  // Its supervisor stopped the gateway; it was not killed by the end of PID 1.
  EXPECT_EQ(container.GatewaySignals(), std::vector<int>{SIGTERM});
}

}  // namespace
}  // namespace hermes::fixture
