#include "shim/profile/profile_home.h"

#include <sys/stat.h>

#include <cerrno>
#include <optional>
#include <string>
#include <string_view>

#include "shim/base/environment.h"
#include "shim/profile/profile.h"
#include "shim/profile/slot_name.h"

namespace hermes {
namespace {

// Returns 0 if `path` exists, else the error number of stat().
int ErrorOf(const std::string& path) {
  struct stat st;
  return stat(path.c_str(), &st) == 0 ? 0 : errno;
}

}  // namespace

std::optional<std::string> ProfileHomeOfSlot(std::string_view slot,
                                             const Environment& environment) {
  const std::optional<std::string> profile = ProfileOfSlot(slot);
  if (!profile) return std::nullopt;
  return ProfileDirectory(
      ParseDataHome(environment.GetOrEmpty("HERMES_HOME")).root, *profile);
}

bool IsProfileGone(std::string_view slot, const Environment& environment) {
  const std::optional<std::string> home = ProfileHomeOfSlot(slot, environment);
  if (!home || slot == SlotName("default")) return false;
  return ErrorOf(*home) == ENOENT &&
         ErrorOf(home->substr(0, home->rfind('/'))) == 0;
}

}  // namespace hermes
