#include "gateway/config/yaml_settings.h"

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <exception>
#include <initializer_list>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/config/retention_limits.h"
#include "gateway/config/yaml_nodes.h"

namespace hermes::gateway {
namespace {

constexpr int64_t kMostRuns = 1'000'000;
constexpr int64_t kMostConnections = 1'000'000;
constexpr int64_t kMostHistory = 1'000'000'000;
constexpr int64_t kMostDays = 36'500;
constexpr int64_t kMostSessions = 1'000'000'000;
constexpr int64_t kMostBytes = int64_t{1} << 50;

absl::Status ReadAgentTimeout(const YAML::Node& root, const char* key,
                              std::optional<std::chrono::milliseconds>* out) {
  return ReadYamlSeconds(FindYaml(root, {"agent", key}),
                         absl::StrCat("agent.", key), 0, out);
}

// Returns `keys` from the first of the API server's three sections that has
// them.
YAML::Node FindApi(const YAML::Node& root,
                   std::initializer_list<const char*> keys) {
  for (const YAML::Node& api :
       {FindYaml(root, {"platforms", "api_server"}),
        FindYaml(root, {"gateway", "platforms", "api_server"}),
        FindYaml(root, {"gateway", "api_server"})}) {
    if (!api.IsDefined()) continue;
    const YAML::Node node = FindYaml(api, keys);
    if (IsGiven(node)) return node;
  }
  return YAML::Node(YAML::NodeType::Undefined);
}

std::string ApiName(const char* key) {
  return absl::StrCat("api_server's extra.", key);
}

absl::Status ReadApiText(const YAML::Node& root, const char* key,
                         std::optional<std::string>* out) {
  return ReadYamlText(FindApi(root, {"extra", key}), ApiName(key), out);
}

absl::Status ReadApiCount(const YAML::Node& root, const char* key,
                          int64_t least, int64_t most,
                          std::optional<int64_t>* out) {
  return ReadYamlCount(FindApi(root, {"extra", key}), ApiName(key), least, most,
                       out);
}

absl::Status ReadApi(const YAML::Node& root, YamlSettings* settings) {
  for (const absl::Status& status : {
           ReadYamlSwitch(FindApi(root, {"enabled"}), "api_server's enabled",
                          &settings->api_enabled),
           ReadApiText(root, "host", &settings->api_host),
           ReadApiText(root, "port", &settings->api_port),
           ReadApiText(root, "cors_origins", &settings->api_cors_origins),
           ReadApiText(root, "model_name", &settings->api_model_name),
           ReadYamlSwitch(FindApi(root, {"extra", "direct_model_requests"}),
                          ApiName("direct_model_requests"),
                          &settings->direct_model_requests),
           // If both are given, the API's own, read last, wins.
           ReadYamlCount(FindYaml(root, {"gateway", "max_concurrent_runs"}),
                         "gateway.max_concurrent_runs", 0, kMostRuns,
                         &settings->max_concurrent_runs),
           ReadApiCount(root, "max_concurrent_runs", 0, kMostRuns,
                        &settings->max_concurrent_runs),
           ReadApiCount(root, "max_connections", 1, kMostConnections,
                        &settings->max_connections),
           ReadYamlSeconds(FindApi(root, {"extra", "keepalive_interval"}),
                           ApiName("keepalive_interval"), 1,
                           &settings->keepalive_interval),
       }) {
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status ReadMetrics(const YAML::Node& root, YamlSettings* settings) {
  const YAML::Node node = FindYaml(root, {"gateway", "metrics"});
  if (!IsGiven(node)) return absl::OkStatus();
  if (node.IsScalar()) settings->metrics = ParseMetricsAccess(node.Scalar());
  if (settings->metrics.has_value()) return absl::OkStatus();
  return YamlErrorAt(node, "gateway.metrics must be off, loopback or key");
}

absl::Status ReadRetention(const YAML::Node& gateway, YamlSettings* settings) {
  const YAML::Node bytes = FindYaml(gateway, {"session_max_bytes"});
  for (const absl::Status& status : {
           ReadYamlCount(FindYaml(gateway, {"session_max_age_days"}),
                         "gateway.session_max_age_days", 0, kMostDays,
                         &settings->session_max_age_days),
           ReadYamlCount(FindYaml(gateway, {"session_max_count"}),
                         "gateway.session_max_count", 0, kMostSessions,
                         &settings->session_max_count),
           ReadYamlCount(bytes, "gateway.session_max_bytes", 0, kMostBytes,
                         &settings->session_max_bytes),
       }) {
    if (!status.ok()) return status;
  }
  const int64_t given = settings->session_max_bytes.value_or(0);
  if (given == 0 || given >= kLeastRetainedBytes) return absl::OkStatus();
  return YamlErrorAt(bytes,
                     absl::StrCat("gateway.session_max_bytes must be 0, for no "
                                  "limit, or at least ",
                                  kLeastRetainedBytes));
}

absl::Status ReadGateway(const YAML::Node& root, YamlSettings* settings) {
  const YAML::Node gateway = FindYaml(root, {"gateway"});
  for (const absl::Status& status : {
           ReadMetrics(root, settings),
           ReadYamlSwitch(FindYaml(gateway, {"loop_watchdog"}),
                          "gateway.loop_watchdog", &settings->loop_watchdog),
           ReadYamlSeconds(FindYaml(gateway, {"loop_watchdog_interval"}),
                           "gateway.loop_watchdog_interval", 0.1,
                           &settings->loop_watchdog_interval),
           ReadYamlCount(FindYaml(gateway, {"history_tokens"}),
                         "gateway.history_tokens", 1, kMostHistory,
                         &settings->history_tokens),
           ReadYamlCount(FindYaml(gateway, {"history_bytes"}),
                         "gateway.history_bytes", 1, kMostHistory,
                         &settings->history_bytes),
           ReadRetention(gateway, settings),
       }) {
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<YamlSettings> ReadSettings(const YAML::Node& root) {
  YamlSettings settings;
  if (root.IsNull()) return settings;
  if (!root.IsMap()) {
    return YamlErrorAt(root, "the top level must be a map of settings");
  }
  absl::StatusOr<ModelYaml> model = ReadModelYaml(FindYaml(root, {"model"}));
  if (!model.ok()) return model.status();
  settings.model = *std::move(model);
  for (const absl::Status& status : {
           ReadAgentTimeout(root, "restart_drain_timeout",
                            &settings.restart_drain_timeout),
           ReadAgentTimeout(root, "restart_after_turn_timeout",
                            &settings.restart_after_turn_timeout),
           ReadAgentTimeout(root, "gateway_timeout", &settings.gateway_timeout),
           ReadApi(root, &settings),
           ReadGateway(root, &settings),
       }) {
    if (!status.ok()) return status;
  }
  return settings;
}

absl::Status Unparsable(const YAML::Mark& mark, const std::string& what) {
  const int line = mark.is_null() ? 1 : mark.line + 1;
  return absl::InvalidArgumentError(absl::StrCat(line, ": ", what));
}

}  // namespace

absl::StatusOr<YamlSettings> ParseYamlSettings(const std::string& text) {
  // yaml-cpp throws; this function catches every exception.
  try {
    return ReadSettings(YAML::Load(text));
  } catch (const YAML::Exception& e) {
    return Unparsable(e.mark, e.msg);
  } catch (const std::exception& e) {
    return absl::InvalidArgumentError(absl::StrCat("1: ", e.what()));
  }
}

}  // namespace hermes::gateway
