#ifndef HERMES_SHIM_FACTS_CONTAINER_ENVIRONMENT_H_
#define HERMES_SHIM_FACTS_CONTAINER_ENVIRONMENT_H_

#include <string>

#include "shim/base/environment.h"

namespace hermes {

// The directory in which s6-overlay keeps the container's environment, one file
// for each variable. s6-overlay's boot scripts do not have these variables in
// their own environment, and its main command may not have them either.
inline constexpr char kContainerEnvironment[] = "/run/s6/container_environment";

// Whether the files replace variables that `environment` has already.
enum class Present { kAreReplaced, kStay };

// Returns `environment` with the variables in `directory` set to the contents
// of their files. Reads them as s6-overlay does: keeps every byte, except that
// NUL becomes a newline. Skips a directory or file that is owned or writable by
// any user except root and this uid, and everything but regular files.
Environment WithContainerEnvironment(Environment environment,
                                     const std::string& directory,
                                     Present present);

}  // namespace hermes

#endif  // HERMES_SHIM_FACTS_CONTAINER_ENVIRONMENT_H_
