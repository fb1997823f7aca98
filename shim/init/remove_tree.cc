#include "shim/init/remove_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <vector>

#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

// The names in a directory; takes the descriptor.
std::vector<std::string> NamesIn(UniqueFd fd) {
  std::vector<std::string> names;
  DIR* directory = fdopendir(fd.get());
  if (directory == nullptr) return names;
  fd.release();  // closedir closes it
  while (const dirent* entry = readdir(directory)) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(name);
  }
  closedir(directory);
  return names;
}

Expected<void> RemoveBelow(int dir_fd, const std::string& name, dev_t device) {
  if (unlinkat(dir_fd, name.c_str(), 0) == 0 || errno == ENOENT) return {};
  if (errno != EISDIR && errno != EPERM) return Error{errno, "removing", name};
  const UniqueFd fd(openat(dir_fd, name.c_str(),
                           O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd.valid()) return Error{errno, "opening", name};
  struct stat st;
  if (fstat(fd.get(), &st) != 0) return Error{errno, "examining", name};
  if (st.st_dev != device) return Error{EXDEV, "removing", name};
  Expected<void> result;
  for (const std::string& child : NamesIn(UniqueFd(dup(fd.get())))) {
    Expected<void> removed = RemoveBelow(fd.get(), child, device);
    if (!removed.ok()) result = removed;
  }
  if (!result.ok()) return result;
  if (unlinkat(dir_fd, name.c_str(), AT_REMOVEDIR) != 0) {
    return Error{errno, "removing", name};
  }
  return {};
}

}  // namespace

Expected<void> RemoveAll(int dir_fd, const std::string& name) {
  struct stat st;
  if (fstatat(dir_fd, name.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return {};
    return Error{errno, "examining", name};
  }
  return RemoveBelow(dir_fd, name, st.st_dev);
}

}  // namespace hermes
