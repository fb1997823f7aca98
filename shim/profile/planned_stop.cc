#include "shim/profile/planned_stop.h"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <string>

#include "shim/base/expected.h"
#include "shim/base/iso_time.h"
#include "shim/base/small_file.h"

namespace hermes {
namespace {

constexpr char kMarker[] = "/.gateway-planned-stop.json";

}  // namespace

std::string FormatPlannedStop(const PlannedStop& stop) {
  std::string text = "{\"target_pid\":";
  text.append(std::to_string(stop.target_pid));
  text.append(",\"target_start_time\":");
  text.append(std::to_string(stop.target_start_ticks));
  text.append(",\"stopper_pid\":").append(std::to_string(stop.stopper_pid));
  text.append(",\"written_at\":\"").append(IsoTime(stop.written_at));
  return text.append("\"}\n");
}

Expected<void> WritePlannedStop(const std::string& profile_home, pid_t target,
                                long long start_ticks) {
  return ReplaceFile(
      AT_FDCWD, profile_home + kMarker,
      FormatPlannedStop({target, start_ticks, getpid(), time(nullptr)}), 0600);
}

void RemovePlannedStop(const std::string& profile_home) {
  unlink((profile_home + kMarker).c_str());
}

}  // namespace hermes
