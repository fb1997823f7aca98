#ifndef GATEWAY_CONTROL_START_VERDICT_H_
#define GATEWAY_CONTROL_START_VERDICT_H_

#include <optional>

#include "gateway/control/outcome.h"
#include "shim/manager/service_manager.h"

namespace hermes::gateway {

// Observations of a slot after a request to start or restart it.
struct StartFacts {
  bool restart = false;
  SlotView before;  // as seen before the request
  SlotView now;
  // How long the same process has been seen running, in milliseconds.
  long running_ms = 0;
  long elapsed_ms = 0;  // since the request
  bool time_is_over = false;
};

// A gateway counts as started after it has been running for this long: a
// gateway that cannot report readiness counts as ready as soon as it starts.
inline constexpr long kSettledMs = 300;

// For this long an observation may predate the request: s6-svc does not wait
// for the supervisor.
inline constexpr long kStaleMs = 2000;

// Decides the outcome of a start or restart. Returns std::nullopt while the
// outcome may still improve; always returns an outcome when the time is over.
// Pure.
std::optional<Outcome> JudgeStart(const StartFacts& facts);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONTROL_START_VERDICT_H_
