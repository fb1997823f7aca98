#include "shim/slot/supervise_directory.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>

#include "shim/base/directory_tree.h"
#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

constexpr mode_t kSuperviseMode = 0711;
constexpr mode_t kControlMode = 0660;
// The mode with which s6 itself makes a FIFO directory for a group:
// set-group-id and sticky.
constexpr mode_t kEventMode = 03730;
constexpr char kControlFifo[] = "control";

Expected<void> MakeControl(int supervise_fd, gid_t gid) {
  if (mkfifoat(supervise_fd, kControlFifo, kControlMode) != 0 ||
      fchownat(supervise_fd, kControlFifo, geteuid(), gid,
               AT_SYMLINK_NOFOLLOW) != 0 ||
      // The umask applied to mkfifoat().
      fchmodat(supervise_fd, kControlFifo, kControlMode, 0) != 0) {
    return Error{errno, "making the FIFO", kControlFifo};
  }
  return {};
}

Expected<void> MakeEvent(int service_fd, gid_t gid) {
  const Expected<UniqueFd> event = MakeDirectory(service_fd, "event", 0700);
  if (!event.ok()) return event.error();
  const int fd = event.value().get();
  if (fchown(fd, geteuid(), gid) == 0 && fchmod(fd, kEventMode) == 0) return {};
  return Error{errno, "opening to the operator", "event"};
}

}  // namespace

Expected<void> MakeSuperviseDirectory(
    int service_fd, const std::optional<TreeOperator>& operated_by) {
  const Expected<UniqueFd> supervise =
      MakeDirectory(service_fd, "supervise", kSuperviseMode);
  if (!supervise.ok()) return supervise.error();
  if (!operated_by) return {};
  Expected<void> made = MakeControl(supervise.value().get(), operated_by->gid);
  return made.ok() ? MakeEvent(service_fd, operated_by->gid) : made;
}

}  // namespace hermes
