#ifndef HERMES_SHIM_SCRIPTS_FINISH_FACTS_H_
#define HERMES_SHIM_SCRIPTS_FINISH_FACTS_H_

#include <optional>
#include <string>
#include <vector>

#include "shim/base/environment.h"
#include "shim/scripts/restart_decision.h"
#include "shim/slot/slot_records.h"

namespace hermes {

// What `finish` is called with and where.
struct FinishCall {
  std::string slot;
  std::vector<std::string> arguments;    // CODE SIGNAL NAME, from s6-supervise
  std::optional<bool> wanted_up = true;  // std::nullopt: not known
  std::optional<StartRecord> start;      // of the life that ended
};

// Gathers what the judgement over that life rests on. `data_fd` is the slot's
// data/, `environment` the main command's. Takes an operator's restart marker
// away and adds a 75 to the recorded ones: both count once.
FinishFacts GatherFinishFacts(const FinishCall& call, int data_fd,
                              const Environment& environment);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_FINISH_FACTS_H_
