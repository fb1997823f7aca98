#ifndef GATEWAY_DASHBOARD_INSTANCE_H_
#define GATEWAY_DASHBOARD_INSTANCE_H_

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {

// The file below the data root that a dashboard keeps locked as long as it
// lives, and its content.
inline constexpr char kDashboardPidFile[] = "dashboard.pid";

struct DashboardRecord {
  pid_t pid = 0;
  uint64_t start_time = 0;  // field 22 of /proc/PID/stat: guards the pid
  std::string url;          // "": not listening yet
};

// One line of JSON. Pure.
std::string FormatDashboardRecord(const DashboardRecord& record);
// Returns std::nullopt if `text` is not such a line, if its pid is out of
// range, or if its URL has anything but visible ASCII characters. Pure.
std::optional<DashboardRecord> ParseDashboardRecord(std::string_view text);

// The right to be the one dashboard of a data root, for as long as this lives.
class DashboardInstance {
 public:
  // Errors: AlreadyExists, one line, if another one has it; PermissionDenied,
  // ResourceExhausted or NotFound if the file cannot be made.
  static absl::StatusOr<std::unique_ptr<DashboardInstance>> Claim(int root_fd);
  DashboardInstance(const DashboardInstance&) = delete;
  // Takes the file away.
  ~DashboardInstance();

  // Notes where it listens, for whoever asks.
  absl::Status Record(const std::string& url) const;

 private:
  DashboardInstance(int root_fd, UniqueFd lock)
      : root_fd_(root_fd), lock_(std::move(lock)) {}

  int root_fd_;
  UniqueFd lock_;
};

// Who is the dashboard of a data root.
struct DashboardHolder {
  bool held = false;
  // Of a process of this container that can be seen to be it.
  std::optional<DashboardRecord> record;
};

// Takes the lock shared for a moment if it is free.
DashboardHolder FindDashboard(int root_fd);

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_INSTANCE_H_
