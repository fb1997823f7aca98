#include "gateway/config/api_settings.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace hermes::gateway {
namespace {

constexpr char kDefaultHost[] = "127.0.0.1";
constexpr char kDefaultPort[] = "8642";
constexpr size_t kLongestModelName = 256;

std::string FirstOf(const std::optional<std::string>& a,
                    const std::optional<std::string>& b,
                    const std::string& otherwise) {
  return a.has_value() ? *a : b.value_or(otherwise);
}

// Returns why the API is off, "" if it is on. In order of precedence.
std::string OffReason(const EnvironmentMap& environment,
                      const YamlSettings& yaml) {
  if (yaml.api_enabled == false) {
    return "config.yaml says api_server enabled: false";
  }
  const auto flag = Lookup(environment, "API_SERVER_ENABLED");
  if (flag.has_value() && ParseSwitch(*flag) == false) {
    return absl::StrCat("API_SERVER_ENABLED is ", *flag);
  }
  if (!Lookup(environment, "API_SERVER_KEY").has_value()) {
    return "API_SERVER_KEY is not set";
  }
  return "";
}

absl::Status CheckKey(const std::string& key) {
  // A client can reliably send only visible ASCII in a header.
  const bool sendable = std::all_of(key.begin(), key.end(), [](char c) {
    return absl::ascii_isgraph(static_cast<unsigned char>(c));
  });
  if (sendable && key.size() >= kShortestKey) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "api_server_key_invalid: API_SERVER_KEY must be ", kShortestKey,
      " or more visible ASCII characters without white space; set a longer ",
      "one, for example the output of: openssl rand -hex 32"));
}

bool IsAddress(const std::string& host) {
  in6_addr ignored;
  return inet_pton(AF_INET, host.c_str(), &ignored) == 1 ||
         inet_pton(AF_INET6, host.c_str(), &ignored) == 1;
}

absl::StatusOr<std::string> ParseHost(std::string host) {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  if (host == "localhost") return std::string(kDefaultHost);
  if (IsAddress(host)) return host;
  return absl::FailedPreconditionError(
      absl::StrCat("API_SERVER_HOST '", host,
                   "' is neither an IP address nor localhost; use 0.0.0.0 for "
                   "every address"));
}

absl::StatusOr<uint16_t> ParsePort(const std::string& text) {
  uint32_t port = 0;
  if (absl::SimpleAtoi(text, &port) && port <= 65535) {
    return static_cast<uint16_t>(port);
  }
  return absl::FailedPreconditionError(absl::StrCat(
      "API_SERVER_PORT '", text, "' is not a port; use a number up to 65535"));
}

std::vector<std::string> SplitOrigins(const std::string& text) {
  std::vector<std::string> origins;
  for (const absl::string_view part : absl::StrSplit(text, ',')) {
    const std::string origin(absl::StripAsciiWhitespace(part));
    if (!origin.empty()) origins.push_back(origin);
  }
  return origins;
}

// Checks that the name is safe in a log line and in a header.
absl::Status CheckModelName(const std::string& name) {
  const bool printable = std::none_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_iscntrl(static_cast<unsigned char>(c));
  });
  if (printable && name.size() <= kLongestModelName) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "API_SERVER_MODEL_NAME must have at most ", kLongestModelName,
      " characters, and no control characters"));
}

absl::Status DecideLimits(const EnvironmentMap& environment,
                          const YamlSettings& yaml, ApiSettings* api) {
  const std::string runs = FirstOf(
      Lookup(environment, "API_SERVER_MAX_CONCURRENT_RUNS"), std::nullopt,
      absl::StrCat(
          yaml.max_concurrent_runs.value_or(api->max_concurrent_runs)));
  if (!absl::SimpleAtoi(runs, &api->max_concurrent_runs) ||
      api->max_concurrent_runs < 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("API_SERVER_MAX_CONCURRENT_RUNS '", runs,
                     "' is not a number of turns; 0 means no limit"));
  }
  if (yaml.max_connections.has_value()) {
    api->max_connections = static_cast<size_t>(*yaml.max_connections);
  }
  api->keepalive_interval =
      yaml.keepalive_interval.value_or(api->keepalive_interval);
  return absl::OkStatus();
}

absl::Status DecideModelName(const EnvironmentMap& environment,
                             const YamlSettings& yaml, ApiSettings* api) {
  api->model_name = FirstOf(Lookup(environment, "API_SERVER_MODEL_NAME"),
                            yaml.api_model_name, "");
  api->direct_model_requests = yaml.direct_model_requests.value_or(false);
  return CheckModelName(api->model_name);
}

}  // namespace

absl::StatusOr<ApiSettings> DecideApi(const EnvironmentMap& environment,
                                      const YamlSettings& yaml) {
  ApiSettings api;
  api.off_reason = OffReason(environment, yaml);
  if (!api.off_reason.empty()) return api;
  const std::string raw_key = *Lookup(environment, "API_SERVER_KEY");
  api.key = std::string(absl::StripAsciiWhitespace(raw_key));
  absl::Status key = CheckKey(api.key);
  if (!key.ok()) return key;
  absl::StatusOr<std::string> host = ParseHost(FirstOf(
      Lookup(environment, "API_SERVER_HOST"), yaml.api_host, kDefaultHost));
  if (!host.ok()) return host.status();
  absl::StatusOr<uint16_t> port = ParsePort(FirstOf(
      Lookup(environment, "API_SERVER_PORT"), yaml.api_port, kDefaultPort));
  if (!port.ok()) return port.status();
  api.on = true;
  api.host = *host;
  api.port = *port;
  api.cors_origins =
      SplitOrigins(FirstOf(Lookup(environment, "API_SERVER_CORS_ORIGINS"),
                           yaml.api_cors_origins, ""));
  for (const absl::Status& status :
       {DecideLimits(environment, yaml, &api),
        DecideModelName(environment, yaml, &api)}) {
    if (!status.ok()) return status;
  }
  return api;
}

std::string ApiModelName(const std::string& profile) {
  return profile == "default" ? "hermes-agent" : profile;
}

}  // namespace hermes::gateway
