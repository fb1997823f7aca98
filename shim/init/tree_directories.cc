#include "shim/init/tree_directories.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/base/directory_tree.h"
#include "shim/base/expected.h"
#include "shim/base/small_file.h"
#include "shim/base/unique_fd.h"
#include "shim/facts/control_fifo.h"
#include "shim/facts/run_directory.h"
#include "shim/invocation/facts.h"

namespace hermes {
namespace {

// The entries that hermes-entry makes in a run directory; it touches no others.
constexpr const char* kOwnNames[] = {"service", "s6", "hermes-entry"};
constexpr char kMark[] = "tree";  // in hermes-entry/
constexpr int kMostNamesAside = 100;

struct Row {
  std::string_view name;
  std::string_view objection;
  bool (*applies)(const RunDirectoryFacts&);
};

constexpr Row kRows[] = {
    {"another-uids", "using the run directory of another uid,",
     [](const RunDirectoryFacts& f) {
       return f.owner != 0 && f.owner != f.own_uid && f.owner != f.tree_uid;
     }},
    {"open-to-others", "using a run directory that others can write to,",
     [](const RunDirectoryFacts& f) {
       return f.owner != 0 && (f.mode & 022) != 0 && (f.mode & S_ISVTX) == 0;
     }},
};

bool ScandirIsLive(int run_fd) {
  const UniqueFd scandir(
      openat(run_fd, "service", O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  return scandir.valid() &&
         ProbeControlFifo(scandir.get()) != TreeAccess::kNone;
}

// Returns false if another hermes-entry holds the lock. Returns true if the
// file system does not support locks, so that the tree can be made
// nevertheless.
bool Lock(int run_fd) {
  return flock(run_fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

// Opens a candidate, and creates it first if it does not exist; /run always
// exists.
Expected<UniqueFd> OpenRunDirectory(const std::string& path, uid_t tree_uid) {
  if (mkdir(path.c_str(), 0755) != 0 && errno != EEXIST) {
    return Error{errno, "making the run directory", path};
  }
  UniqueFd fd(
      open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd.valid()) return Error{errno, "opening the run directory", path};
  struct stat st;
  if (fstat(fd.get(), &st) != 0) return Error{errno, "examining", path};
  const std::string_view objection =
      RunDirectoryObjection({st.st_uid, st.st_mode, geteuid(), tree_uid});
  if (!objection.empty()) {
    return Error{EPERM, objection, path};
  }
  return fd;
}

// Returns a free name to which `name` can be moved. Removes what an earlier
// boot has moved there and could not remove; skips a name that cannot be
// removed. Tries a limited number of names, because a read-only file system
// allows neither removal nor renaming.
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
      // It stays aside, where it does no harm; the next boot tries again.
      continue;
    }
  }
  return {};
}

// Makes a directory and changes its owner through its descriptor.
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
  // In a shared directory, another process may have replaced it meanwhile.
  const Expected<std::vector<std::string>> names = NamesIn(fd, 1);
  if (st.st_uid != geteuid() || !names.ok() || !names.value().empty()) {
    return Error{EPERM, "verifying the directory", name};
  }
  if ((uid != st.st_uid || gid != st.st_gid) &&
      fchown(fd.get(), uid, gid) != 0) {
    return Error{errno, "changing the owner of", name};
  }
  return fd;
}

// Returns the scandir.
Expected<UniqueFd> MakeOwnNames(int run_fd, uid_t uid, gid_t gid) {
  Expected<UniqueFd> service = MakeOwnedDirectory(run_fd, "service", uid, gid);
  if (!service.ok()) return service.error();
  Expected<UniqueFd> s6 = MakeOwnedDirectory(run_fd, "s6", uid, gid);
  if (!s6.ok()) return s6.error();
  // Existing tools recognise a supervised container by this directory.
  Expected<UniqueFd> base =
      MakeOwnedDirectory(s6.value().get(), "basedir", uid, gid);
  if (!base.ok()) return base.error();
  Expected<UniqueFd> own = MakeOwnedDirectory(run_fd, "hermes-entry", uid, gid);
  if (!own.ok()) return own.error();
  const int own_fd = own.value().get();
  const Expected<void> marked = CreateFile(own_fd, kMark, "", 0644);
  if (!marked.ok()) return marked.error();
  // The mark counts only if its owner is that of the scandir.
  if (fchownat(own_fd, kMark, uid, gid, AT_SYMLINK_NOFOLLOW) != 0) {
    return Error{errno, "changing the owner of", kMark};
  }
  return service;
}

Expected<TreeDirectories> MakeIn(const std::string& path, uid_t uid,
                                 gid_t gid) {
  Expected<UniqueFd> run = OpenRunDirectory(path, uid);
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
  Expected<UniqueFd> made = MakeOwnNames(fd, uid, gid);
  if (!made.ok()) return made.error();
  return TreeDirectories{path, ScandirOf(path), std::move(made).value(),
                         std::move(run).value()};
}

}  // namespace

std::string_view RunDirectoryObjection(const RunDirectoryFacts& facts) {
  for (const Row& row : kRows) {
    if (row.applies(facts)) return row.objection;
  }
  return "";
}

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
