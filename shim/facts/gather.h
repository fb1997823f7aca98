#ifndef HERMES_SHIM_FACTS_GATHER_H_
#define HERMES_SHIM_FACTS_GATHER_H_

#include <string>
#include <vector>

#include "shim/base/process_context.h"
#include "shim/facts/s6_evidence.h"
#include "shim/facts/s6_programs.h"
#include "shim/invocation/facts.h"

namespace hermes {

// The facts, and further values that the actors need.
struct Gathered {
  Facts facts;
  S6Evidence evidence;    // empty unless the decision needs it
  S6Programs s6;          // empty unless the decision needs them
  std::string data_root;  // contains the data of all profiles
};

// Gathers only the facts that the decision about `args` (without the program's
// name) needs: for a command that is not hermes, it does not access /proc or
// the data and does not search for s6, unless this process is PID 1. Changes
// nothing. `is_front_door` is true if this process was called as `hermes`
// through docker exec.
Gathered GatherFacts(const ProcessContext& context,
                     const std::vector<std::string>& args, bool is_front_door);

}  // namespace hermes

#endif  // HERMES_SHIM_FACTS_GATHER_H_
