#include "gateway/lifecycle/startup.h"

#include <glog/logging.h>
#include <unistd.h>

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/lifecycle/profile_ports.h"
#include "gateway/lock/claim_home.h"
#include "gateway/logging/streams.h"
#include "gateway/profile/find_profile.h"
#include "gateway/seeding/home_seeding.h"
#include "gateway/state/state_file.h"

namespace hermes::gateway {
namespace {

PidRecord DescribeSelf(const RunOptions& options, const std::string& home) {
  PidRecord self;
  self.pid = getpid();
  self.argv = options.argv;
  self.hermes_home = home;
  const std::optional<ProcessFacts> facts = ProcProcessTable().Find(self.pid);
  if (facts.has_value()) self.start_time = facts->start_time;
  return self;
}

// Loads the home's configuration and checks it against the default profile's.
absl::StatusOr<GatewayConfig> Configure(const PreparedHome& prepared,
                                        const EnvironmentMap& environment) {
  absl::StatusOr<GatewayConfig> config =
      LoadConfig(prepared.home.fd.get(), prepared.home.path, environment,
                 prepared.profile.is_default());
  if (!config.ok()) return config;
  const absl::Status ports =
      CheckPortOfDefault(prepared.profile, *config, environment);
  if (!ports.ok()) return ports;
  return config;
}

// A home that cannot be seeded cannot be used.
absl::Status SeedingError(const absl::Status& status, const std::string& home) {
  const std::string message =
      absl::StrCat("HERMES_HOME ", home, ": ", status.message());
  if (absl::IsPermissionDenied(status)) {
    return absl::PermissionDeniedError(message);
  }
  return absl::NotFoundError(message);
}

}  // namespace

absl::Status CheckRoot(unsigned uid, const EnvironmentMap& environment) {
  if (uid != 0) return absl::OkStatus();
  const auto allowed = Lookup(environment, "HERMES_ALLOW_ROOT_GATEWAY");
  if (allowed.has_value() && ParseSwitch(*allowed) == true) {
    return absl::OkStatus();
  }
  return absl::PermissionDeniedError(
      "the gateway does not run as root; start it as another user, or set "
      "HERMES_ALLOW_ROOT_GATEWAY=1 if it really must");
}

absl::StatusOr<PreparedHome> PrepareHome(const RunOptions& options) {
  absl::StatusOr<Profile> profile =
      FindProfile(options.profile, options.environment);
  if (!profile.ok()) return profile.status();
  absl::Status status = CheckRoot(geteuid(), options.environment);
  if (!status.ok()) return status;
  if (!profile->warning.empty()) Complain(profile->warning);
  // Does not create a named profile's home: it may have just been deleted.
  absl::StatusOr<HomeDirectory> home =
      OpenHome(profile->home, profile->is_default() ? MissingHome::kMake
                                                    : MissingHome::kMustExist);
  if (!home.ok()) return home.status();
  const bool key_given =
      Lookup(options.environment, "API_SERVER_KEY").has_value();
  status = SeedHome(home->fd.get(), profile->is_default(), key_given);
  if (!status.ok()) return SeedingError(status, home->path);
  PreparedHome prepared;
  prepared.self = DescribeSelf(options, home->path);
  prepared.profile = *std::move(profile);
  prepared.home = *std::move(home);
  return prepared;
}

absl::StatusOr<ClaimedHome> ConfigureAndClaim(const PreparedHome& prepared,
                                              const RunOptions& options,
                                              int wake_fd) {
  const int home_fd = prepared.home.fd.get();
  absl::StatusOr<GatewayConfig> config =
      Configure(prepared, options.environment);
  ClaimOptions claim_options;
  claim_options.replace = options.replace && config.ok();
  claim_options.wake_fd = wake_fd;
  absl::StatusOr<std::unique_ptr<InstanceLock>> lock =
      ClaimHome(home_fd, prepared.self, ProcProcessTable(), claim_options);
  if (!config.ok()) {
    if (lock.ok()) RecordFailedStart(prepared, config.status());
    return config.status();
  }
  if (!lock.ok()) return lock.status();
  ClaimedHome claimed;
  claimed.config = *std::move(config);
  claimed.lock = *std::move(lock);
  return claimed;
}

std::string ErrorCodeOf(const absl::Status& status) {
  const std::string message(status.message());
  if (!absl::StartsWith(message, "api_server_")) return "";
  return message.substr(0, message.find(':'));
}

void RecordFailedStart(const PreparedHome& prepared,
                       const absl::Status& status) {
  StateUpdate update;
  update.state = GatewayState::kStartupFailed;
  update.exit_reason = absl::StrCat(status.message());
  const std::string error_code = ErrorCodeOf(status);
  if (!error_code.empty()) {
    update.api = ApiPlatform{"fatal", error_code, update.exit_reason, ""};
  }
  const absl::Status written =
      StateFile(prepared.home.fd.get(), prepared.self).Write(update);
  if (!written.ok()) LOG(WARNING) << written.message();
}

}  // namespace hermes::gateway
