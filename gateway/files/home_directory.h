#ifndef GATEWAY_FILES_HOME_DIRECTORY_H_
#define GATEWAY_FILES_HOME_DIRECTORY_H_

#include <string>

#include "absl/status/statusor.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {

// The open HERMES_HOME of a profile. The gateway reaches every file through
// this descriptor, so that renaming a parent directory does no harm.
struct HomeDirectory {
  std::string path;
  UniqueFd fd;  // O_DIRECTORY | O_CLOEXEC
};

// Opens `path`. If it is missing, kMake creates it (mode 0700, including
// parents) and kMustExist returns an error. Verifies that this uid can create
// files in it by creating and removing one. Errors, one line that says what to
// do: PermissionDenied if it cannot be read or written, also on a read-only
// file system; NotFound if it cannot be created for another reason,
// ResourceExhausted if the disk is full.
enum class MissingHome { kMake, kMustExist };
absl::StatusOr<HomeDirectory> OpenHome(const std::string& path,
                                       MissingHome missing);

}  // namespace hermes::gateway

#endif  // GATEWAY_FILES_HOME_DIRECTORY_H_
