#ifndef HERMES_SHIM_RECONCILE_BOOT_SETTINGS_H_
#define HERMES_SHIM_RECONCILE_BOOT_SETTINGS_H_

#include <optional>
#include <string>
#include <vector>

#include "shim/base/environment.h"
#include "shim/profile/recorded_state.h"

namespace hermes {

// HERMES_GATEWAY_AUTOSTART: are slots started by what is recorded of them?
enum class Autostart {
  kUnset,  // where the container's command is a supervised `gateway run`
  kAlways,
  kNever,  // but for the profile that the command names
};

// What an operator may say about a boot, by variables.
struct BootSettings {
  Autostart autostart = Autostart::kUnset;
  // HERMES_GATEWAY_BOOTSTRAP_STATE: kRunning or kStopped, where it is set.
  std::optional<Intent> bootstrap_state;
  int start_stagger_s = 0;         // HERMES_GATEWAY_START_STAGGER
  bool dashboard_enabled = false;  // HERMES_DASHBOARD
  // One line for each value that was not understood and is not used, and for
  // dashboard settings without the switch.
  std::vector<std::string> warnings;
};

// Pure. Unset and empty mean the default; nothing is refused.
BootSettings ReadBootSettings(const Environment& environment);

}  // namespace hermes

#endif  // HERMES_SHIM_RECONCILE_BOOT_SETTINGS_H_
