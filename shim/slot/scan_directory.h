#ifndef HERMES_SHIM_SLOT_SCAN_DIRECTORY_H_
#define HERMES_SHIM_SLOT_SCAN_DIRECTORY_H_

#include <sys/types.h>

#include <string>
#include <string_view>

#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {

// The properties of an open scan directory that decide whether this process may
// work in it.
struct ScanDirectoryFacts {
  uid_t caller = 0;  // the effective uid of this process
  uid_t owner = 0;
  gid_t group = 0;
  mode_t mode = 0;
};

// Returns why this process must not work in the scan directory, as an Error's
// stage, or "" if it may. Root must not work in a directory in which another
// uid can replace what root creates. Any other uid risks no more in it than
// elsewhere. Pure.
std::string_view ScanDirectoryObjection(const ScanDirectoryFacts& facts);

// Opens the scan directory `path`. On platforms that mount /run writable for
// every user, the path may later lead elsewhere; the descriptor does not. If
// this process is root, a symbolic link as the last component is not followed.
// Errors: ELOOP or ENOTDIR for a link or a file; EPERM with
// ScanDirectoryObjection() as the stage.
Expected<UniqueFd> OpenScanDirectory(const std::string& path);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_SCAN_DIRECTORY_H_
