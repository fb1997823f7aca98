#include "shim/init/data_root.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"
#include "shim/init/data_ownership.h"

namespace hermes {

Expected<void> PrepareDataRoot(const std::string& path, uid_t uid, gid_t gid,
                               uid_t image_uid) {
  if (mkdir(path.c_str(), 0755) != 0 && errno != EEXIST) {
    return Error{errno, "making the data directory", path};
  }
  const UniqueFd fd(
      open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd.valid()) return Error{errno, "opening the data directory", path};
  struct stat st;
  if (fstat(fd.get(), &st) != 0) return Error{errno, "examining", path};
  if (uid == 0 || st.st_uid == uid) return {};
  if (st.st_uid != 0 && st.st_uid != image_uid) return {};
  // The root comes last: its owner says whether the rest has been done.
  Expected<void> given = GiveHermesFiles(fd, {image_uid, uid, gid});
  if (fchown(fd.get(), uid, gid) != 0) return Error{errno, "giving away", path};
  return given;
}

bool IsWritableDirectory(const std::string& path) {
  return faccessat(AT_FDCWD, path.c_str(), W_OK | X_OK, AT_EACCESS) == 0;
}

}  // namespace hermes
