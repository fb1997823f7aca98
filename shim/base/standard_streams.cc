#include "shim/base/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

namespace hermes {

void OccupyStandardStreams() {
  // open() takes the lowest free number: the first one above 2 means that all
  // three are taken.
  int fd = open("/dev/null", O_RDWR | O_CLOEXEC);
  while (fd >= 0 && fd <= STDERR_FILENO) {
    fd = open("/dev/null", O_RDWR | O_CLOEXEC);
  }
  if (fd >= 0) close(fd);
}

}  // namespace hermes
