// Tests of a container with a terminal (`docker run -it`).
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

TEST(TerminalTest, ControlCEndsSupervisedGatewayWith130) {
  Pty pty;
  Container container(OnTerminal(pty, {"gateway", "run"}));
  ASSERT_TRUE(pty.WaitForScreen("under s6 supervision")) << pty.Screen();
  ASSERT_NE(container.WaitForGateway().pid, -1) << pty.Screen();
  pty.Type(kControlC);
  EXPECT_EQ(container.init().Wait(), 130) << pty.Screen();
  // Its supervisor stopped the gateway in order; ^C itself did not reach it.
  EXPECT_EQ(container.GatewaySignals(), std::vector<int>{SIGTERM});
}

TEST(TerminalTest, ControlCReachesForegroundCommandOnce) {
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

TEST(TerminalTest, GivesShellJobControl) {
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

// With a process group of its own but no session, ^Z would stop the command and
// no shell could continue it.
TEST(TerminalTest, ControlZDoesNotStopPlainCommand) {
  Pty pty;
  Container container(
      OnTerminal(pty, {"/bin/sh", "-c", "echo ready; exec cat"}));
  ASSERT_TRUE(pty.WaitForScreen("ready")) << pty.Screen();
  pty.Type("\x1a");  // ^Z
  pty.Type("on it goes\n");
  // Once from the terminal's echo, once from cat.
  EXPECT_TRUE(pty.WaitForScreen("on it goes\r\non it goes")) << pty.Screen();
  pty.Type(kControlC);
  EXPECT_EQ(container.init().Wait(), 130) << pty.Screen();
}

// Sends itself the signals of job control, and stops and continues a job. The
// test compares its output with that of the same script run without
// hermes-entry.
constexpr char kJobControl[] =
    "for s in TSTP TTIN TTOU CONT; do trap \"echo $s\" $s; done; "
    "for s in TSTP TTIN TTOU CONT; do kill -$s $$; done; "
    "sleep 1000 & kill -STOP $!; "
    "until grep -q 'State:.T' /proc/$!/status; do :; done; echo stopped; "
    "kill -CONT $!; until grep -q 'State:.S' /proc/$!/status; do :; done; "
    "echo continued; kill $!";

TEST(JobControlTest, DeliversSignalsToCommandLikePlainExec) {
  ContainerOptions options;
  options.init = Init::kForeign;
  Container plain(options);
  const auto direct = plain.Start({"-c", kJobControl}, {}, 0, "/bin/bash");
  ASSERT_EQ(direct->Wait(), 0) << direct->err();
  ASSERT_EQ(direct->out(), "TSTP\nTTIN\nTTOU\nCONT\nstopped\ncontinued\n");

  options.init = Init::kOwn;
  options.arguments = {"/bin/bash", "-c", kJobControl};
  Container through(options);
  ASSERT_EQ(through.init().Wait(), 0) << through.init().err();
  EXPECT_EQ(through.init().out(), direct->out());
}

// A platform may stop a container's main process this way.
TEST(JobControlTest, ForwardsStopAndContinueFromPid1ToCommand) {
  ContainerOptions options;
  options.arguments = {"/bin/bash", "-c",
                       "for s in TSTP CONT; do trap \"echo $s\" $s; done; "
                       "echo ready; while :; do sleep 0.05; done"};
  Container container(options);
  ASSERT_TRUE(container.init().WaitForOut("ready"));
  container.init().Signal(SIGTSTP);
  EXPECT_TRUE(container.init().WaitForOut("TSTP")) << container.init().out();
  container.init().Signal(SIGCONT);
  EXPECT_TRUE(container.init().WaitForOut("CONT")) << container.init().out();
}

TEST(TerminalTest, ControlCDoesNotEndShell) {
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
