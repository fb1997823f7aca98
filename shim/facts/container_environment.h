#ifndef HERMES_SHIM_FACTS_CONTAINER_ENVIRONMENT_H_
#define HERMES_SHIM_FACTS_CONTAINER_ENVIRONMENT_H_

#include <string>

#include "shim/base/environment.h"

namespace hermes {

// Where s6-overlay keeps the container's environment, a file a variable: it is
// not in its boot scripts' own, and may not be in its main command's.
inline constexpr char kContainerEnvironment[] = "/run/s6/container_environment";

// What becomes of variables that `environment` has already.
enum class Present { kAreReplaced, kStay };

// `environment`, with the variables in `directory` set to what their files
// hold, as s6-overlay's own reader takes it: every byte, NUL being a newline. A
// directory or a file that others than root and this uid may write or have put
// there is passed over, and so is what is no regular file.
Environment WithContainerEnvironment(Environment environment,
                                     const std::string& directory,
                                     Present present);

}  // namespace hermes

#endif  // HERMES_SHIM_FACTS_CONTAINER_ENVIRONMENT_H_
