#include "gateway/files/timed_lock.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>

#include <algorithm>
#include <cerrno>

namespace hermes::gateway {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

// flock(2) has no timeout.
constexpr milliseconds kInterval{10};

}  // namespace

LockAnswer LockWithin(int fd, milliseconds patience) {
  const Clock::time_point deadline = Clock::now() + patience;
  for (;;) {
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) return LockAnswer::kHeld;
    if (errno == EINTR) continue;
    if (errno != EWOULDBLOCK) return LockAnswer::kImpossible;
    const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return LockAnswer::kBusy;
    poll(nullptr, 0, static_cast<int>(std::min(left, kInterval).count()));
  }
}

UniqueFd LockFileWithin(int dir_fd, const std::string& name,
                        milliseconds patience) {
  // O_NONBLOCK: opening a FIFO must not hang.
  UniqueFd fd(openat(dir_fd, name.c_str(),
                     O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK,
                     0600));
  if (fd.valid()) LockWithin(fd.get(), patience);
  return fd;
}

}  // namespace hermes::gateway
