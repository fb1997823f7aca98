// Tests of the fixture that the other tests of this package use.
#include "tests/process/pid_namespace.h"

#include <signal.h>
#include <sys/stat.h>

#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/process/child.h"
#include "tests/process/poll.h"
#include "tests/process/processes.h"

namespace hermes::fixture {
namespace {

Command Shell(const std::string& script) {
  Command command;
  command.argv = {"/bin/sh", "-c", script};
  command.environment = {"PATH=/usr/bin:/bin"};
  return command;
}

// Returns a namespace whose PID 1 only waits to be killed.
PidNamespace Idle() { return PidNamespace(Shell("exec sleep 1000"), {}, {}); }

TEST(PidNamespaceTest, RunsCommandAsPid1AndCollectsItsOutput) {
  PidNamespace ns(Shell("echo $$; echo oops >&2; exit 3"), {}, {});
  EXPECT_EQ(ns.init().Wait(), 3);
  EXPECT_EQ(ns.init().out(), "1\n");
  EXPECT_EQ(ns.init().err(), "oops\n");
}

TEST(PidNamespaceTest, ReportsCommandThatCannotBeExecuted) {
  Command command;
  command.argv = {"/nowhere"};
  PidNamespace ns(command, {}, {});
  EXPECT_EQ(ns.init().Wait(), 250);
  EXPECT_NE(ns.init().err().find("/nowhere"), std::string::npos);
}

TEST(PidNamespaceTest, StartsCommandInNamespaceWithParent0) {
  PidNamespace ns = Idle();
  // During an exec a process has no command line.
  const auto joined = ns.Start(
      Shell("until tr '\\0' ' ' </proc/1/cmdline | grep -qx 'sleep 1000 '; do "
            "sleep 0.01; done; echo $PPID"));
  EXPECT_EQ(joined->Wait(), 0) << joined->err();
  EXPECT_EQ(joined->out(), "0\n");
}

TEST(PidNamespaceTest, StartsCommandWithGivenUidAndFindsItsInnerPid) {
  PidNamespace ns = Idle();
  Command command = Shell("id -u; echo $$; exec sleep 1000");
  command.uid = 4242;
  const auto joined = ns.Start(command);
  ASSERT_TRUE(WaitUntil([&] { return joined->out().size() > 6; }));
  EXPECT_EQ(joined->out(),
            "4242\n" + std::to_string(PidNamespace::InnerPid(*joined)) + "\n");
}

TEST(PidNamespaceTest, BlocksAndIgnoresGivenSignals) {
  PidNamespace ns = Idle();
  Command command;
  command.argv = {"/bin/grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"};
  command.blocked = {SIGHUP};
  command.ignored = {SIGINT};
  const auto joined = ns.Start(command);
  EXPECT_EQ(joined->Wait(), 0);
  EXPECT_EQ(joined->out(),
            "SigBlk:\t0000000000000001\nSigIgn:\t0000000000000002\n");
}

TEST(PidNamespaceTest, EndsEveryProcessWithPid1) {
  PidNamespace ns = Idle();
  const auto joined = ns.Start(Shell("echo up; exec sleep 1000"));
  ASSERT_TRUE(joined->WaitForOut("up"));
  ns.init().Signal(SIGKILL);
  EXPECT_EQ(joined->Wait(), 128 + SIGKILL);
  EXPECT_EQ(ns.init().Wait(), 128 + SIGKILL);
}

TEST(PidNamespaceTest, KeepsFilesReadableAfterEnd) {
  PidNamespace ns(Shell("echo left > /run/file"), {}, {});
  EXPECT_EQ(ns.init().Wait(), 0);
  EXPECT_EQ(ReadFile(ns.Path("/run/file")), "left\n");
  EXPECT_EQ(ReadFile("/run/file"), "");
}

TEST(PidNamespaceTest, MountsRunWritableForAllAndNoexec) {
  PidNamespace ns = Idle();
  Command command =
      Shell("cp /bin/true /run/true && chmod 755 /run/true && /run/true");
  command.uid = 4242;
  EXPECT_EQ(ns.Start(command)->Wait(), 126);
}

TEST(ProcessesTest, ReportNameArgumentsAndStatus) {
  PidNamespace ns = Idle();
  const Processes processes(ns);
  ASSERT_TRUE(WaitUntil([&] { return processes.Comm(1) == "sleep"; }));
  // An exec sets the name before the arguments.
  EXPECT_TRUE(WaitUntil([&] {
    return processes.Arguments(1) == std::vector<std::string>{"sleep", "1000"};
  }));
  EXPECT_EQ(processes.Status(1, "Uid"), "0\t0\t0\t0");
  EXPECT_EQ(processes.Stat(1, 1 + 3), 0);  // field 4: the parent pid
  EXPECT_EQ(processes.WithComm("sleep"), std::vector<pid_t>{1});
  EXPECT_FALSE(processes.Alive(4711));
}

}  // namespace
}  // namespace hermes::fixture
