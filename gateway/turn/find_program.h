#ifndef GATEWAY_TURN_FIND_PROGRAM_H_
#define GATEWAY_TURN_FIND_PROGRAM_H_

#include <string>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// The path to execute for `name` in the working directory `directory_fd`. A
// name with a slash is that path; another is looked for in `path`, the value of
// PATH, of which only absolute entries count.
// Errors, one clause: NotFound; PermissionDenied for what is there but no
// regular file that this uid may execute.
absl::StatusOr<std::string> FindProgram(const std::string& name,
                                        const std::string& path,
                                        int directory_fd);

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_FIND_PROGRAM_H_
