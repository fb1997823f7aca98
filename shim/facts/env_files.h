#ifndef HERMES_SHIM_FACTS_ENV_FILES_H_
#define HERMES_SHIM_FACTS_ENV_FILES_H_

#include <string>

#include "shim/base/environment.h"

namespace hermes {

inline constexpr char kEnvFileVariable[] = "HERMES_ENV_FILE";

// The result of reading the files. The message may name a file and a line, but
// never contains a value.
struct EnvFilesOutcome {
  int exit_code = 0;  // 0: success; 77: no permission; 78: cannot be used
  std::string message;
};

// Adds the variables of the dotenv files in HERMES_ENV_FILE, a list separated
// by colons, and removes HERMES_ENV_FILE: processes that are started later need
// not read the files, and may not be able to. Keeps variables that are already
// set, also empty ones. If several files set a variable, the last one counts.
// Leaves `environment` unchanged on a failure.
EnvFilesOutcome LoadEnvFiles(Environment& environment);

}  // namespace hermes

#endif  // HERMES_SHIM_FACTS_ENV_FILES_H_
