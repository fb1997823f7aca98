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
// How long an operator's start may take to be noticed. A stop ends the wait at
// once.
constexpr long kPollEveryMs = 200;

bool HasRecord(int data_fd) {
  struct stat st;
  return fstatat(data_fd, kDeathsFile, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

}  // namespace

int BackoffSeconds(int early_exits) {
  if (early_exits <= 1) return 0;
  // Seven doublings reach the limit; shifting by more than that could overflow.
  return std::min(1 << std::min(early_exits - 2, 7), kMaxBackoffSeconds);
}

BackoffResult SpendBackoff(int data_fd, int seconds) {
  const long deadline = MonotonicMs() + seconds * 1000L;
  while (true) {
    if (!HasRecord(data_fd)) return BackoffResult::kCutShort;
    const long left = deadline - MonotonicMs();
    if (left <= 0) return BackoffResult::kElapsed;
    if (StopComesWithin(std::min(left, kPollEveryMs))) {
      return BackoffResult::kStopped;
    }
  }
}

}  // namespace hermes
