#ifndef GATEWAY_CONFIG_YAML_NODES_H_
#define GATEWAY_CONFIG_YAML_NODES_H_

#include <yaml-cpp/yaml.h>

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>

#include "absl/status/status.h"

namespace hermes::gateway {

// InvalidArgument "LINE: what", the line counted from 1.
absl::Status YamlErrorAt(const YAML::Node& node, const std::string& what);

// The line of a node, from 1.
int YamlLine(const YAML::Node& node);

// The node behind `keys`, undefined where one of them is missing.
YAML::Node FindYaml(const YAML::Node& from,
                    std::initializer_list<const char*> keys);

// True if there is something: neither undefined nor null.
bool IsGiven(const YAML::Node& node);

// Each reads `node`, called `name` in errors, into `out`, which stays as it
// is where nothing is given. Errors as YamlErrorAt().

// A single value, as written.
absl::Status ReadYamlText(const YAML::Node& node, const std::string& name,
                          std::optional<std::string>* out);
// One of ParseSwitch()'s words.
absl::Status ReadYamlSwitch(const YAML::Node& node, const std::string& name,
                            std::optional<bool>* out);
// A whole number from `least` to `most`.
absl::Status ReadYamlCount(const YAML::Node& node, const std::string& name,
                           int64_t least, int64_t most,
                           std::optional<int64_t>* out);
// Seconds, fractions too, from `least_secs` to a day.
absl::Status ReadYamlSeconds(const YAML::Node& node, const std::string& name,
                             double least_secs,
                             std::optional<std::chrono::milliseconds>* out);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_YAML_NODES_H_
