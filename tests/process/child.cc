#include "tests/process/child.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <string>
#include <string_view>

#include "tests/process/poll.h"

namespace hermes::fixture {
namespace {

void MakeNonBlocking(int fd) {
  if (fd >= 0) fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

void ReadAvailable(int fd, std::string* text) {
  char buffer[4096];
  for (;;) {
    const ssize_t n = fd < 0 ? 0 : read(fd, buffer, sizeof buffer);
    if (n > 0) {
      text->append(buffer, static_cast<size_t>(n));
    } else if (n == 0 || errno != EINTR) {
      return;
    }
  }
}

}  // namespace

Child::Child(pid_t pid, int out_fd, int err_fd)
    : pid_(pid), out_fd_(out_fd), err_fd_(err_fd) {
  MakeNonBlocking(out_fd_);
  MakeNonBlocking(err_fd_);
}

Child::~Child() {
  End();
  if (out_fd_ >= 0) close(out_fd_);
  if (err_fd_ >= 0) close(err_fd_);
}

void Child::Collect() {
  ReadAvailable(out_fd_, &out_);
  ReadAvailable(err_fd_, &err_);
}

const std::string& Child::out() {
  Collect();
  return out_;
}

const std::string& Child::err() {
  Collect();
  return err_;
}

bool Child::Running() {
  if (exit_code_.has_value()) return false;
  int status = 0;
  if (waitpid(pid_, &status, WNOHANG) != pid_) return true;
  exit_code_ =
      WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return false;
}

int Child::Wait(std::chrono::milliseconds deadline) {
  // Read while waiting: a child blocked on a full pipe would never exit.
  const bool ended = WaitUntil(
      [this] {
        Collect();
        return !Running();
      },
      deadline);
  Collect();
  return ended ? *exit_code_ : -1;
}

bool Child::WaitForErr(std::string_view text) {
  return WaitUntil([&] {
           return err().find(text) != std::string::npos || !Running();
         }) &&
         err().find(text) != std::string::npos;
}

bool Child::WaitForOut(std::string_view text) {
  return WaitUntil([&] {
           return out().find(text) != std::string::npos || !Running();
         }) &&
         out().find(text) != std::string::npos;
}

void Child::Signal(int signo) const { kill(pid_, signo); }

void Child::End() {
  if (!Running()) return;
  Signal(SIGKILL);
  Wait();
}

}  // namespace hermes::fixture
