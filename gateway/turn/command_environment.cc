#include "gateway/turn/command_environment.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "absl/strings/match.h"

namespace hermes::gateway {
namespace {

constexpr const char* kOwnNames[] = {
    "HERMES_NOTIFY_FD",
    "HERMES_S6_SUPERVISED_CHILD",
    "HERMES_SUPERVISED_CHILD",
    "HERMES_GATEWAY_EXTERNAL_SUPERVISOR",
    "HERMES_ENV_FILE",
    "NOTIFY_SOCKET",
    "WATCHDOG_PID",
    "WATCHDOG_USEC",
    "INVOCATION_ID",
    "OLDPWD",
};
constexpr const char* kOwnPrefixes[] = {"GATEWAY_PROXY_", "HERMES_DASHBOARD_",
                                        "LISTEN_"};
constexpr const char* kSecretEndings[] = {"KEY", "TOKEN", "SECRET", "PASSWORD",
                                          "PASSWORD_HASH"};
// A shorter value may be an ordinary word, which must not be redacted.
constexpr size_t kShortestSecret = 8;

bool LooksSecret(const std::string& name) {
  return std::any_of(
      std::begin(kSecretEndings), std::end(kSecretEndings),
      [&](const char* end) { return absl::EndsWith(name, end); });
}

}  // namespace

bool IsGatewaysOwn(const std::string& name) {
  if (IsPerProfileVariable(name)) return true;
  return std::any_of(std::begin(kOwnNames), std::end(kOwnNames),
                     [&](const char* own) { return name == own; }) ||
         std::any_of(
             std::begin(kOwnPrefixes), std::end(kOwnPrefixes),
             [&](const char* own) { return absl::StartsWith(name, own); });
}

EnvironmentMap CommandEnvironment(const EnvironmentMap& effective,
                                  const std::string& home,
                                  const std::string& directory) {
  EnvironmentMap environment;
  for (const auto& [name, value] : effective) {
    if (!IsGatewaysOwn(name)) environment[name] = value;
  }
  if (!Lookup(environment, "PATH").has_value()) {
    environment["PATH"] = kDefaultPath;
  }
  environment["HERMES_HOME"] = home;
  environment["PWD"] = directory;
  return environment;
}

std::vector<std::string> SecretValues(const EnvironmentMap& environment) {
  std::vector<std::string> secrets;
  for (const auto& [name, value] : environment) {
    if (LooksSecret(name) && value.size() >= kShortestSecret) {
      secrets.push_back(value);
    }
  }
  return secrets;
}

}  // namespace hermes::gateway
