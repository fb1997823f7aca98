#include "shim/scripts/backoff.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>

#include "shim/base/monotonic_clock.h"
#include "shim/scripts/stop_wait.h"
#include "shim/slot/slot_records.h"

namespace hermes {
namespace {

constexpr int kMaxBackoffSeconds = 60;
// How soon an operator's start is seen. A stop is seen at once.
constexpr long kLookEveryMs = 200;

bool HasRecord(int data_fd) {
  struct stat st;
  return fstatat(data_fd, kDeathsFile, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

}  // namespace

int BackoffSeconds(int young) {
  if (young <= 1) return 0;
  // Seven doublings reach the limit; more would overflow some day.
  return std::min(1 << std::min(young - 2, 7), kMaxBackoffSeconds);
}

BackoffResult SpendBackoff(int data_fd, int seconds) {
  const long deadline = MonotonicMs() + seconds * 1000L;
  while (true) {
    if (!HasRecord(data_fd)) return BackoffResult::kCutShort;
    const long left = deadline - MonotonicMs();
    if (left <= 0) return BackoffResult::kElapsed;
    if (StopComesWithin(std::min(left, kLookEveryMs))) {
      return BackoffResult::kStopped;
    }
  }
}

}  // namespace hermes
