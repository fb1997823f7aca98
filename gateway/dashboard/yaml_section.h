#ifndef GATEWAY_DASHBOARD_YAML_SECTION_H_
#define GATEWAY_DASHBOARD_YAML_SECTION_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"

namespace hermes::gateway::dashboard {

// The settings below `dashboard:` in config.yaml, as written there. The parser
// ignores every other key.
struct YamlSection {
  std::optional<std::string> host;
  std::optional<std::string> port;
  std::optional<std::string> public_url;
  // Accepts a YAML list, which becomes comma-separated text, or text.
  std::optional<std::string> trusted_proxies;
  // Members of `basic_auth`.
  std::optional<std::string> username;
  std::optional<std::string> password;
  std::optional<std::string> password_hash;
  std::optional<std::string> secret;
  std::optional<std::string> ttl;  // session_ttl_seconds
};

// Parses the text of config.yaml. Pure. Errors: InvalidArgument "LINE: reason".
absl::StatusOr<YamlSection> ParseYamlSection(const std::string& text);

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_YAML_SECTION_H_
