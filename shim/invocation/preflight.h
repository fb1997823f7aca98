#ifndef HERMES_SHIM_INVOCATION_PREFLIGHT_H_
#define HERMES_SHIM_INVOCATION_PREFLIGHT_H_

#include <string>
#include <string_view>

#include "shim/invocation/facts.h"

namespace hermes {

// The reason why an invocation is refused.
struct Obstacle {
  std::string_view name;  // stable; empty if nothing is refused
  int exit_code = 0;      // 0 if nothing is refused
  std::string message;    // the cause, its consequence and a remedy
};

// Returns the first obstacle that makes the invocation impossible or invalid.
// `closed_gate` is the first closed gate of a gateway run, else "". Pure.
Obstacle FirstObstacle(const Facts& facts, std::string_view closed_gate);

}  // namespace hermes

#endif  // HERMES_SHIM_INVOCATION_PREFLIGHT_H_
