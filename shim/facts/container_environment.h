#ifndef HERMES_SHIM_FACTS_CONTAINER_ENVIRONMENT_H_
#define HERMES_SHIM_FACTS_CONTAINER_ENVIRONMENT_H_

#include <string>

#include "shim/base/environment.h"

namespace hermes {

// Where s6-overlay keeps the container's environment, which it hands to its
// main command alone: a file a variable.
inline constexpr char kContainerEnvironment[] = "/run/s6/container_environment";

// `environment`, with the variables in `directory` set to what their files
// hold: every byte but one newline at the end, NUL being a newline. A directory
// or a file that others than root and this uid may write or have put there is
// passed over, and so is what is no regular file.
Environment WithContainerEnvironment(Environment environment,
                                     const std::string& directory);

}  // namespace hermes

#endif  // HERMES_SHIM_FACTS_CONTAINER_ENVIRONMENT_H_
