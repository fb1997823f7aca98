#ifndef GATEWAY_CONFIG_YAML_SETTINGS_H_
#define GATEWAY_CONFIG_YAML_SETTINGS_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "gateway/config/metrics_access.h"
#include "gateway/config/model_yaml.h"

namespace hermes::gateway {

// The settings that this version reads from config.yaml. It ignores all others.
struct YamlSettings {
  ModelYaml model;

  // agent.restart_drain_timeout, agent.restart_after_turn_timeout,
  // agent.gateway_timeout (seconds).
  std::optional<std::chrono::milliseconds> restart_drain_timeout;
  std::optional<std::chrono::milliseconds> restart_after_turn_timeout;
  std::optional<std::chrono::milliseconds> gateway_timeout;

  // gateway.*
  std::optional<MetricsAccess> metrics;
  std::optional<bool> loop_watchdog;
  std::optional<std::chrono::milliseconds> loop_watchdog_interval;
  std::optional<int64_t> history_tokens;
  std::optional<int64_t> history_bytes;
  std::optional<int64_t> session_max_age_days;
  std::optional<int64_t> session_max_count;
  std::optional<int64_t> session_max_bytes;  // 0, or at least 1 MiB

  // platforms.api_server, which may also be written under gateway.platforms or
  // gateway; the first of these spellings wins.
  std::optional<bool> api_enabled;
  std::optional<std::string> api_host;          // extra.host
  std::optional<std::string> api_port;          // extra.port, as written
  std::optional<std::string> api_cors_origins;  // extra.cors_origins
  std::optional<std::string> api_model_name;    // extra.model_name
  std::optional<bool> direct_model_requests;    // extra.
  std::optional<int64_t> max_concurrent_runs;   // extra., else gateway.
  std::optional<int64_t> max_connections;       // extra.
  std::optional<std::chrono::milliseconds> keepalive_interval;  // extra.
};

// Parses the text of config.yaml. Pure. Scalars are read as written, so that
// `off` remains a word until a setting that is a switch reads it.
// Errors: InvalidArgument "LINE: what is wrong" (lines from 1) for text that is
// not YAML, a top level that is not a map, or an invalid value.
absl::StatusOr<YamlSettings> ParseYamlSettings(const std::string& text);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_YAML_SETTINGS_H_
