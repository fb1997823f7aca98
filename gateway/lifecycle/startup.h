#ifndef GATEWAY_LIFECYCLE_STARTUP_H_
#define GATEWAY_LIFECYCLE_STARTUP_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/config/environment.h"
#include "gateway/config/gateway_config.h"
#include "gateway/files/home_directory.h"
#include "gateway/lock/instance_lock.h"
#include "gateway/profile/profile_choice.h"
#include "gateway/state/pid_record.h"

namespace hermes::gateway {

// What the command line and the process pass to `gateway run`.
struct RunOptions {
  std::vector<std::string> argv;  // the process's own, for its pid record
  std::optional<std::string> profile;
  bool replace = false;
  EnvironmentMap environment;
};

// Returns PermissionDenied if uid 0 runs a gateway, unless
// HERMES_ALLOW_ROOT_GATEWAY is 1, true or yes. Pure.
absl::Status CheckRoot(unsigned uid, const EnvironmentMap& environment);

// A profile's home, opened and seeded.
struct PreparedHome {
  Profile profile;
  HomeDirectory home;
  PidRecord self;  // this process as the home's gateway
};

// Finds the profile, checks the uid, opens the home and seeds it.
// Errors, one line for the user; see ExitCodeFor.
absl::StatusOr<PreparedHome> PrepareHome(const RunOptions& options);

// What a gateway has obtained before it listens.
struct ClaimedHome {
  GatewayConfig config;
  std::unique_ptr<InstanceLock> lock;
};

// Loads the configuration, then claims the home, so that a running gateway is
// not ended for a successor that could not start. If the configuration is
// invalid and no other process holds the home, records startup_failed.
// Errors: as LoadConfig, CheckPortOfDefault and ClaimHome; `wake_fd` as there.
absl::StatusOr<ClaimedHome> ConfigureAndClaim(const PreparedHome& prepared,
                                              const RunOptions& options,
                                              int wake_fd);

// Returns the code before the colon of messages such as
// "api_server_key_invalid: ..."; "" if there is none. Pure.
std::string ErrorCodeOf(const absl::Status& status);

// Records startup_failed. The caller must hold the home's lock. Logs a failure
// to write.
void RecordFailedStart(const PreparedHome& prepared,
                       const absl::Status& status);

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_STARTUP_H_
