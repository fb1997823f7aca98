#ifndef GATEWAY_FILES_OPEN_ERROR_H_
#define GATEWAY_FILES_OPEN_ERROR_H_

#include <string>

#include "absl/status/status.h"

namespace hermes::gateway {

// Returns one line for the failure to open the file `name` of HERMES_HOME for
// creating or writing, with the errno `error`: PermissionDenied (77),
// ResourceExhausted for a full disk, and NotFound for anything else (73).
absl::Status CannotOpenInHome(const std::string& name, int error);

}  // namespace hermes::gateway

#endif  // GATEWAY_FILES_OPEN_ERROR_H_
