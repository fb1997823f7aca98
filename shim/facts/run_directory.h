#ifndef HERMES_SHIM_FACTS_RUN_DIRECTORY_H_
#define HERMES_SHIM_FACTS_RUN_DIRECTORY_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "shim/base/environment.h"

namespace hermes {

// Returns the candidates for the run directory, which holds the scan directory,
// in the order in which they are tried: only HERMES_ENTRY_RUN_DIR if it is set
// and not empty, else /run, /dev/shm/hermes-entry-<uid>,
// /tmp/hermes-entry-<uid>. Pure.
std::vector<std::string> RunDirectoryCandidates(const Environment& environment,
                                                uid_t uid);

// Returns "<run directory>/service", the scan directory.
std::string ScandirOf(const std::string& run_directory);

}  // namespace hermes

#endif  // HERMES_SHIM_FACTS_RUN_DIRECTORY_H_
