#include "shim/supervision/fall_back.h"

#include <string>

#include "shim/base/expected.h"

namespace hermes {

FallBack ChooseFallBack(bool supervision_required, bool slot_has_supervisor) {
  if (slot_has_supervisor) return FallBack::kStillSupervised;
  return supervision_required ? FallBack::kRequired : FallBack::kForeground;
}

std::string FallBackLine(const Error& why, FallBack fall_back) {
  std::string line = "the gateway cannot be supervised (";
  line.append(Describe(why)).append(")");
  switch (fall_back) {
    case FallBack::kForeground:
      return line + "; running it in the foreground instead";
    case FallBack::kRequired:
      return line +
             " and HERMES_GATEWAY_SUPERVISE=require forbids the "
             "foreground; nothing was started";
    case FallBack::kStillSupervised:
      break;
  }
  return line +
         ", but its slot still has a supervisor, which may start it; "
         "no second gateway is started: restart the container";
}

}  // namespace hermes
