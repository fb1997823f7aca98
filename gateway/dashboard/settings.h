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
#include "gateway/dashboard/login/address_range.h"
#include "gateway/dashboard/login/host_guard.h"
#include "gateway/dashboard/login/password_hash.h"
#include "gateway/dashboard/yaml_section.h"

namespace hermes::gateway::dashboard {

// The account that may log in. Exactly one of `password` and `hash` is set.
struct BasicAuth {
  std::string username;
  std::string password;  // plain text, to be hashed and then wiped
  std::optional<PasswordHash> hash;
  std::string hash_text;  // as configured
};

// The settings of the dashboard. Contains secrets; never log it.
struct Settings {
  std::string host;  // an IP address
  uint16_t port = 0;
  std::optional<PublicUrl> public_url;
  bool gate = false;               // a login is required
  std::optional<BasicAuth> basic;  // always set if `gate` is
  std::string secret;              // signs sessions; "" to use the one on disk
  std::chrono::seconds session_life{std::chrono::hours(12)};
  std::vector<AddressRange> trusted_proxies;
  std::vector<std::string> warnings;  // one line each
};

// Decides the settings from the command line, then the environment (the
// process's own, with the .env of the default profile), then config.yaml; the
// first that has a setting wins. A login is required if one is configured, or
// if the host or the public URL's host is not a loopback address. Pure. Errors:
// FailedPrecondition, one line, for an invalid value, for an incomplete login,
// and if a login is required but none is configured.
absl::StatusOr<Settings> DecideSettings(const DashboardRequest& request,
                                        const EnvironmentMap& environment,
                                        const YamlSection& yaml);

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_SETTINGS_H_
