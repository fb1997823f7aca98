#ifndef HERMES_SHIM_SLOT_SCAN_DIRECTORY_H_
#define HERMES_SHIM_SLOT_SCAN_DIRECTORY_H_

#include <sys/types.h>

#include <string>
#include <string_view>

#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {

// What an open scan directory is judged by.
struct ScanDirectoryFacts {
  uid_t caller = 0;  // the effective uid of this process
  uid_t owner = 0;
  gid_t group = 0;
  mode_t mode = 0;
};

// Why this process must not work in the scan directory, as an Error's stage;
// empty if it may. Root must not work in a directory in which another uid can
// replace what root makes there. Other uids have no more to lose in it than
// they have elsewhere. Pure.
std::string_view ScanDirectoryObjection(const ScanDirectoryFacts& facts);

// Opens the scan directory `path`. The name may lead elsewhere later, since
// platforms mount /run writable for all; the descriptor does not. If this
// process is root, a symbolic link as the last component is not followed.
// Errors: ELOOP or ENOTDIR for a link or a file, EPERM with the objection.
Expected<UniqueFd> OpenScanDirectory(const std::string& path);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_SCAN_DIRECTORY_H_
