#ifndef GATEWAY_FILES_HOME_DIRECTORY_H_
#define GATEWAY_FILES_HOME_DIRECTORY_H_

#include <string>

#include "absl/status/statusor.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {

// The profile's HERMES_HOME, open: every file of the gateway is reached
// through this descriptor, so that a rename of a parent moves nothing from
// under us.
struct HomeDirectory {
  std::string path;
  UniqueFd fd;  // O_DIRECTORY | O_CLOEXEC
};

// Opens `path`. If it is missing, kMake makes it (mode 0700, parents too) and
// kMustExist refuses. Proves that this uid can make files in it by making one
// and taking it away. Errors, one line that says what to do: PermissionDenied
// if it cannot be read or written, also on a read-only file system; NotFound if
// it cannot be made for another reason, ResourceExhausted if the disk is full.
enum class MissingHome { kMake, kMustExist };
absl::StatusOr<HomeDirectory> OpenHome(const std::string& path,
                                       MissingHome missing);

}  // namespace hermes::gateway

#endif  // GATEWAY_FILES_HOME_DIRECTORY_H_
