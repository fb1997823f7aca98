#include "shim/facts/run_directory.h"

#include <string>
#include <string_view>
#include <vector>

namespace hermes {

std::vector<std::string> RunDirectoryCandidates(const Environment& environment,
                                                uid_t uid) {
  const std::string_view chosen =
      environment.GetOrEmpty("HERMES_ENTRY_RUN_DIR");
  if (!chosen.empty()) return {std::string(chosen)};
  const std::string own = "hermes-entry-" + std::to_string(uid);
  return {"/run", "/dev/shm/" + own, "/tmp/" + own};
}

std::string ScandirOf(const std::string& run_directory) {
  return run_directory + "/service";
}

}  // namespace hermes
