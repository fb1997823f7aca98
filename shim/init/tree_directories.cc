#include "shim/init/tree_directories.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "shim/base/directory_tree.h"
#include "shim/base/expected.h"
#include "shim/base/small_file.h"
#include "shim/base/unique_fd.h"
#include "shim/facts/run_directory.h"

namespace hermes {
namespace {

// Everything of ours in a run directory; nothing else there is ever touched.
constexpr const char* kOwnNames[] = {"service", "s6", "hermes-entry"};
constexpr int kMostNamesAside = 100;

bool ScandirIsLive(int run_fd) {
  const UniqueFd control(
      openat(run_fd, "service/.s6-svscan/control",
             O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW));
  return control.valid() || errno == EACCES;
}

// False if another hermes-entry holds it. A file system without locks is no
// reason to have no tree.
bool Lock(int run_fd) {
  return flock(run_fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

// Opens a candidate. All but /run may have to be made first, for us alone.
Expected<UniqueFd> OpenRunDirectory(const std::string& path) {
  if (mkdir(path.c_str(), 0755) != 0 && errno != EEXIST) {
    return Error{errno, "making the run directory", path};
  }
  UniqueFd fd(
      open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd.valid()) return Error{errno, "opening the run directory", path};
  return fd;
}

// A name beside `name` that nothing stands at. What an earlier boot moved there
// and could not finish removing goes now; what cannot be removed is left alone.
// Bounded: on a read-only file system nothing can be removed or renamed at all.
std::string FreeNameAside(int run_fd, const std::string& name) {
  std::string aside;
  for (int n = 0; n < kMostNamesAside; ++n) {
    aside = ".stale-" + name + "-" + std::to_string(n);
    if (RemoveTree(run_fd, aside).ok()) break;
  }
  return aside;
}

Expected<void> RemoveLeftovers(int run_fd) {
  for (const char* name : kOwnNames) {
    const std::string aside = FreeNameAside(run_fd, name);
    if (renameat(run_fd, name, run_fd, aside.c_str()) != 0) {
      if (errno == ENOENT) continue;
      return Error{errno, "moving aside the leftover", name};
    }
    if (!RemoveTree(run_fd, aside).ok()) {
      // It stays aside, in nobody's way; the next boot tries again.
      continue;
    }
  }
  return {};
}

// Makes a directory and gives it to the owner, through its descriptor.
Expected<UniqueFd> MakeOwnedDirectory(int dir_fd, const char* name, uid_t uid,
                                      gid_t gid) {
  if (mkdirat(dir_fd, name, 0755) != 0) {
    return Error{errno, "making the directory", name};
  }
  UniqueFd fd(
      openat(dir_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd.valid()) return Error{errno, "opening the directory", name};
  struct stat st;
  if (fstat(fd.get(), &st) != 0) return Error{errno, "examining", name};
  // Somebody else's directory under our name: a race in a shared directory.
  if (st.st_uid != geteuid())
    return Error{EPERM, "checking the owner of", name};
  if ((uid != st.st_uid || gid != st.st_gid) &&
      fchown(fd.get(), uid, gid) != 0) {
    return Error{errno, "giving away", name};
  }
  return fd;
}

Expected<void> MakeOwnNames(int run_fd, uid_t uid, gid_t gid) {
  Expected<UniqueFd> service = MakeOwnedDirectory(run_fd, "service", uid, gid);
  if (!service.ok()) return service.error();
  Expected<UniqueFd> s6 = MakeOwnedDirectory(run_fd, "s6", uid, gid);
  if (!s6.ok()) return s6.error();
  // Existing tools take this directory for the sign of a supervised container.
  Expected<UniqueFd> base =
      MakeOwnedDirectory(s6.value().get(), "basedir", uid, gid);
  if (!base.ok()) return base.error();
  Expected<UniqueFd> own = MakeOwnedDirectory(run_fd, "hermes-entry", uid, gid);
  if (!own.ok()) return own.error();
  return CreateFile(own.value().get(), "tree", "", 0644);
}

Expected<TreeDirectories> MakeIn(const std::string& path, uid_t uid,
                                 gid_t gid) {
  Expected<UniqueFd> run = OpenRunDirectory(path);
  if (!run.ok()) return run.error();
  const int fd = run.value().get();
  if (!Lock(fd)) {
    return Error{EBUSY, "taking another hermes-entry's run directory", path};
  }
  if (ScandirIsLive(fd)) {
    return Error{EBUSY, "taking the run directory of a live tree", path};
  }
  const Expected<void> removed = RemoveLeftovers(fd);
  if (!removed.ok()) return removed.error();
  const Expected<void> made = MakeOwnNames(fd, uid, gid);
  if (!made.ok()) return made.error();
  return TreeDirectories{path, ScandirOf(path), std::move(run).value()};
}

}  // namespace

Expected<TreeDirectories> MakeTreeDirectories(
    const std::vector<std::string>& candidates, uid_t uid, gid_t gid) {
  Expected<TreeDirectories> tree = Error{ENOENT, "finding a run directory", ""};
  for (const std::string& candidate : candidates) {
    tree = MakeIn(candidate, uid, gid);
    if (tree.ok()) return tree;
  }
  return tree;
}

}  // namespace hermes
