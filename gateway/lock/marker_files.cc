#include "gateway/lock/marker_files.h"

#include <unistd.h>

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "gateway/files/durable_file.h"
#include "gateway/lock/stop_marker.h"
#include "gateway/state/rfc3339.h"

namespace hermes::gateway {
namespace {

constexpr size_t kLargestMarker = 1 << 16;

bool IsForSelf(int home_fd, const char* name, const PidRecord& self) {
  const absl::StatusOr<std::string> text =
      ReadSmallFile(home_fd, name, kLargestMarker);
  return text.ok() && MarkerIsFor(self, *text, WallNow());
}

bool Consume(int home_fd, const char* name, const PidRecord& self) {
  if (!IsForSelf(home_fd, name, self)) return false;
  unlinkat(home_fd, name, 0);
  return true;
}

}  // namespace

Marker ConsumePlannedStop(int home_fd, const PidRecord& self) {
  return Consume(home_fd, kPlannedStopFile, self) ? Marker::kPlannedStop
                                                  : Marker::kNone;
}

Marker ConsumeMarker(int home_fd, const PidRecord& self) {
  const Marker planned = ConsumePlannedStop(home_fd, self);
  if (planned != Marker::kNone) return planned;
  return Consume(home_fd, kTakeoverFile, self) ? Marker::kTakeover
                                               : Marker::kNone;
}

void SweepMarkers(int home_fd, const PidRecord& self) {
  for (const char* name : {kPlannedStopFile, kTakeoverFile}) {
    if (!IsForSelf(home_fd, name, self)) unlinkat(home_fd, name, 0);
  }
}

absl::Status WriteTakeover(int home_fd, const PidRecord& target,
                           const PidRecord& replacer) {
  return ReplaceFile(home_fd, kTakeoverFile,
                     FormatTakeover(target, replacer, WallNow()), 0600);
}

void RemoveTakeover(int home_fd) { unlinkat(home_fd, kTakeoverFile, 0); }

}  // namespace hermes::gateway
