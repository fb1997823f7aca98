#ifndef GATEWAY_LOCK_MARKER_FILES_H_
#define GATEWAY_LOCK_MARKER_FILES_H_

#include "absl/status/status.h"
#include "gateway/state/pid_record.h"

namespace hermes::gateway {

// The marker that exists for this process.
enum class Marker { kNone, kPlannedStop, kTakeover };

// Looks for a marker for `self` in the home `home_fd` and removes that file, so
// that each marker counts once. A planned stop takes precedence over a
// takeover. Leaves markers that are for other processes, too old or unreadable.
Marker ConsumeMarker(int home_fd, const PidRecord& self);

// As ConsumeMarker, but looks for a planned stop alone.
Marker ConsumePlannedStop(int home_fd, const PidRecord& self);

// Removes markers that are not for `self`. Only the holder of the home's lock
// may call this: then the targets of those markers no longer run.
void SweepMarkers(int home_fd, const PidRecord& self);

// Write and remove the marker that asks `target` to give way.
absl::Status WriteTakeover(int home_fd, const PidRecord& target,
                           const PidRecord& replacer);
void RemoveTakeover(int home_fd);

}  // namespace hermes::gateway

#endif  // GATEWAY_LOCK_MARKER_FILES_H_
