#ifndef HERMES_SHIM_SCRIPTS_LOG_DIRECTORY_H_
#define HERMES_SHIM_SCRIPTS_LOG_DIRECTORY_H_

#include <string>
#include <string_view>

#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {

// Opens <root>/logs/gateways/<profile> and creates missing directories (0700).
// `root` itself must exist and may be a symbolic link; below it no link is
// followed.
Expected<UniqueFd> OpenLogDirectory(const std::string& root,
                                    std::string_view profile);

// Tries what s6-log will do in the directory, because s6-log exits if any of it
// fails and would then be restarted again and again: writes a block to the
// disk, takes the lock, opens s6-log's files. Leaves only an empty `lock`.
// Errors: EAGAIN or EACCES with the stage "locking" if another s6-log has the
// lock; otherwise the error of the failed step (ENOSPC, EROFS, EACCES, ...).
Expected<void> ProbeLogDirectory(int directory_fd);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_LOG_DIRECTORY_H_
