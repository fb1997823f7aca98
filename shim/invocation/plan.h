#ifndef HERMES_SHIM_INVOCATION_PLAN_H_
#define HERMES_SHIM_INVOCATION_PLAN_H_

#include <string>
#include <string_view>
#include <vector>

#include "shim/invocation/facts.h"

namespace hermes {

enum class Action {
  kExec,             // become the program
  kSupervise,        // bring the slot up in the live tree and be the heartbeat
  kStartSupervised,  // the same without the heartbeat (docker exec)
  kOwnInit,          // be PID 1 of a tree of our own
  kOwnTree,          // the same below somebody else's PID 1
  kExecOverlayInit,  // become s6-overlay's /init, which starts us again
  kRefuse,           // say why and exit
};

struct Plan {
  Action action = Action::kExec;
  int exit_code = 0;                  // of kRefuse
  std::vector<std::string> messages;  // lines for stderr, before the action
  // Why a gateway run is not supervised: the name of the first closed gate;
  // empty if all are open and for every other command.
  std::string_view closed_gate;
  // Of a gateway run that did not come with the sentinel; else empty.
  std::string profile;
  // What is executed, or fallen back to; the program is resolved.
  std::string program;
  std::vector<std::string> argv;
  bool supervise = false;             // kOwnInit: be the heartbeat of `profile`
  bool supervision_required = false;  // no falling back to the foreground
  // kExec: become the hermes user first. PID 1 sees to that by itself.
  bool drop_root = false;
};

// Design sections 4 to 6 as one decision. Pure.
Plan Decide(const Facts& facts);

// The stable name of an action: "own-init", for explanations and tests.
std::string_view ActionName(Action action);

}  // namespace hermes

#endif  // HERMES_SHIM_INVOCATION_PLAN_H_
