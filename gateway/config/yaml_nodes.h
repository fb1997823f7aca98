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

// Returns InvalidArgument "LINE: what"; lines are counted from 1.
absl::Status YamlErrorAt(const YAML::Node& node, const std::string& what);

// Returns the line of a node, counted from 1.
int YamlLine(const YAML::Node& node);

// Returns the node at the path `keys`, undefined if a key is missing.
YAML::Node FindYaml(const YAML::Node& from,
                    std::initializer_list<const char*> keys);

// Returns true if `node` has a value: it is neither undefined nor null.
bool IsGiven(const YAML::Node& node);

// Each of these reads `node`, called `name` in errors, into `out`, and leaves
// `out` unchanged if no value is given. Errors as YamlErrorAt().

// Reads a scalar, as written.
absl::Status ReadYamlText(const YAML::Node& node, const std::string& name,
                          std::optional<std::string>* out);
// Reads one of the words of ParseSwitch().
absl::Status ReadYamlSwitch(const YAML::Node& node, const std::string& name,
                            std::optional<bool>* out);
// Reads a whole number from `least` to `most`.
absl::Status ReadYamlCount(const YAML::Node& node, const std::string& name,
                           int64_t least, int64_t most,
                           std::optional<int64_t>* out);
// Reads seconds, with optional fraction, from `least_secs` to a day.
absl::Status ReadYamlSeconds(const YAML::Node& node, const std::string& name,
                             double least_secs,
                             std::optional<std::chrono::milliseconds>* out);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_YAML_NODES_H_
