#include "shim/slot/back_off.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <time.h>

#include <algorithm>

#include "shim/base/monotonic_clock.h"
#include "shim/base/signals.h"
#include "shim/slot/slot_records.h"

namespace hermes {
namespace {

constexpr int kMaxBackOffSeconds = 60;
// How soon an operator's start is seen. A stop is seen at once.
constexpr long kLookEveryMs = 200;

bool IsStop(int signo) {
  return signo == SIGTERM || signo == SIGINT || signo == SIGQUIT;
}

bool HasRecord(int data_fd) {
  struct stat st;
  return fstatat(data_fd, kDeathsFile, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

}  // namespace

int BackOffSeconds(int young) {
  if (young <= 1) return 0;
  // Seven doublings reach the limit; more would overflow some day.
  return std::min(1 << std::min(young - 2, 7), kMaxBackOffSeconds);
}

BackOffEnd SpendBackOff(int data_fd, int seconds) {
  const sigset_t waited = WaitedSignals();
  const long deadline = MonotonicMs() + seconds * 1000L;
  while (true) {
    if (!HasRecord(data_fd)) return BackOffEnd::kCutShort;
    const long left = deadline - MonotonicMs();
    if (left <= 0) return BackOffEnd::kElapsed;
    const long step = std::min(left, kLookEveryMs);
    const timespec wait = {0, step * 1000000};
    if (IsStop(sigtimedwait(&waited, nullptr, &wait))) {
      return BackOffEnd::kStopped;
    }
  }
}

}  // namespace hermes
