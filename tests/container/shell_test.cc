// Tests that need an image with a shell.
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/container/docker_container.h"
#include "tests/container/program.h"
#include "tests/process/child.h"
#include "tests/process/pty.h"

namespace hermes::fixture {
namespace {

TEST(ShellTest, RunsWithoutAddingOutput) {
  const Output run = RunContainer({}, {"bash", "-c", "echo ok"});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_EQ(run.out, "ok\n");
  EXPECT_EQ(run.err, "");
}

TEST(ShellTest, ReturnsItsExitCode) {
  EXPECT_EQ(RunContainer({}, {"sh", "-c", "exit 42"}).exit_code, 42);
  EXPECT_EQ(RunContainer({}, {"sh", "-c", "kill -SEGV $$"}).exit_code, 139);
}

TEST(ShellTest, HasJobControlAndReturnsItsExitCode) {
  Pty pty;
  const auto docker = StartProgram({"docker", "run", "--rm", "-it", "--label",
                                    TestLabel(), TestImage(), "bash", "--norc"},
                                   pty.slave());
  pty.Type("echo $((6*7))ready\n");
  ASSERT_TRUE(pty.WaitForScreen("42ready")) << pty.Screen();
  EXPECT_EQ(pty.Screen().find("no job control"), std::string::npos);
  pty.Type("exit 5\n");
  EXPECT_EQ(docker->Wait(), 5) << pty.Screen();
}

}  // namespace
}  // namespace hermes::fixture
