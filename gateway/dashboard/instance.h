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

namespace hermes::gateway::dashboard {

// Name of the file below the data root that a running dashboard keeps locked.
inline constexpr char kDashboardPidFile[] = "dashboard.pid";

// The content of that file.
struct InstanceRecord {
  pid_t pid = 0;
  uint64_t start_time = 0;  // field 22 of /proc/PID/stat; detects a reused pid
  std::string url;          // "" until it listens
};

// Formats the record as one line of JSON. Pure.
std::string FormatInstanceRecord(const InstanceRecord& record);
// Returns std::nullopt if `text` is not such a line, if its pid is out of
// range, or if its URL contains anything other than visible ASCII characters.
// Pure.
std::optional<InstanceRecord> ParseInstanceRecord(std::string_view text);

// Holds the lock of a data root's only dashboard while this object lives.
class Instance {
 public:
  // Takes the lock. Errors: AlreadyExists, one line, if another dashboard holds
  // it; PermissionDenied, ResourceExhausted or NotFound if the file cannot be
  // created.
  static absl::StatusOr<std::unique_ptr<Instance>> Claim(int root_fd);
  Instance(const Instance&) = delete;
  // Removes the file.
  ~Instance();

  // Writes this process's pid and `url` into the file, so that `hermes
  // dashboard --status` can show them.
  absl::Status Record(const std::string& url) const;

 private:
  Instance(int root_fd, UniqueFd lock)
      : root_fd_(root_fd), lock_(std::move(lock)) {}

  int root_fd_;
  UniqueFd lock_;
};

// The dashboard that holds a data root's lock, if any.
struct InstanceHolder {
  bool held = false;
  // Set only if the recorded process lives in this container.
  std::optional<InstanceRecord> record;
};

// Finds the holder of the lock. If the lock is free, this call holds it in
// shared mode for a moment.
InstanceHolder FindInstance(int root_fd);

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_INSTANCE_H_
