#ifndef HERMES_SHIM_FACTS_ENV_FILES_H_
#define HERMES_SHIM_FACTS_ENV_FILES_H_

#include <string>

#include "shim/base/environment.h"

namespace hermes {

inline constexpr char kEnvFileVariable[] = "HERMES_ENV_FILE";

// What reading the files came to. The message names a file, a line at most, and
// never a value.
struct EnvFilesOutcome {
  int exit_code = 0;  // 0: all is well; 77: may not be read; 78: cannot be used
  std::string message;
};

// Adds the variables of the dotenv files that HERMES_ENV_FILE lists, separated
// by colons, and takes HERMES_ENV_FILE out: whoever is started later may not be
// able to read them, and need not. What the environment has already is not
// changed, also if it is empty; of the files the last one that has a variable
// counts. On a failure `environment` is as it was.
EnvFilesOutcome TakeEnvFiles(Environment& environment);

}  // namespace hermes

#endif  // HERMES_SHIM_FACTS_ENV_FILES_H_
