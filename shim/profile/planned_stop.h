#ifndef HERMES_SHIM_PROFILE_PLANNED_STOP_H_
#define HERMES_SHIM_PROFILE_PLANNED_STOP_H_

#include <sys/types.h>

#include <string>

#include "shim/base/expected.h"

namespace hermes {

// The content of the marker that announces an operator's stop to a gateway.
struct PlannedStop {
  pid_t target_pid = 0;
  long long target_start_ticks = 0;  // field 22 of /proc/<pid>/stat
  pid_t stopper_pid = 0;
  long long written_at = 0;  // seconds since the epoch
};

// Formats the content of the marker file: compact JSON. Pure.
std::string FormatPlannedStop(const PlannedStop& stop);

// Writes .gateway-planned-stop.json to the home in one rename. It notifies the
// gateway `target`, which started at `start_ticks`, that the next SIGTERM is an
// operator's stop. The gateway removes the file; it is valid for 60 s.
Expected<void> WritePlannedStop(const std::string& profile_home, pid_t target,
                                long long start_ticks);

// Removes the marker, if it exists, when the announced stop was not sent.
void RemovePlannedStop(const std::string& profile_home);

}  // namespace hermes

#endif  // HERMES_SHIM_PROFILE_PLANNED_STOP_H_
