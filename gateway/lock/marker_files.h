#ifndef GATEWAY_LOCK_MARKER_FILES_H_
#define GATEWAY_LOCK_MARKER_FILES_H_

#include "absl/status/status.h"
#include "gateway/state/pid_record.h"

namespace hermes::gateway {

// Which marker there is for this process.
enum class Marker { kNone, kPlannedStop, kTakeover };

// Looks into the home `home_fd` for a marker meant for `self` and takes that
// file away: each one counts once. A planned stop comes before a takeover.
// What is meant for others, too old or unreadable is left alone.
Marker ConsumeMarker(int home_fd, const PidRecord& self);

// As ConsumeMarker, but looks for a planned stop alone.
Marker ConsumePlannedStop(int home_fd, const PidRecord& self);

// Takes markers away that are not for `self`. Only for who holds the home's
// lock: their targets are gone.
void SweepMarkers(int home_fd, const PidRecord& self);

// Writes, and takes away, the marker that tells `target` to make room.
absl::Status WriteTakeover(int home_fd, const PidRecord& target,
                           const PidRecord& replacer);
void RemoveTakeover(int home_fd);

}  // namespace hermes::gateway

#endif  // GATEWAY_LOCK_MARKER_FILES_H_
