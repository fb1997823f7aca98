#ifndef HERMES_SHIM_RECONCILE_BOOT_SETTINGS_H_
#define HERMES_SHIM_RECONCILE_BOOT_SETTINGS_H_

#include <optional>
#include <string>
#include <vector>

#include "shim/base/environment.h"
#include "shim/profile/recorded_state.h"

namespace hermes {

// HERMES_GATEWAY_AUTOSTART: whether a boot starts the profiles that are
// recorded as running.
enum class Autostart {
  kUnset,   // only if the container's command is a supervised `gateway run`
  kAlways,  // whatever the command is
  kNever,   // starts only the profile that the command names
};

// The operator's settings for a boot.
struct BootSettings {
  Autostart autostart = Autostart::kUnset;
  // HERMES_GATEWAY_BOOTSTRAP_STATE: kRunning or kStopped, if it is set.
  std::optional<Intent> bootstrap_state;
  int start_stagger_s = 0;         // HERMES_GATEWAY_START_STAGGER
  bool dashboard_enabled = false;  // HERMES_DASHBOARD
  // One line for each value that is invalid and therefore ignored, and one for
  // dashboard settings without HERMES_DASHBOARD.
  std::vector<std::string> warnings;
};

// Reads the settings. An unset, empty or invalid variable means the default.
// Pure.
BootSettings ReadBootSettings(const Environment& environment);

}  // namespace hermes

#endif  // HERMES_SHIM_RECONCILE_BOOT_SETTINGS_H_
