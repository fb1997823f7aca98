#ifndef HERMES_SHIM_PROFILE_PLANNED_STOP_H_
#define HERMES_SHIM_PROFILE_PLANNED_STOP_H_

#include <sys/types.h>

#include <string>

#include "shim/base/expected.h"

namespace hermes {

struct PlannedStop {
  pid_t target_pid = 0;
  long long target_start_ticks = 0;  // field 22 of /proc/<pid>/stat
  pid_t stopper_pid = 0;
  long long written_at = 0;  // seconds since the epoch
};

// The content of the marker file: compact JSON. Pure.
std::string FormatPlannedStop(const PlannedStop& stop);

// Leaves .gateway-planned-stop.json in the home, which tells the gateway
// `target` that the TERM it is about to get is an operator's stop. In one
// rename; the gateway takes it away; it counts for 60 s.
Expected<void> WritePlannedStop(const std::string& profile_home, pid_t target,
                                long long start_ticks);

// Takes the marker back: the stop it announced was not sent. None there is no
// error.
void RemovePlannedStop(const std::string& profile_home);

}  // namespace hermes

#endif  // HERMES_SHIM_PROFILE_PLANNED_STOP_H_
