#ifndef GATEWAY_DASHBOARD_SETTINGS_H_
#define GATEWAY_DASHBOARD_SETTINGS_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/command/dashboard_request.h"
#include "gateway/config/environment.h"
#include "gateway/dashboard/dashboard_yaml.h"
#include "gateway/dashboard/login/address_range.h"
#include "gateway/dashboard/login/host_guard.h"
#include "gateway/dashboard/login/password_hash.h"

namespace hermes::gateway {

// Who may log in. Exactly one of `password` and `hash` is there.
struct BasicAuth {
  std::string username;
  std::string password;  // plain: to be hashed and forgotten
  std::optional<PasswordHash> hash;
  std::string hash_text;  // as it was given
};

// How the dashboard is served. Holds secrets; never log it.
struct DashboardSettings {
  std::string host;  // an address
  uint16_t port = 0;
  std::optional<PublicUrl> public_url;
  bool gate = false;               // a login is asked for
  std::optional<BasicAuth> basic;  // always there where `gate` is on
  std::string secret;              // of the sessions; "": made at start
  std::chrono::seconds session_life{std::chrono::hours(12)};
  std::vector<AddressRange> trusted_proxies;
  std::vector<std::string> warnings;  // a line each
};

// Decides by the command line, then the environment (`container`, the
// process's own with the .env of the default profile), then config.yaml. A
// login is asked for if one is set, and if the host or the public URL's is not
// a loopback address. Pure. Errors: FailedPrecondition, one line, for what
// cannot be meant, a login of which a half is missing, and a gate without a way
// through it.
absl::StatusOr<DashboardSettings> DecideDashboard(
    const DashboardRequest& request, const EnvironmentMap& environment,
    const DashboardYaml& yaml);

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_SETTINGS_H_
