#ifndef GATEWAY_CONFIG_MODEL_YAML_H_
#define GATEWAY_CONFIG_MODEL_YAML_H_

#include <yaml-cpp/yaml.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// A value of config.yaml and its line, for messages.
struct YamlText {
  std::string value;  // not empty
  int line = 0;
};

// The section `model` of config.yaml as written; an empty value counts as
// missing. `model: NAME` is the same as `model: {model: NAME}`.
struct ModelYaml {
  std::optional<YamlText> provider;
  std::optional<YamlText> name;  // model, otherwise default, otherwise name
  std::optional<YamlText> base_url;
  std::optional<YamlText> api_key;  // never log it
  std::optional<YamlText> api_key_env;
  std::vector<std::string> command;  // empty if none
  std::optional<std::chrono::milliseconds> connect_timeout;
  std::optional<std::chrono::milliseconds> idle_timeout;
  std::optional<std::chrono::milliseconds> total_timeout;
};

// Reads the section; `model` may be undefined. Pure.
// Errors: InvalidArgument "LINE: what" for a value of the wrong kind, without
// the value: it may be a misplaced secret.
absl::StatusOr<ModelYaml> ReadModelYaml(const YAML::Node& model);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_MODEL_YAML_H_
