#ifndef GATEWAY_SESSION_UPKEEP_SCHEDULE_H_
#define GATEWAY_SESSION_UPKEEP_SCHEDULE_H_

#include <chrono>

namespace hermes::gateway {

// Decides when the session store does its next step of upkeep. A value that
// reads no clock: the caller passes the time. The first step is due at once.
class UpkeepSchedule {
 public:
  using Time = std::chrono::steady_clock::time_point;

  struct Intervals {
    // The least time between a step that found nothing to do and the next one,
    // which follows an operation.
    std::chrono::milliseconds after_operations;
    // The most time without a step although no operation comes: sessions grow
    // old by themselves. 0 if there is no age limit: no step then.
    std::chrono::milliseconds without_operations;
    // Between two steps of the same series.
    std::chrono::milliseconds between_steps;
  };

  explicit UpkeepSchedule(const Intervals& intervals) : intervals_(intervals) {}

  // When the next step is due; Time::max() if only an operation can make one
  // due.
  Time next() const { return next_; }
  bool IsDue(Time now) const { return now >= next_; }

  // An operation has been done.
  void OnOperation();
  // A step has been done, or could not be done, at `now`. `found_work`: there
  // may be more.
  void OnStep(Time now, bool found_work);

 private:
  Intervals intervals_;
  Time last_step_{};
  Time next_{};
};

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_UPKEEP_SCHEDULE_H_
