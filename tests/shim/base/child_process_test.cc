#include "shim/base/child_process.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/base/signals.h"

namespace hermes {
namespace {

ChildRequest Shell(std::string script) {
  ChildRequest request;
  request.program = "/bin/sh";
  request.argv = {"sh", "-c", std::move(script)};
  request.environment = Environment({"PATH=/usr/bin:/bin"});
  sigemptyset(&request.signal_mask);
  return request;
}

ChildRequest Program(std::string path) {
  ChildRequest request = Shell("");
  request.argv = {path};
  request.program = std::move(path);
  return request;
}

int WaitFor(pid_t pid) {
  int status = 0;
  return waitpid(pid, &status, 0) == pid ? ExitCodeOfStatus(status) : -1;
}

// The name of one variable is a prefix of another's.
TEST(SpawnTest, SetsVariableToPidOfChild) {
  for (const char* before : {"OWN_PID=1", "OTHER=1"}) {
    ChildRequest request =
        Shell("test \"$OWN_PID\" = $$ && test \"$OWN_PIDS\" = 1");
    request.environment = Environment({"OWN_PIDS=1", before});
    request.pid_variable = "OWN_PID";
    const Expected<pid_t> pid = Spawn(request, [] { return 0; });
    ASSERT_TRUE(pid.ok()) << Describe(pid.error());
    EXPECT_EQ(WaitFor(pid.value()), 0) << before;
  }
}

struct CodeCase {
  const char* name;
  const char* script;
  int code;
};

class ExitCodeOfProgramTest : public testing::TestWithParam<CodeCase> {};

TEST_P(ExitCodeOfProgramTest, FollowsShellConvention) {
  const Expected<ProgramResult> result = RunProgram(Shell(GetParam().script));
  ASSERT_TRUE(result.ok()) << Describe(result.error());
  EXPECT_EQ(result.value().exit_code, GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ExitCodeOfProgramTest,
    testing::Values(CodeCase{"Success", "exit 0", 0},
                    CodeCase{"Failure", "exit 42", 42},
                    CodeCase{"Largest", "exit 255", 255},
                    CodeCase{"Terminated", "kill -TERM $$", 143},
                    CodeCase{"Killed", "kill -KILL $$", 137},
                    CodeCase{"Faulted", "kill -SEGV $$", 139}),
    [](const testing::TestParamInfo<CodeCase>& i) { return i.param.name; });

TEST(RunProgramTest, CollectsStdoutAndStderrSeparately) {
  const Expected<ProgramResult> result =
      RunProgram(Shell("echo out; echo err >&2"));
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result.value().output, "out\n");
  EXPECT_EQ(result.value().stderr_text, "err\n");
}

TEST(RunProgramTest, GivesProgramEmptyStdin) {
  const Expected<ProgramResult> result = RunProgram(Shell("wc -c"));
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result.value().output, "0\n");
}

TEST(RunProgramTest, DropsOutputBeyondLimit) {
  const Expected<ProgramResult> result =
      RunProgram(Shell("head -c 1000000 /dev/zero"));
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result.value().exit_code, 0);
  EXPECT_GE(result.value().output.size(), 65536u);
  EXPECT_LT(result.value().output.size(), 80000u);
}

TEST(RunProgramTest, PassesOnlyGivenEnvironment) {
  ChildRequest request = Program("/usr/bin/env");
  request.environment = Environment({"A=1\n\xff"});
  const Expected<ProgramResult> result = RunProgram(request);
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result.value().output, "A=1\n\xff\n");
}

// Regression: RunProgram() waited for such a program until it exited.
TEST(RunProgramTest, StopsProgramWithClosedStreamsAtDeadline) {
  const Expected<ProgramResult> result =
      RunProgram(Shell("exec >&- 2>&-; exec sleep 60"), 200);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().err, ETIMEDOUT);
}

TEST(RunProgramTest, KillsAndReapsProgramAtDeadline) {
  const Expected<ProgramResult> result =
      RunProgram(Shell("exec sleep 1000"), /*deadline_ms=*/100);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().err, ETIMEDOUT);
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);
}

TEST(RunProgramTest, ReportsMissingProgramAndLeavesNoZombie) {
  const Expected<ProgramResult> result = RunProgram(Program("/nonexistent"));
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().err, ENOENT);
  EXPECT_EQ(result.error().subject, "/nonexistent");
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);
}

TEST(RunProgramTest, DoesNotSearchPath) {
  const Expected<ProgramResult> result = RunProgram(Program("sh"));
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().err, ENOENT);
}

TEST(SpawnTest, StartsProgramWithGivenSignalMask) {
  const sigset_t before = BlockWaitedSignals();
  ChildRequest request =
      Shell("grep SigBlk /proc/self/status | grep -q 0000000000000200");
  sigaddset(&request.signal_mask, SIGUSR1);
  const Expected<pid_t> pid = Spawn(request, [] { return 0; });
  ASSERT_TRUE(pid.ok());
  EXPECT_EQ(WaitFor(pid.value()), 0);
  SetSignalMask(before);
}

TEST(SpawnTest, CancelsExecIfCallbackFails) {
  const Expected<pid_t> pid = Spawn(Shell("exit 0"), [] { return ENOTTY; });
  ASSERT_FALSE(pid.ok());
  EXPECT_EQ(pid.error().err, ENOTTY);
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);
}

TEST(SpawnTest, RunsCallbackBeforeProgram) {
  const Expected<pid_t> pid = Spawn(Shell("test $(ps -o sid= $$) = $$"),
                                    [] { return setsid() < 0 ? errno : 0; });
  ASSERT_TRUE(pid.ok());
  EXPECT_EQ(WaitFor(pid.value()), 0);
}

TEST(SpawnTest, ReportsFileThatCannotBeExecuted) {
  const Expected<pid_t> pid = Spawn(Program("/etc/passwd"), [] { return 0; });
  ASSERT_FALSE(pid.ok());
  EXPECT_EQ(pid.error().err, EACCES);
}

TEST(ExecTest, ReplacesProcess) {
  const pid_t pid = fork();
  if (pid == 0) {
    Exec(Shell("exit 7"));
    _exit(99);
  }
  EXPECT_EQ(WaitFor(pid), 7);
}

TEST(ExecTest, ReturnsErrorOfMissingProgram) {
  const sigset_t before = BlockWaitedSignals();
  const Error failed = Exec(Program("/nonexistent"));
  SetSignalMask(before);
  EXPECT_EQ(failed.err, ENOENT);
  EXPECT_EQ(Describe(failed),
            "executing /nonexistent: No such file or directory");
}

}  // namespace
}  // namespace hermes
