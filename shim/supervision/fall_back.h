#ifndef HERMES_SHIM_SUPERVISION_FALL_BACK_H_
#define HERMES_SHIM_SUPERVISION_FALL_BACK_H_

#include <string>

#include "shim/base/expected.h"

namespace hermes {

// What becomes of a gateway that cannot be supervised.
enum class FallBack {
  kForeground,       // it runs in the foreground instead
  kRequired,         // supervision is required, so that nothing runs
  kStillSupervised,  // its slot could not be taken back and may start it any
                     // time: a second one beside it would be one too many
};

// Pure.
FallBack ChooseFallBack(bool supervision_required, bool slot_has_supervisor);

// The line that says so, and why. Pure.
std::string FallBackLine(const Error& why, FallBack fall_back);

}  // namespace hermes

#endif  // HERMES_SHIM_SUPERVISION_FALL_BACK_H_
