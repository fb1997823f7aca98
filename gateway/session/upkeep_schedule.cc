#include "gateway/session/upkeep_schedule.h"

#include <algorithm>

namespace hermes::gateway {

void UpkeepSchedule::OnOperation() {
  next_ = std::min(next_, last_step_ + intervals_.after_operations);
}

void UpkeepSchedule::OnStep(Time now, bool found_work) {
  last_step_ = now;
  if (found_work) {
    next_ = now + intervals_.between_steps;
  } else if (intervals_.without_operations.count() > 0) {
    next_ = now + intervals_.without_operations;
  } else {
    next_ = Time::max();
  }
}

}  // namespace hermes::gateway
