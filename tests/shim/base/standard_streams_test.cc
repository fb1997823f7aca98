#include "shim/base/standard_streams.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hermes {
namespace {

// Runs `check` in a child process after OccupyStandardStreams() was called with
// the descriptors 0 and 2 closed; returns its result. The child keeps the
// test's own streams open.
bool InChildWithClosedStreams(bool (*check)()) {
  const pid_t pid = fork();
  if (pid == 0) {
    close(STDIN_FILENO);
    close(STDERR_FILENO);
    OccupyStandardStreams();
    _exit(check() ? 0 : 1);
  }
  int status = -1;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST(StandardStreamsTest, OpensClosedStreams) {
  EXPECT_TRUE(InChildWithClosedStreams([] {
    int fds[2];
    return pipe(fds) == 0 && fds[0] > STDERR_FILENO && fds[1] > STDERR_FILENO;
  }));
}

TEST(StandardStreamsTest, MarksOpenedStreamsCloseOnExec) {
  EXPECT_TRUE(InChildWithClosedStreams([] {
    return fcntl(STDIN_FILENO, F_GETFD) == FD_CLOEXEC &&
           fcntl(STDERR_FILENO, F_GETFD) == FD_CLOEXEC;
  }));
}

TEST(StandardStreamsTest, LeavesOpenStreamsUnchanged) {
  EXPECT_TRUE(InChildWithClosedStreams(
      [] { return fcntl(STDOUT_FILENO, F_GETFD) == 0; }));
}

}  // namespace
}  // namespace hermes
