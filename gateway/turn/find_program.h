#ifndef GATEWAY_TURN_FIND_PROGRAM_H_
#define GATEWAY_TURN_FIND_PROGRAM_H_

#include <string>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// Returns the path to execute for `name` in the working directory
// `directory_fd`. A name that contains a slash is the path itself; other names
// are searched for in `path`, the value of PATH, whose relative entries are
// ignored. Errors, with a message of one clause: NotFound; PermissionDenied if
// the file exists but is not a regular file that this uid may execute.
absl::StatusOr<std::string> FindProgram(const std::string& name,
                                        const std::string& path,
                                        int directory_fd);

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_FIND_PROGRAM_H_
