#ifndef HERMES_SHIM_ENTRY_GATEWAY_HEALTH_H_
#define HERMES_SHIM_ENTRY_GATEWAY_HEALTH_H_

#include <optional>
#include <string>

#include "shim/slot/slot_control.h"

namespace hermes {

// The facts from which the health and readiness of one slot are derived.
struct GatewayObservation {
  std::string profile;
  SlotStatus slot;
  // The slot's record of a permanent failure; std::nullopt if there is none.
  std::optional<std::string> failed_record;
  bool failed_denied = false;  // this uid may not read that record
  // The content of the profile's gateway_state.json; std::nullopt if there is
  // no such file.
  std::optional<std::string> state_file;
  bool state_denied = false;  // this uid may not read that file
};

// Returns one line that names the slot and says why it is not healthy, or, with
// `ready`, not ready. Returns "" if it is.
//  - A slot that is not wanted up is healthy unless it has failed permanently.
//    If the record of that may not be read, the last exit code decides.
//  - A slot that is wanted up is healthy if its process is up and the state
//    file, written by that process, says running, degraded (a platform is being
//    retried) or, if `ready` is false, draining. If the state file may not be
//    read, the readiness of the slot decides.
// Pure.
std::string GatewayProblem(const GatewayObservation& observation, bool ready);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_GATEWAY_HEALTH_H_
