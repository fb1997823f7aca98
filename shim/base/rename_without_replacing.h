#ifndef HERMES_SHIM_BASE_RENAME_WITHOUT_REPLACING_H_
#define HERMES_SHIM_BASE_RENAME_WITHOUT_REPLACING_H_

#include <string>

namespace hermes {

// The two system calls that file systems may not support. Both return 0 or an
// error number; both names are relative to `dir_fd`. Tests pass calls that
// fail.
struct RenameCalls {
  int (*rename_no_replace)(int dir_fd, const char* from, const char* to);
  int (*link)(int dir_fd, const char* from, const char* to);
};

// renameat2(RENAME_NOREPLACE) and linkat().
extern const RenameCalls kRenameCalls;

// Renames `from`, of any type, to `to` in the directory `dir_fd` (or AT_FDCWD),
// unless something already has that name, even a dangling symbolic link.
// Follows no symbolic link as the last component. Syncs nothing to the disk.
// Returns 0, EEXIST if `to` exists, or another error number; on an error both
// names are as before.
//
// NFS, 9p and some FUSE file systems do not support RENAME_NOREPLACE. There:
// - A file gets `to` as a hard link and then loses `from`, so that for a moment
//   it has both names. If hard links are not supported either, an empty file
//   reserves `to` until the rename replaces it; readers may see it, and it
//   stays if the process is killed at that moment.
// - A directory is renamed if `to` does not exist. If another process makes
//   an empty directory of that name at that moment, it is replaced: rename(2)
//   itself never replaces a file by a directory, nor a directory that has
//   entries.
int RenameWithoutReplacing(int dir_fd, const std::string& from,
                           const std::string& to,
                           const RenameCalls& calls = kRenameCalls);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_RENAME_WITHOUT_REPLACING_H_
