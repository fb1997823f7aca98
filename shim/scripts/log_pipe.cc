#include "shim/scripts/log_pipe.h"

#include <limits.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "shim/base/monotonic_clock.h"

namespace hermes {
namespace {

// A writable pipe accepts this many bytes without blocking.
constexpr size_t kChunk = PIPE_BUF;

bool IsWritable(int fd) {
  pollfd writable = {fd, POLLOUT, 0};
  return poll(&writable, 1, 0) == 1 && (writable.revents & POLLOUT) != 0;
}

}  // namespace

bool WaitForOutput(int fd) {
  pollfd readable = {fd, POLLIN, 0};
  while (poll(&readable, 1, -1) < 0) {
    if (errno != EINTR) return false;
  }
  return (readable.revents & POLLIN) != 0;
}

bool HasEnded(int fd) {
  pollfd readable = {fd, POLLIN, 0};
  return poll(&readable, 1, 0) == 1 && (readable.revents & POLLIN) == 0;
}

ForwardEnd Forward(int from, int to, long duration_ms) {
  const long deadline = MonotonicMs() + duration_ms;
  char buffer[kChunk];
  while (true) {
    const long left = deadline - MonotonicMs();
    if (left <= 0) return ForwardEnd::kElapsed;
    pollfd readable = {from, POLLIN, 0};
    if (poll(&readable, 1, static_cast<int>(left)) <= 0) continue;
    const ssize_t n = read(from, buffer, sizeof buffer);
    if (n == 0 || (n < 0 && errno != EINTR)) return ForwardEnd::kEndOfFile;
    if (n > 0 && IsWritable(to) &&
        write(to, buffer, static_cast<size_t>(n)) < 0) {
      continue;  // drop it
    }
  }
}

}  // namespace hermes
