#ifndef HERMES_SHIM_FACTS_RUN_DIRECTORY_H_
#define HERMES_SHIM_FACTS_RUN_DIRECTORY_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "shim/base/environment.h"

namespace hermes {

// The run directories in the order in which they are tried (design section 6):
// HERMES_ENTRY_RUN_DIR alone if it is set and not empty, else /run,
// /dev/shm/hermes-entry-<uid>, /tmp/hermes-entry-<uid>. Pure.
std::vector<std::string> RunDirectoryCandidates(const Environment& environment,
                                                uid_t uid);

// "<run directory>/service".
std::string ScandirOf(const std::string& run_directory);

}  // namespace hermes

#endif  // HERMES_SHIM_FACTS_RUN_DIRECTORY_H_
