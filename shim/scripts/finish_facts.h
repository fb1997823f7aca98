#ifndef HERMES_SHIM_SCRIPTS_FINISH_FACTS_H_
#define HERMES_SHIM_SCRIPTS_FINISH_FACTS_H_

#include <optional>
#include <string>
#include <vector>

#include "shim/base/environment.h"
#include "shim/scripts/restart_decision.h"
#include "shim/slot/slot_records.h"

namespace hermes {

// The arguments of `finish`, and what it has found out before it gathers the
// other facts.
struct FinishCall {
  std::string slot;
  std::vector<std::string> arguments;    // CODE SIGNAL NAME, from s6-supervise
  std::optional<bool> wanted_up = true;  // std::nullopt if unknown
  std::optional<StartRecord> start;      // of the life that ended
};

// Gathers the facts about that life on which DecideRestart() depends. `data_fd`
// is the slot's data/, `environment` the main command's. Removes an operator's
// restart marker and adds an exit with 75 to the recorded ones, so that each
// counts only once.
FinishFacts GatherFinishFacts(const FinishCall& call, int data_fd,
                              const Environment& environment);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_FINISH_FACTS_H_
