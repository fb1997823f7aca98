#include "shim/base/directory_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

Expected<void> RemoveEntry(int dir_fd, dev_t device, const std::string& name);

Expected<void> RemoveDirectory(int dir_fd, dev_t device,
                               const std::string& name) {
  const Expected<UniqueFd> directory = OpenDirectory(dir_fd, name);
  if (!directory.ok()) return directory.error();
  struct stat st;
  if (fstat(directory.value().get(), &st) != 0) {
    return Error{errno, "examining", name};
  }
  if (st.st_dev != device || IsMountPoint(directory.value())) {
    return Error{EXDEV, "removing", name};
  }
  const Expected<std::vector<std::string>> names = NamesIn(directory.value());
  if (!names.ok()) return Error{names.error().err, "listing", name};
  Expected<void> result;
  for (const std::string& inner : names.value()) {
    Expected<void> removed =
        RemoveEntry(directory.value().get(), device, inner);
    if (!removed.ok()) result = removed;
  }
  if (!result.ok()) return result;
  if (unlinkat(dir_fd, name.c_str(), AT_REMOVEDIR) == 0) return {};
  return Error{errno, "removing", name};
}

Expected<void> RemoveEntry(int dir_fd, dev_t device, const std::string& name) {
  struct stat st;
  if (fstatat(dir_fd, name.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return {};  // somebody else was faster
    return Error{errno, "examining", name};
  }
  if (S_ISDIR(st.st_mode)) return RemoveDirectory(dir_fd, device, name);
  if (unlinkat(dir_fd, name.c_str(), 0) == 0 || errno == ENOENT) return {};
  return Error{errno, "removing", name};
}

}  // namespace

Expected<std::vector<std::string>> NamesIn(const UniqueFd& directory) {
  // fdopendir() takes its descriptor over, the caller keeps his.
  UniqueFd copy(fcntl(directory.get(), F_DUPFD_CLOEXEC, 0));
  DIR* const stream = fdopendir(copy.get());
  if (stream == nullptr) return Error{errno, "listing", ""};
  copy.release();
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = readdir(stream)) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  const int err = errno;
  closedir(stream);
  if (err != 0) return Error{err, "listing", ""};
  return names;
}

bool IsMountPoint(const UniqueFd& directory) {
  struct statx found;
  return statx(directory.get(), "", AT_EMPTY_PATH, 0, &found) == 0 &&
         (found.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

Expected<UniqueFd> OpenDirectory(int dir_fd, const std::string& name) {
  UniqueFd fd(openat(dir_fd, name.c_str(),
                     O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd.valid()) return Error{errno, "opening", name};
  return fd;
}

Expected<UniqueFd> MakeDirectory(int dir_fd, const std::string& name,
                                 mode_t mode) {
  if (mkdirat(dir_fd, name.c_str(), mode) != 0) {
    return Error{errno, "making directory", name};
  }
  Expected<UniqueFd> directory = OpenDirectory(dir_fd, name);
  if (directory.ok() && fchmod(directory.value().get(), mode) != 0) {
    directory = Error{errno, "setting the mode of", name};
  }
  if (!directory.ok()) unlinkat(dir_fd, name.c_str(), AT_REMOVEDIR);
  return directory;
}

Expected<void> RemoveTree(int dir_fd, const std::string& name) {
  struct stat st;
  if (fstatat(dir_fd, name.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return {};
    return Error{errno, "examining", name};
  }
  return RemoveEntry(dir_fd, st.st_dev, name);
}

}  // namespace hermes
