#include "shim/slot/slot_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <time.h>

#include <cerrno>
#include <string>
#include <utility>

#include "shim/base/directory_tree.h"
#include "shim/base/expected.h"
#include "shim/base/monotonic_clock.h"
#include "shim/base/signals.h"
#include "shim/base/unique_fd.h"
#include "shim/slot/slot_records.h"

namespace hermes {
namespace {

constexpr long kPatienceMs = 3000;
constexpr timespec kStep = {0, 5000000};

}  // namespace

Expected<UniqueFd> LockSlot(const std::string& slot_path) {
  Expected<UniqueFd> data =
      OpenDirectory(AT_FDCWD, slot_path + "/" + kDataDirectory);
  if (!data.ok()) return UniqueFd();
  const long deadline = MonotonicMs() + kPatienceMs;
  while (flock(data.value().get(), LOCK_EX | LOCK_NB) != 0) {
    // A file system without locks: continue without one.
    if (errno != EWOULDBLOCK && errno != EINTR) break;
    if (StopSignalPending()) return Error{EINTR, "waiting for", slot_path};
    if (MonotonicMs() >= deadline) {
      return Error{ETIMEDOUT, "waiting for another command that operates",
                   slot_path};
    }
    nanosleep(&kStep, nullptr);
  }
  return std::move(data).value();
}

}  // namespace hermes
