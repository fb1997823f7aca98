#include "shim/base/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace hermes {

void OccupyStandardStreams() {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
    if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF) continue;
    // open() uses the lowest free number, which is `fd`.
    if (open("/dev/null", O_RDWR | O_CLOEXEC) < 0) return;
  }
}

}  // namespace hermes
