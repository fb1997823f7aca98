#ifndef HERMES_SHIM_SUPERVISION_FALL_BACK_H_
#define HERMES_SHIM_SUPERVISION_FALL_BACK_H_

#include <string>

#include "shim/base/expected.h"

namespace hermes {

// The reaction of hermes-entry to a gateway that it cannot supervise.
enum class FallBack {
  kForeground,  // runs it in the foreground instead
  kRequired,    // starts nothing, because supervision is required
  // Starts nothing: the slot could not be unregistered, so that its supervisor
  // may start the gateway at any time, and there must not be two.
  kStillSupervised,
};

// Returns kStillSupervised if the slot has a supervisor, else kRequired or
// kForeground. Pure.
FallBack ChooseFallBack(bool supervision_required, bool slot_has_supervisor);

// Returns the line that reports `fall_back` and the error that led to it. Pure.
std::string FallBackLine(const Error& why, FallBack fall_back);

}  // namespace hermes

#endif  // HERMES_SHIM_SUPERVISION_FALL_BACK_H_
