#ifndef HERMES_SHIM_FACTS_GATHER_H_
#define HERMES_SHIM_FACTS_GATHER_H_

#include <string>
#include <vector>

#include "shim/base/process_context.h"
#include "shim/facts/s6_evidence.h"
#include "shim/facts/s6_programs.h"
#include "shim/invocation/facts.h"

namespace hermes {

// The facts, and what the actors need beside them.
struct Gathered {
  Facts facts;
  S6Evidence evidence;    // empty unless it was looked for
  S6Programs s6;          // empty unless they were looked for
  std::string data_root;  // of all profiles
};

// Gathers what the decision about `args` (without the program's name) rests on,
// and nothing else: a command that is not hermes costs no look at /proc, at the
// data or for s6, unless this process is PID 1. Changes nothing.
// `is_front_door`: this process came in as `hermes` through docker exec.
Gathered GatherFacts(const ProcessContext& context,
                     const std::vector<std::string>& args, bool is_front_door);

}  // namespace hermes

#endif  // HERMES_SHIM_FACTS_GATHER_H_
