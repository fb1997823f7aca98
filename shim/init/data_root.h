#ifndef HERMES_SHIM_INIT_DATA_ROOT_H_
#define HERMES_SHIM_INIT_DATA_ROOT_H_

#include <sys/types.h>

#include <string>

#include "shim/base/expected.h"

namespace hermes {

// Why no data may be at `path` (the root of HERMES_HOME): it is a directory of
// the system, or a link of another uid leads there. One line; empty if it may.
// Called as root; changes nothing.
std::string DataRootObjection(const std::string& path);

// Makes the data root (one level) if it is missing and gives it to uid and gid
// if MayGiveDataRoot(): if it is root's, as a fresh bind mount is, or
// `image_uid`'s, as a fresh volume is, and with it what Hermes itself has made
// in there (data_ownership.h); any other one is left alone, which is not an
// error. Follows no link at its last component, changes no mode, and touches
// nothing inside if the root is already right. Called as root.
Expected<void> PrepareDataRoot(const std::string& path, uid_t uid, gid_t gid,
                               uid_t image_uid);

// True if this uid may make files in `path`.
bool IsWritableDirectory(const std::string& path);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_DATA_ROOT_H_
