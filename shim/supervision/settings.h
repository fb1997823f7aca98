#ifndef HERMES_SHIM_SUPERVISION_SETTINGS_H_
#define HERMES_SHIM_SUPERVISION_SETTINGS_H_

#include <string>
#include <vector>

#include "shim/base/environment.h"
#include "shim/supervision/on_fatal.h"

namespace hermes {

// The operator's settings for the end of a supervised container.
struct SupervisionSettings {
  int term_exit_code = 0;       // HERMES_ENTRY_TERM_EXIT_CODE, 0 to 255
  int stop_timeout_ms = 75000;  // HERMES_ENTRY_STOP_TIMEOUT, whole seconds
  OnFatal on_fatal = OnFatal::kStay;  // HERMES_GATEWAY_ON_FATAL
  // One line for each value that is invalid and therefore ignored.
  std::vector<std::string> warnings;
};

// Reads the settings. An unset, empty or invalid variable means the default.
// Pure.
SupervisionSettings ReadSupervisionSettings(const Environment& environment);

}  // namespace hermes

#endif  // HERMES_SHIM_SUPERVISION_SETTINGS_H_
