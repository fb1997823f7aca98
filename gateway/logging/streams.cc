#include "gateway/logging/streams.h"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>

#include "absl/strings/str_cat.h"

namespace hermes::gateway {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kPatience{1000};

// Returns true when `fd` accepts PIPE_BUF bytes without blocking, which is what
// POLLOUT guarantees for a pipe.
bool WaitWritable(int fd, Clock::time_point deadline) {
  const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
  pollfd writable = {fd, POLLOUT, 0};
  const int timeout = static_cast<int>(std::max<int64_t>(left.count(), 0));
  if (poll(&writable, 1, timeout) < 0) return errno == EINTR;
  return (writable.revents & POLLOUT) != 0;
}

}  // namespace

bool OpenStandardStreams() {
  int fd;
  // open returns the lowest free number.
  do {
    fd = open("/dev/null", O_RDWR);
  } while (fd >= 0 && fd <= 2);
  if (fd > 2) close(fd);
  return fd >= 0;
}

bool WritePatiently(int fd, std::string_view text, milliseconds patience) {
  const Clock::time_point deadline = Clock::now() + patience;
  while (!text.empty()) {
    if (!WaitWritable(fd, deadline)) return false;
    const std::string_view piece = text.substr(0, PIPE_BUF);
    const ssize_t put = write(fd, piece.data(), piece.size());
    if (put < 0 && errno != EINTR && errno != EAGAIN) return false;
    if (put > 0) text.remove_prefix(static_cast<size_t>(put));
  }
  return true;
}

int WriteResults(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t put = write(fd, text.data(), text.size());
    if (put > 0) {
      text.remove_prefix(static_cast<size_t>(put));
    } else if (put < 0 && errno == EAGAIN) {
      // Another process has set O_NONBLOCK on the shared open file description.
      pollfd writable = {fd, POLLOUT, 0};
      poll(&writable, 1, -1);
    } else if (put < 0 && errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

void Announce(const std::string& text) {
  WritePatiently(STDOUT_FILENO, text, kPatience);
}

void Complain(const std::string& message) {
  WritePatiently(STDERR_FILENO, absl::StrCat("hermes: ", message, "\n"),
                 kPatience);
}

}  // namespace hermes::gateway
