// A container with a terminal (`docker run -it`), PID 1 on it.
#include <signal.h>

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/poll.h"
#include "tests/process/processes.h"
#include "tests/process/pty.h"

namespace hermes::fixture {
namespace {

constexpr char kControlC[] = "\x03";

ContainerOptions OnTerminal(const Pty& pty,
                            const std::vector<std::string>& arguments) {
  ContainerOptions options;
  options.arguments = arguments;
  options.terminal = pty.slave();
  return options;
}

TEST(TerminalTest, ControlCEndsASupervisedGatewayWith130) {
  Pty pty;
  Container container(OnTerminal(pty, {"gateway", "run"}));
  ASSERT_TRUE(pty.WaitForScreen("under s6 supervision")) << pty.Screen();
  ASSERT_NE(container.WaitForGateway().pid, -1) << pty.Screen();
  pty.Type(kControlC);
  EXPECT_EQ(container.init().Wait(), 130) << pty.Screen();
  // The tree was stopped in order: ^C itself has not hit the gateway.
  EXPECT_EQ(container.GatewaySignals(), std::vector<int>{SIGTERM});
}

TEST(TerminalTest, ControlCReachesAForegroundCommandOnce) {
  Pty pty;
  ContainerOptions options =
      OnTerminal(pty, {"gateway", "run", "--no-supervise"});
  options.variables = {"GATEWAY_STOP_EXIT=6", "GATEWAY_STOP_MS=300"};
  Container container(options);
  ASSERT_NE(container.WaitForGateway().pid, -1) << pty.Screen();
  pty.Type(kControlC);
  EXPECT_EQ(container.init().Wait(), 6) << pty.Screen();
  EXPECT_EQ(container.GatewaySignals(), std::vector<int>{SIGINT});
}

TEST(TerminalTest, ShellHasJobControl) {
  Pty pty;
  Container container(OnTerminal(pty, {"/bin/bash", "--norc", "-i"}));
  pty.Type("echo $((6*7))ready\n");
  ASSERT_TRUE(pty.WaitForScreen("42ready")) << pty.Screen();
  EXPECT_EQ(pty.Screen().find("no job control"), std::string::npos)
      << pty.Screen();
  pty.Type("sleep 1000\n");
  ASSERT_TRUE(WaitUntil([&] {
    return !container.processes().WithComm("sleep").empty();
  })) << pty.Screen();
  pty.Type("\x1a");  // ^Z
  ASSERT_TRUE(pty.WaitForScreen("Stopped")) << pty.Screen();
  pty.Type("fg\n");
  ASSERT_TRUE(WaitUntil([&] {
    const auto sleeps = container.processes().WithComm("sleep");
    return sleeps.size() == 1 &&
           container.processes().Status(sleeps[0], "State")[0] == 'S';
  })) << pty.Screen();
  pty.Type(kControlC);
  pty.Type("exit 5\n");
  EXPECT_EQ(container.init().Wait(), 5) << pty.Screen();
}

TEST(TerminalTest, ControlCDoesNotEndAShell) {
  Pty pty;
  Container container(OnTerminal(pty, {"/bin/bash", "--norc", "-i"}));
  pty.Type("echo $((6*7))ready\n");
  ASSERT_TRUE(pty.WaitForScreen("42ready")) << pty.Screen();
  pty.Type("sleep 1000\n");
  ASSERT_TRUE(WaitUntil([&] {
    return !container.processes().WithComm("sleep").empty();
  })) << pty.Screen();
  pty.Type(kControlC);
  pty.Type("echo $((7*7))after; exit 4\n");
  EXPECT_TRUE(pty.WaitForScreen("49after")) << pty.Screen();
  EXPECT_EQ(container.init().Wait(), 4) << pty.Screen();
}

}  // namespace
}  // namespace hermes::fixture
