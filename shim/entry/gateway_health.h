#ifndef HERMES_SHIM_ENTRY_GATEWAY_HEALTH_H_
#define HERMES_SHIM_ENTRY_GATEWAY_HEALTH_H_

#include <optional>
#include <string>

#include "shim/slot/slot_control.h"

namespace hermes {

// What health and readiness of one slot are judged by.
struct GatewayObservation {
  std::string profile;
  SlotStatus slot;
  // The slot's record of having failed for good; nothing if there is none.
  std::optional<std::string> failed_record;
  bool failed_denied = false;  // this uid may not look for that record
  // Content of the profile's gateway_state.json; nothing if it is not there.
  std::optional<std::string> state_file;
  bool state_denied = false;  // this uid may not read that file
};

// What is wrong with the gateway, as one line that names the slot; empty if all
// is well. A slot that is not wanted up is well unless it has failed for good
// (where the record may not be read, by an exit code that means so). A wanted
// one is well if its process is up and its state file, written by that very
// process, says running or degraded (up, a platform is being tried again), or,
// unless `ready` is asked for, draining; where the file may not be read, the
// slot's own readiness decides. Pure.
std::string GatewayComplaint(const GatewayObservation& observation, bool ready);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_GATEWAY_HEALTH_H_
