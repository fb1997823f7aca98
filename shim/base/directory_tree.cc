#include "shim/base/directory_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/base/expected.h"
#include "shim/base/parse_number.h"
#include "shim/base/small_file.h"
#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

constexpr size_t kMostLevels = 32;      // each level has an open descriptor
constexpr size_t kNamesAtATime = 1000;  // read from a directory to be removed
// A limit, so that a process that keeps adding entries cannot make the removal
// endless.
constexpr long kMostEntries = 1L << 24;
constexpr int kMostNamesTriedAbove = 100;

// Calls openat2(2), for which glibc 2.36 has no wrapper.
int OpenWithoutCrossing(int dir_fd, const std::string& name, int flags) {
  open_how how = {};
  how.flags = static_cast<unsigned>(flags | O_NOFOLLOW | O_CLOEXEC);
  how.resolve = RESOLVE_NO_XDEV;
  return static_cast<int>(
      syscall(SYS_openat2, dir_fd, name.c_str(), &how, sizeof how));
}

// Returns the id of the mount through which a file was opened, or std::nullopt
// without /proc.
std::optional<long> MountIdOf(int fd) {
  constexpr std::string_view kKey = "mnt_id:\t";
  const Expected<std::string> info =
      ReadSmallFile(AT_FDCWD, "/proc/self/fdinfo/" + std::to_string(fd));
  if (!info.ok()) return std::nullopt;
  const std::string_view text = info.value();
  const size_t key = text.find(kKey);
  if (key == std::string_view::npos) return std::nullopt;
  return ParseNumberInFirstLine<long>(text.substr(key + kKey.size()));
}

bool AreOnOneMount(int a, int b) {
  const std::optional<long> mount = MountIdOf(a);
  return mount.has_value() && mount == MountIdOf(b);
}

// Removes the contents of one directory, and then the directory. Not recursive,
// because any process that may write there decides how deep the tree is.
class Removal {
 public:
  explicit Removal(int parent_fd) : parent_fd_(parent_fd) {}

  Expected<void> Run(const std::string& name) {
    Enter(parent_fd_, name);
    while (!levels_.empty()) {
      Level& level = levels_.back();
      if (level.names.empty() && !List(level)) {
        Leave();
        continue;
      }
      const std::string inner = std::move(level.names.back());
      level.names.pop_back();
      if (++entries_ > kMostEntries) return Error{E2BIG, "removing", name};
      RemoveEntry(level, inner);
    }
    return result_;
  }

 private:
  struct Level {
    UniqueFd directory;
    std::string name;  // its name in the level above
    std::vector<std::string> names{};
    bool listed = false;
    bool changed = false;  // an entry was removed or added after the listing
  };

  void Failed(int err, const std::string& name) {
    result_ = Error{err, "removing", name};
  }

  void Enter(int dir_fd, const std::string& name) {
    Expected<UniqueFd> directory =
        OpenWithinMount(dir_fd, name, O_RDONLY | O_DIRECTORY);
    if (!directory.ok()) return Failed(directory.error().err, name);
    levels_.push_back({std::move(directory).value(), name});
  }

  // Lists the remaining entries. Returns false if there are none, or if none of
  // them can be removed.
  bool List(Level& level) {
    if (level.listed && !level.changed) return false;
    level.listed = true;
    level.changed = false;
    Expected<std::vector<std::string>> names =
        NamesIn(level.directory, kNamesAtATime);
    if (!names.ok()) {
      Failed(names.error().err, level.name);
      return false;
    }
    level.names = std::move(names).value();
    return !level.names.empty();
  }

  void Leave() {
    const std::string name = std::move(levels_.back().name);
    levels_.pop_back();
    const int above =
        levels_.empty() ? parent_fd_ : levels_.back().directory.get();
    if (unlinkat(above, name.c_str(), AT_REMOVEDIR) == 0 || errno == ENOENT) {
      if (!levels_.empty()) levels_.back().changed = true;
    } else if (result_.ok()) {
      // An earlier error is the reason why the directory is not empty.
      Failed(errno, name);
    }
  }

  void RemoveEntry(Level& level, const std::string& name) {
    const int fd = level.directory.get();
    struct stat st;
    if (fstatat(fd, name.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0) {
      if (errno != ENOENT) Failed(errno, name);
      return;
    }
    const int flags = S_ISDIR(st.st_mode) ? AT_REMOVEDIR : 0;
    if (unlinkat(fd, name.c_str(), flags) == 0 || errno == ENOENT) {
      level.changed = true;
    } else if (flags == 0 || (errno != ENOTEMPTY && errno != EEXIST)) {
      // The kernel returns EBUSY for a mount point.
      Failed(errno == EBUSY ? EXDEV : errno, name);
    } else if (levels_.size() < kMostLevels) {
      Enter(fd, name);
    } else {
      MoveUp(level, name);
    }
  }

  // Moves a directory into the topmost one, from where it is removed later.
  void MoveUp(Level& level, const std::string& name) {
    const int top = levels_.front().directory.get();
    int err = EEXIST;
    for (int n = 0; n < kMostNamesTriedAbove && err == EEXIST; ++n) {
      const std::string free = ".deep-" + std::to_string(moved_++);
      err =
          renameat(level.directory.get(), name.c_str(), top, free.c_str()) == 0
              ? 0
              : errno;
      // The name is taken: rename replaces only an empty directory.
      if (err == ENOTEMPTY || err == ENOTDIR) err = EEXIST;
    }
    if (err != 0) return Failed(err == EBUSY ? EXDEV : err, name);
    level.changed = true;
    levels_.front().changed = true;
  }

  const int parent_fd_;
  std::vector<Level> levels_;
  long entries_ = 0;
  long moved_ = 0;
  Expected<void> result_;
};

Expected<void> RemoveFrom(int dir_fd, const std::string& name) {
  struct stat st;
  if (fstatat(dir_fd, name.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return {};
    return Error{errno, "examining", name};
  }
  if (S_ISDIR(st.st_mode)) return Removal(dir_fd).Run(name);
  if (unlinkat(dir_fd, name.c_str(), 0) == 0 || errno == ENOENT) return {};
  return Error{errno, "removing", name};
}

}  // namespace

Expected<std::vector<std::string>> NamesIn(const UniqueFd& directory,
                                           size_t most) {
  // fdopendir() takes ownership of its descriptor, so give it a copy.
  UniqueFd copy(fcntl(directory.get(), F_DUPFD_CLOEXEC, 0));
  DIR* const stream = fdopendir(copy.get());
  if (stream == nullptr) return Error{errno, "listing", ""};
  copy.release();
  // The copy shares the caller's position in the directory.
  rewinddir(stream);
  std::vector<std::string> names;
  errno = 0;
  while (names.size() < most) {
    const dirent* const entry = readdir(stream);
    if (entry == nullptr) break;
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
  if (statx(directory.get(), "", AT_EMPTY_PATH, 0, &found) == 0 &&
      (found.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) != 0) {
    return (found.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
  }
  const UniqueFd above(
      openat(directory.get(), "..", O_PATH | O_DIRECTORY | O_CLOEXEC));
  const std::optional<long> mount = MountIdOf(directory.get());
  const std::optional<long> mount_above = MountIdOf(above.get());
  return mount.has_value() && mount_above.has_value() && mount != mount_above;
}

Expected<UniqueFd> OpenDirectory(int dir_fd, const std::string& name) {
  UniqueFd fd(openat(dir_fd, name.c_str(),
                     O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd.valid()) return Error{errno, "opening", name};
  return fd;
}

Expected<UniqueFd> OpenWithinMount(int dir_fd, const std::string& name,
                                   int flags) {
  UniqueFd fd(OpenWithoutCrossing(dir_fd, name, flags));
  if (fd.valid()) return fd;
  // The kernel does not have openat2(2) (ENOSYS), or a seccomp filter that does
  // not know the call denies it (EPERM).
  if (errno != ENOSYS && errno != EPERM) return Error{errno, "opening", name};
  fd.reset(openat(dir_fd, name.c_str(), flags | O_NOFOLLOW | O_CLOEXEC));
  if (!fd.valid()) return Error{errno, "opening", name};
  if (AreOnOneMount(dir_fd, fd.get())) return fd;
  return Error{EXDEV, "opening", name};
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
  const size_t slash = name.rfind('/');
  if (dir_fd != AT_FDCWD && slash == std::string::npos) {
    return RemoveFrom(dir_fd, name);
  }
  const std::string parent =
      slash == std::string::npos ? "." : name.substr(0, slash + 1);
  const UniqueFd fd(
      openat(dir_fd, parent.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (fd.valid()) {
    return RemoveFrom(
        fd.get(), slash == std::string::npos ? name : name.substr(slash + 1));
  }
  if (errno == ENOENT || errno == ENOTDIR) return {};
  return Error{errno, "opening", parent};
}

}  // namespace hermes
