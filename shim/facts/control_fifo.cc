#include "shim/facts/control_fifo.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <string>

#include "shim/base/unique_fd.h"
#include "shim/invocation/facts.h"

namespace hermes {
namespace {

TreeAccess AccessOfError(int err) {
  return err == EACCES ? TreeAccess::kDenied : TreeAccess::kNone;
}

// Opens the file of the descriptor `examined` for writing, even if its name now
// leads to another file.
UniqueFd OpenForWriting(int examined) {
  const std::string itself = "/proc/self/fd/" + std::to_string(examined);
  return UniqueFd(open(itself.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
}

}  // namespace

// s6-svscan keeps its control FIFO open as long as it lives. After its death a
// non-blocking open for writing fails with ENXIO.
TreeAccess ProbeControlFifo(int scandir_fd) {
  const UniqueFd own(openat(scandir_fd, ".s6-svscan",
                            O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!own.valid()) return AccessOfError(errno);
  const UniqueFd fifo(
      openat(own.get(), "control", O_PATH | O_NOFOLLOW | O_CLOEXEC));
  if (!fifo.valid()) return AccessOfError(errno);
  struct stat st;
  if (fstat(fifo.get(), &st) != 0 || !S_ISFIFO(st.st_mode)) {
    return TreeAccess::kNone;
  }
  return OpenForWriting(fifo.get()).valid() ? TreeAccess::kLive
                                            : AccessOfError(errno);
}

}  // namespace hermes
