#ifndef GATEWAY_TURN_TURN_OBSERVER_H_
#define GATEWAY_TURN_TURN_OBSERVER_H_

#include <chrono>
#include <optional>
#include <string>

#include "gateway/turn/backend.h"

namespace hermes::gateway {

// Who counts turns. Called on the loop; must return at once.
class TurnObserver {
 public:
  virtual ~TurnObserver() = default;
  virtual void TurnStarted() = 0;
  // Since the turn's start.
  virtual void FirstText(std::chrono::nanoseconds after) = 0;
  // `outcome`: stop, length, content_filter, error, cancelled, interrupted.
  virtual void TurnEnded(const std::string& outcome,
                         std::chrono::nanoseconds after,
                         const std::optional<Usage>& usage) = 0;
  // The back end failed a turn that nobody had stopped; TurnFailure::code.
  virtual void BackendFailed(const std::string& code) = 0;
  // The session store failed, or works again.
  virtual void StoreWorks(bool works) = 0;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_TURN_OBSERVER_H_
