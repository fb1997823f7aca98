#ifndef HERMES_SHIM_SCRIPTS_LOG_DIRECTORY_H_
#define HERMES_SHIM_SCRIPTS_LOG_DIRECTORY_H_

#include <string>
#include <string_view>

#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {

// Opens <root>/logs/gateways/<profile>, making what is missing (0700). `root`
// itself must exist and may be a symlink; below it none is followed.
Expected<UniqueFd> OpenLogDirectory(const std::string& root,
                                    std::string_view profile);

// Tries what s6-log is going to do there, because it would die on a failure,
// again and again: write a block to the disk, take the lock, open its files.
// Leaves nothing behind but an empty `lock`. Errors: EAGAIN or EACCES "locking"
// if another s6-log has the lock; ENOSPC, EROFS, EACCES, ... what failed.
Expected<void> ProbeLogDirectory(int directory_fd);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_LOG_DIRECTORY_H_
