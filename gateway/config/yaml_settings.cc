#include "gateway/config/yaml_settings.h"

#include <yaml-cpp/yaml.h>

#include <exception>
#include <initializer_list>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gateway/config/environment.h"

namespace hermes::gateway {
namespace {

constexpr double kLongestTimeoutSecs = 24 * 60 * 60;

absl::Status ErrorAt(const YAML::Mark& mark, const std::string& what) {
  // A mark counts lines from 0 and is null for a node of nowhere.
  const int line = mark.is_null() ? 1 : mark.line + 1;
  return absl::InvalidArgumentError(absl::StrCat(line, ": ", what));
}

// The node behind `keys`, undefined where one of them is missing. Never
// through the [] of a non-const node, which would create what it looks for.
YAML::Node Find(const YAML::Node& from,
                std::initializer_list<const char*> keys) {
  YAML::Node node(YAML::NodeType::Undefined);
  node.reset(from);
  for (const char* key : keys) {
    if (!node.IsMap()) return YAML::Node(YAML::NodeType::Undefined);
    const YAML::Node& readonly = node;
    const YAML::Node next = readonly[key];
    if (!next.IsDefined()) return YAML::Node(YAML::NodeType::Undefined);
    node.reset(next);
  }
  return node;
}

bool HasText(const YAML::Node& node) {
  return node.IsDefined() && node.IsScalar() && !node.Scalar().empty();
}

bool IsModelConfigured(const YAML::Node& root) {
  const YAML::Node model = Find(root, {"model"});
  if (!model.IsDefined()) return false;
  return HasText(model) || HasText(Find(model, {"model"})) ||
         HasText(Find(model, {"default"})) ||
         HasText(Find(model, {"base_url"}));
}

absl::Status ReadTimeout(const YAML::Node& root, const char* key,
                         std::optional<std::chrono::milliseconds>* out) {
  const YAML::Node node = Find(root, {"agent", key});
  if (!node.IsDefined() || node.IsNull()) return absl::OkStatus();
  double secs = 0;
  const bool is_number =
      node.IsScalar() && absl::SimpleAtod(node.Scalar(), &secs);
  if (!is_number || !(secs >= 0 && secs <= kLongestTimeoutSecs)) {
    return ErrorAt(node.Mark(),
                   absl::StrCat("agent.", key, " must be seconds, from 0 to ",
                                kLongestTimeoutSecs));
  }
  *out = std::chrono::milliseconds(static_cast<int64_t>(secs * 1000));
  return absl::OkStatus();
}

// The first of the three places of the API server's settings that has `keys`.
YAML::Node FindApi(const YAML::Node& root,
                   std::initializer_list<const char*> keys) {
  for (const YAML::Node& api :
       {Find(root, {"platforms", "api_server"}),
        Find(root, {"gateway", "platforms", "api_server"}),
        Find(root, {"gateway", "api_server"})}) {
    if (!api.IsDefined()) continue;
    const YAML::Node node = Find(api, keys);
    if (node.IsDefined() && !node.IsNull()) return node;
  }
  return YAML::Node(YAML::NodeType::Undefined);
}

absl::Status ReadApiEnabled(const YAML::Node& root, YamlSettings* settings) {
  const YAML::Node node = FindApi(root, {"enabled"});
  if (!node.IsDefined()) return absl::OkStatus();
  if (node.IsScalar()) settings->api_enabled = ParseSwitch(node.Scalar());
  if (settings->api_enabled.has_value()) return absl::OkStatus();
  return ErrorAt(node.Mark(), "api_server's enabled must be true or false");
}

absl::Status ReadApiText(const YAML::Node& root, const char* key,
                         std::optional<std::string>* out) {
  const YAML::Node node = FindApi(root, {"extra", key});
  if (!node.IsDefined()) return absl::OkStatus();
  if (!node.IsScalar()) {
    return ErrorAt(node.Mark(), absl::StrCat("api_server's extra.", key,
                                             " must be a single value"));
  }
  *out = node.Scalar();
  return absl::OkStatus();
}

absl::StatusOr<YamlSettings> ReadSettings(const YAML::Node& root) {
  YamlSettings settings;
  if (root.IsNull()) return settings;
  if (!root.IsMap()) {
    return ErrorAt(root.Mark(), "the top level must be a map of settings");
  }
  settings.model_configured = IsModelConfigured(root);
  for (const absl::Status& status : {
           ReadTimeout(root, "restart_drain_timeout",
                       &settings.restart_drain_timeout),
           ReadTimeout(root, "restart_after_turn_timeout",
                       &settings.restart_after_turn_timeout),
           ReadApiEnabled(root, &settings),
           ReadApiText(root, "host", &settings.api_host),
           ReadApiText(root, "port", &settings.api_port),
           ReadApiText(root, "cors_origins", &settings.api_cors_origins),
       }) {
    if (!status.ok()) return status;
  }
  return settings;
}

}  // namespace

absl::StatusOr<YamlSettings> ParseYamlSettings(const std::string& text) {
  // yaml-cpp throws; no exception leaves this function.
  try {
    return ReadSettings(YAML::Load(text));
  } catch (const YAML::Exception& e) {
    return ErrorAt(e.mark, e.msg);
  } catch (const std::exception& e) {
    return absl::InvalidArgumentError(absl::StrCat("1: ", e.what()));
  }
}

}  // namespace hermes::gateway
