#include "shim/base/rename_without_replacing.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

int RenameNoReplace(int dir_fd, const char* from, const char* to) {
  return renameat2(dir_fd, from, dir_fd, to, RENAME_NOREPLACE) == 0 ? 0 : errno;
}

int Link(int dir_fd, const char* from, const char* to) {
  return linkat(dir_fd, from, dir_fd, to, 0) == 0 ? 0 : errno;
}

int Rename(int dir_fd, const char* from, const char* to) {
  return renameat(dir_fd, from, dir_fd, to) == 0 ? 0 : errno;
}

// Linux returns EINVAL if the file system does not support the flag; a kernel
// or a sandbox that does not have the system call, ENOSYS.
bool FlagUnsupported(int err) { return err == EINVAL || err == ENOSYS; }

// EPERM is the documented error of link(2); some file systems return the
// others. EPERM also means that fs.protected_hardlinks forbids this link.
bool LinkUnsupported(int err) {
  return err == EPERM || err == EOPNOTSUPP || err == ENOSYS;
}

int RenameDirectory(int dir_fd, const char* from, const char* to) {
  struct stat st;
  if (fstatat(dir_fd, to, &st, AT_SYMLINK_NOFOLLOW) == 0) return EEXIST;
  if (errno != ENOENT) return errno;
  const int err = Rename(dir_fd, from, to);
  // rename(2)'s errors if another process has created `to` since the check.
  return err == ENOTEMPTY || err == ENOTDIR ? EEXIST : err;
}

int ReserveAndRename(int dir_fd, const char* from, const char* to) {
  const UniqueFd reserved(openat(
      dir_fd, to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!reserved.valid()) return errno;
  const int err = Rename(dir_fd, from, to);
  if (err != 0) unlinkat(dir_fd, to, 0);
  return err;
}

int LinkAndUnlink(int dir_fd, const char* from, const char* to,
                  const RenameCalls& calls) {
  const int linked = calls.link(dir_fd, from, to);
  if (LinkUnsupported(linked)) return ReserveAndRename(dir_fd, from, to);
  if (linked != 0 || unlinkat(dir_fd, from, 0) == 0) return linked;
  const int err = errno;
  unlinkat(dir_fd, to, 0);
  return err;
}

}  // namespace

const RenameCalls kRenameCalls = {RenameNoReplace, Link};

int RenameWithoutReplacing(int dir_fd, const std::string& from,
                           const std::string& to, const RenameCalls& calls) {
  const int err = calls.rename_no_replace(dir_fd, from.c_str(), to.c_str());
  if (!FlagUnsupported(err)) return err;
  struct stat st;
  if (fstatat(dir_fd, from.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0) {
    return errno;
  }
  return S_ISDIR(st.st_mode)
             ? RenameDirectory(dir_fd, from.c_str(), to.c_str())
             : LinkAndUnlink(dir_fd, from.c_str(), to.c_str(), calls);
}

}  // namespace hermes
