#ifndef HERMES_SHIM_ENTRY_GATEWAY_HEALTH_H_
#define HERMES_SHIM_ENTRY_GATEWAY_HEALTH_H_

#include <optional>
#include <string>
#include <string_view>

#include "shim/slot/slot_control.h"

namespace hermes {

// What health and readiness of one wanted slot are judged by.
struct GatewayObservation {
  std::string profile;
  SlotStatus slot;
  // Content of the profile's gateway_state.json; nothing if it is not there.
  std::optional<std::string> state_file;
  // The file is there and this uid may not read it: the slot's own readiness
  // has to do.
  bool state_denied = false;
};

// What is wrong with the gateway, as one line that names the slot; empty if it
// is healthy: its process is up and its state file, written by that very
// process, says running or degraded (up, a platform is being tried again), or,
// unless `ready` is asked for, draining. Pure.
std::string GatewayComplaint(const GatewayObservation& observation, bool ready);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_GATEWAY_HEALTH_H_
