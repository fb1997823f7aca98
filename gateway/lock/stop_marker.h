#ifndef GATEWAY_LOCK_STOP_MARKER_H_
#define GATEWAY_LOCK_STOP_MARKER_H_

#include <chrono>
#include <string>
#include <string_view>

#include "gateway/state/pid_record.h"
#include "gateway/state/rfc3339.h"

namespace hermes::gateway {

// A file beside gateway.pid that tells its target why it is about to end. It
// turns a SIGTERM, which otherwise is unplanned, into a planned end.
inline constexpr char kPlannedStopFile[] = ".gateway-planned-stop.json";
inline constexpr char kTakeoverFile[] = ".gateway-takeover.json";

// How long a marker counts after it was written.
inline constexpr std::chrono::seconds kMarkerLifetime{60};

// True if `text`, the content of a marker, is meant for `self` and fresh at
// `now`: target_pid is ours, target_start_time equal or unknown,
// target_hermes_home ours or missing, written_at (RFC 3339, or seconds since
// the epoch) no further from `now` than the lifetime. Pure.
bool MarkerIsFor(const PidRecord& self, std::string_view text, WallTime now);

// The content of a takeover marker for `target`, written by `replacer`.
std::string FormatTakeover(const PidRecord& target, const PidRecord& replacer,
                           WallTime now);

}  // namespace hermes::gateway

#endif  // GATEWAY_LOCK_STOP_MARKER_H_
