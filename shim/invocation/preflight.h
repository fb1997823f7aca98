#ifndef HERMES_SHIM_INVOCATION_PREFLIGHT_H_
#define HERMES_SHIM_INVOCATION_PREFLIGHT_H_

#include <string>
#include <string_view>

#include "shim/invocation/facts.h"

namespace hermes {

// Why nothing is started at all.
struct Obstacle {
  std::string_view name;  // stable; empty if nothing is refused
  int exit_code = 0;      // 0 if nothing is refused
  std::string message;    // what was seen, what it means, what to do
};

// The preflight: the first thing that makes the invocation impossible or
// wrong. `closed_gate` is that of a gateway run, else "". Pure.
Obstacle FirstObstacle(const Facts& facts, std::string_view closed_gate);

}  // namespace hermes

#endif  // HERMES_SHIM_INVOCATION_PREFLIGHT_H_
