#ifndef GATEWAY_SESSION_UPKEEP_SCHEDULE_H_
#define GATEWAY_SESSION_UPKEEP_SCHEDULE_H_

#include <chrono>

namespace hermes::gateway {

// Decides when the session store does its next step of upkeep. Reads no clock:
// the caller passes the time. The first step is due at once.
class UpkeepSchedule {
 public:
  using Time = std::chrono::steady_clock::time_point;

  struct Intervals {
    // The minimum time between a step that found no work and the next step,
    // which follows an operation.
    std::chrono::milliseconds after_operations;
    // The maximum time without a step without operations, because
    // sessions reach the age limit without any. 0 without an age limit:
    // then only operations cause steps.
    std::chrono::milliseconds without_operations;
    // The time between two steps of the same series.
    std::chrono::milliseconds between_steps;
  };

  explicit UpkeepSchedule(const Intervals& intervals) : intervals_(intervals) {}

  // Returns when the next step is due, or Time::max() if only an operation can
  // make one due.
  Time next() const { return next_; }
  bool IsDue(Time now) const { return now >= next_; }

  // Call it after each operation.
  void OnOperation();
  // Call it after a step, even if it failed. `found_work` is true if more work
  // may be left.
  void OnStep(Time now, bool found_work);

 private:
  Intervals intervals_;
  Time last_step_{};
  Time next_{};
};

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_UPKEEP_SCHEDULE_H_
