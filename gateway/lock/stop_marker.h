#ifndef GATEWAY_LOCK_STOP_MARKER_H_
#define GATEWAY_LOCK_STOP_MARKER_H_

#include <chrono>
#include <string>
#include <string_view>

#include "gateway/state/pid_record.h"
#include "gateway/state/rfc3339.h"

namespace hermes::gateway {

// A file next to gateway.pid that informs its target why it is about to be
// ended. It turns a SIGTERM, which is otherwise unplanned, into a planned end.
inline constexpr char kPlannedStopFile[] = ".gateway-planned-stop.json";
inline constexpr char kTakeoverFile[] = ".gateway-takeover.json";

// How long a marker is valid after it was written.
inline constexpr std::chrono::seconds kMarkerLifetime{60};

// Returns true if `text`, the content of a marker, is for `self` and fresh at
// `now`: target_pid is ours, target_start_time is equal or unknown,
// target_hermes_home is ours or missing, and written_at (RFC 3339, or seconds
// since the epoch) differs from `now` by at most the lifetime. Pure.
bool MarkerIsFor(const PidRecord& self, std::string_view text, WallTime now);

// Returns the content of a takeover marker for `target`, written by `replacer`.
std::string FormatTakeover(const PidRecord& target, const PidRecord& replacer,
                           WallTime now);

}  // namespace hermes::gateway

#endif  // GATEWAY_LOCK_STOP_MARKER_H_
