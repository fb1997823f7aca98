#ifndef HERMES_SHIM_INVOCATION_PLAN_H_
#define HERMES_SHIM_INVOCATION_PLAN_H_

#include <string>
#include <string_view>
#include <vector>

#include "shim/invocation/facts.h"

namespace hermes {

// What this process does.
enum class Action {
  kExec,             // executes the program in its place
  kSupervise,        // starts the slot in the live tree and is the heartbeat
  kStartSupervised,  // the same without the heartbeat (docker exec)
  kOwnInit,          // is PID 1 and the parent of its own tree
  kOwnTree,          // is the parent of its own tree below another PID 1
  kExecOverlayInit,  // executes s6-overlay's /init, which starts hermes-entry
  kRefuse,           // prints the reason and exits
};

struct Plan {
  Action action = Action::kExec;
  int exit_code = 0;                  // for kRefuse
  std::vector<std::string> messages;  // lines for stderr, before the action
  // The name of the first closed gate, because of which a gateway run is not
  // supervised; empty if all are open and for every other command.
  std::string_view closed_gate;
  // The profile of a gateway run without the sentinel; else empty.
  std::string profile;
  // The resolved path of the program that is executed, also as a fallback.
  std::string program;
  std::vector<std::string> argv;
  bool supervise = false;             // a supervised gateway run of `profile`
  bool supervision_required = false;  // no fallback to the foreground
  // For kExec: change to the hermes user first. (PID 1 always does.)
  bool drop_root = false;
};

// Decides what to do about an invocation: whether it is refused, whether a
// gateway run is supervised and by which tree, or what is executed. Pure.
Plan Decide(const Facts& facts);

// Returns the stable name of an action, for instance "own-init", for
// explanations and tests.
std::string_view ActionName(Action action);

}  // namespace hermes

#endif  // HERMES_SHIM_INVOCATION_PLAN_H_
