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

// What the command line and the process hand to `gateway run`.
struct RunOptions {
  std::vector<std::string> argv;  // the process's own, for its pid record
  std::optional<std::string> profile;
  bool replace = false;
  EnvironmentMap environment;
};

// OK unless uid 0 runs a gateway without HERMES_ALLOW_ROOT_GATEWAY being 1,
// true or yes: then PermissionDenied. Pure.
absl::Status CheckRoot(unsigned uid, const EnvironmentMap& environment);

// A profile's home, opened and seeded.
struct PreparedHome {
  Profile profile;
  HomeDirectory home;
  PidRecord self;  // this process as the home's gateway
};

// Finds the profile, checks who runs it, opens its home and seeds it.
// Errors, one line for the user; see ExitCodeFor.
absl::StatusOr<PreparedHome> PrepareHome(const RunOptions& options);

// All that a gateway has before it listens.
struct ClaimedHome {
  GatewayConfig config;
  std::unique_ptr<InstanceLock> lock;
};

// Loads the configuration, then claims the home: a gateway whose successor
// could not start is left running. With a bad configuration and nobody else
// in the home, the state becomes startup_failed.
// Errors as LoadConfig, CheckPortOfDefault and ClaimHome; `wake_fd` as there.
absl::StatusOr<ClaimedHome> ConfigureAndClaim(const PreparedHome& prepared,
                                              const RunOptions& options,
                                              int wake_fd);

// The code in front of the colon of such messages as
// "api_server_key_invalid: ..."; "" if there is none. Pure.
std::string ErrorCodeOf(const absl::Status& status);

// Records startup_failed, for who holds the home's lock. A failure to do so is
// logged only.
void RecordFailedStart(const PreparedHome& prepared,
                       const absl::Status& status);

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_STARTUP_H_
