#include "tests/hostile/faults/blocked_output.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <string>

namespace hermes::fixture {
namespace {

constexpr char kFilling = '\x01';  // does not occur in text

void MakePipe(int (&fds)[2]) {
  if (pipe2(fds, O_CLOEXEC) != 0 ||
      fcntl(fds[0], F_SETFL, O_RDONLY | O_NONBLOCK) != 0) {
    throw std::runtime_error("no pipe");
  }
}

void Fill(int write_fd) {
  // Open the pipe anew: the file description of the container stays blocking.
  const std::string path = "/proc/self/fd/" + std::to_string(write_fd);
  const int fd = open(path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) throw std::runtime_error("cannot open " + path);
  while (write(fd, &kFilling, 1) == 1) {
  }
  close(fd);
}

std::string Empty(int read_fd) {
  std::string text;
  char buffer[4096];
  for (ssize_t n; (n = read(read_fd, buffer, sizeof buffer)) > 0;) {
    text.append(buffer, static_cast<size_t>(n));
  }
  text.erase(std::remove(text.begin(), text.end(), kFilling), text.end());
  return text;
}

}  // namespace

BlockedOutput::BlockedOutput() {
  MakePipe(out_);
  MakePipe(err_);
}

BlockedOutput::~BlockedOutput() {
  for (const int fd : {out_[0], out_[1], err_[0], err_[1]}) close(fd);
}

std::function<void()> BlockedOutput::Preparation() const {
  return [this] {
    if (dup2(out_[1], STDOUT_FILENO) < 0 || dup2(err_[1], STDERR_FILENO) < 0) {
      _exit(1);
    }
  };
}

void BlockedOutput::Block() const {
  Fill(out_[1]);
  Fill(err_[1]);
}

std::string BlockedOutput::Read() const {
  Empty(out_[0]);
  return Empty(err_[0]);
}

}  // namespace hermes::fixture
