#ifndef GATEWAY_TURN_TURN_OBSERVER_H_
#define GATEWAY_TURN_TURN_OBSERVER_H_

#include <chrono>
#include <optional>
#include <string>

#include "gateway/turn/backend.h"

namespace hermes::gateway {

// Is notified of turns, for metrics. Called on the event loop; must not block.
class TurnObserver {
 public:
  virtual ~TurnObserver() = default;
  virtual void TurnStarted() = 0;
  // `after` is the time since the turn's start.
  virtual void FirstText(std::chrono::nanoseconds after) = 0;
  // `outcome` is stop, length, content_filter, error, cancelled or interrupted.
  virtual void TurnEnded(const std::string& outcome,
                         std::chrono::nanoseconds after,
                         const std::optional<Usage>& usage) = 0;
  // The back end failed in a turn that was not stopped. `code` is
  // TurnFailure::code.
  virtual void BackendFailed(const std::string& code) = 0;
  // The session store has failed (false), or has worked (true).
  virtual void StoreWorks(bool works) = 0;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_TURN_OBSERVER_H_
