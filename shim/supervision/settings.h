#ifndef HERMES_SHIM_SUPERVISION_SETTINGS_H_
#define HERMES_SHIM_SUPERVISION_SETTINGS_H_

#include <string>
#include <vector>

#include "shim/base/environment.h"
#include "shim/supervision/on_fatal.h"

namespace hermes {

// What an operator may change about the end of a supervised container.
struct SupervisionSettings {
  int term_exit_code = 0;       // HERMES_ENTRY_TERM_EXIT_CODE, 0 to 255
  int stop_timeout_ms = 75000;  // HERMES_ENTRY_STOP_TIMEOUT, whole seconds
  OnFatal on_fatal = OnFatal::kStay;  // HERMES_GATEWAY_ON_FATAL
  // One line for each value that was not understood and is not used.
  std::vector<std::string> warnings;
};

// Pure. Unset and empty mean the default; nothing is refused.
SupervisionSettings ReadSupervisionSettings(const Environment& environment);

}  // namespace hermes

#endif  // HERMES_SHIM_SUPERVISION_SETTINGS_H_
