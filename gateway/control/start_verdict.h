#ifndef GATEWAY_CONTROL_START_VERDICT_H_
#define GATEWAY_CONTROL_START_VERDICT_H_

#include <optional>

#include "gateway/control/outcome.h"
#include "shim/manager/service_manager.h"

namespace hermes::gateway {

// What a start or a restart was asked of.
struct StartFacts {
  bool restart = false;
  SlotView before;  // as seen before it was asked
  SlotView now;
  // How long the same process has been seen running, in milliseconds.
  long running_ms = 0;
  long elapsed_ms = 0;  // since it was asked
  bool time_is_over = false;
};

// A gateway counts as started when it has been running for that long: one that
// cannot tell its readiness is taken for ready the moment it begins.
inline constexpr long kSettledMs = 300;

// For that long what is seen may still be from before: s6-svc does not wait for
// the supervisor.
inline constexpr long kStaleMs = 2000;

// What has become of a start or restart; nothing as long as it may still become
// something better. Always an outcome when the time is over. Pure.
std::optional<Outcome> JudgeStart(const StartFacts& facts);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONTROL_START_VERDICT_H_
