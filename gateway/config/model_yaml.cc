#include "gateway/config/model_yaml.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/config/yaml_nodes.h"

namespace hermes::gateway {
namespace {

constexpr double kShortestTimeoutSecs = 0.001;

absl::Status ReadField(const YAML::Node& model, const char* key,
                       std::optional<YamlText>* out) {
  const YAML::Node node = FindYaml(model, {key});
  std::optional<std::string> text;
  absl::Status status = ReadYamlText(node, absl::StrCat("model.", key), &text);
  if (!status.ok()) return status;
  if (text.has_value() && !text->empty() && !out->has_value()) {
    *out = YamlText{*text, YamlLine(node)};
  }
  return absl::OkStatus();
}

absl::Status ReadTimeout(const YAML::Node& model, const char* key,
                         std::optional<std::chrono::milliseconds>* out) {
  return ReadYamlSeconds(FindYaml(model, {key}), absl::StrCat("model.", key),
                         kShortestTimeoutSecs, out);
}

absl::Status ReadCommand(const YAML::Node& model,
                         std::vector<std::string>* out) {
  const YAML::Node node = FindYaml(model, {"command"});
  if (!IsGiven(node)) return absl::OkStatus();
  if (!node.IsSequence()) {
    return YamlErrorAt(node,
                       "model.command must be a list, the program and then "
                       "each of its arguments; no shell is used, so write "
                       "[sh, -c, '...'] if you need one");
  }
  for (const YAML::Node& word : node) {
    if (!word.IsScalar() || word.Scalar().find('\0') != std::string::npos) {
      return YamlErrorAt(word,
                         "each word of model.command must be text; put "
                         "it in quotes");
    }
    out->push_back(word.Scalar());
  }
  if (!out->empty() && !out->front().empty()) return absl::OkStatus();
  return YamlErrorAt(node, "model.command names no program");
}

}  // namespace

absl::StatusOr<ModelYaml> ReadModelYaml(const YAML::Node& model) {
  ModelYaml yaml;
  if (!IsGiven(model)) return yaml;
  if (model.IsScalar()) {
    if (!model.Scalar().empty()) {
      yaml.name = YamlText{model.Scalar(), YamlLine(model)};
    }
    return yaml;
  }
  if (!model.IsMap()) {
    return YamlErrorAt(model, "model must be a name or a map of settings");
  }
  for (const absl::Status& status : {
           ReadField(model, "provider", &yaml.provider),
           ReadField(model, "model", &yaml.name),
           ReadField(model, "default", &yaml.name),
           ReadField(model, "name", &yaml.name),
           ReadField(model, "base_url", &yaml.base_url),
           ReadField(model, "api_key", &yaml.api_key),
           ReadField(model, "api_key_env", &yaml.api_key_env),
           ReadCommand(model, &yaml.command),
           ReadTimeout(model, "connect_timeout", &yaml.connect_timeout),
           ReadTimeout(model, "idle_timeout", &yaml.idle_timeout),
           ReadTimeout(model, "total_timeout", &yaml.total_timeout),
       }) {
    if (!status.ok()) return status;
  }
  return yaml;
}

}  // namespace hermes::gateway
