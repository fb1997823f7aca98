#include "gateway/config/yaml_nodes.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gateway/config/environment.h"

namespace hermes::gateway {
namespace {

constexpr double kLongestSecs = 24 * 60 * 60;

}  // namespace

int YamlLine(const YAML::Node& node) {
  // A mark counts lines from 0, and is null for a node without a position.
  const YAML::Mark mark = node.Mark();
  return mark.is_null() ? 1 : mark.line + 1;
}

absl::Status YamlErrorAt(const YAML::Node& node, const std::string& what) {
  return absl::InvalidArgumentError(absl::StrCat(YamlLine(node), ": ", what));
}

YAML::Node FindYaml(const YAML::Node& from,
                    std::initializer_list<const char*> keys) {
  YAML::Node node(YAML::NodeType::Undefined);
  node.reset(from);
  for (const char* key : keys) {
    if (!node.IsMap()) return YAML::Node(YAML::NodeType::Undefined);
    // operator[] of a node that is not const would create the missing key.
    const YAML::Node& readonly = node;
    const YAML::Node next = readonly[key];
    if (!next.IsDefined()) return YAML::Node(YAML::NodeType::Undefined);
    node.reset(next);
  }
  return node;
}

bool IsGiven(const YAML::Node& node) {
  return node.IsDefined() && !node.IsNull();
}

absl::Status ReadYamlText(const YAML::Node& node, const std::string& name,
                          std::optional<std::string>* out) {
  if (!IsGiven(node)) return absl::OkStatus();
  if (!node.IsScalar()) {
    return YamlErrorAt(node, absl::StrCat(name, " must be a single value"));
  }
  *out = node.Scalar();
  return absl::OkStatus();
}

absl::Status ReadYamlSwitch(const YAML::Node& node, const std::string& name,
                            std::optional<bool>* out) {
  if (!IsGiven(node)) return absl::OkStatus();
  std::optional<bool> value;
  if (node.IsScalar()) value = ParseSwitch(node.Scalar());
  if (!value.has_value()) {
    return YamlErrorAt(node, absl::StrCat(name, " must be true or false"));
  }
  *out = value;
  return absl::OkStatus();
}

absl::Status ReadYamlCount(const YAML::Node& node, const std::string& name,
                           int64_t least, int64_t most,
                           std::optional<int64_t>* out) {
  if (!IsGiven(node)) return absl::OkStatus();
  int64_t value = 0;
  const bool is_number =
      node.IsScalar() && absl::SimpleAtoi(node.Scalar(), &value);
  if (!is_number || value < least || value > most) {
    return YamlErrorAt(node, absl::StrCat(name, " must be a number from ",
                                          least, " to ", most));
  }
  *out = value;
  return absl::OkStatus();
}

absl::Status ReadYamlSeconds(const YAML::Node& node, const std::string& name,
                             double least_secs,
                             std::optional<std::chrono::milliseconds>* out) {
  if (!IsGiven(node)) return absl::OkStatus();
  double secs = 0;
  const bool is_number =
      node.IsScalar() && absl::SimpleAtod(node.Scalar(), &secs);
  if (!is_number || !(secs >= least_secs && secs <= kLongestSecs)) {
    return YamlErrorAt(node, absl::StrCat(name, " must be seconds, from ",
                                          least_secs, " to ", kLongestSecs));
  }
  *out = std::chrono::milliseconds(static_cast<int64_t>(secs * 1000));
  return absl::OkStatus();
}

}  // namespace hermes::gateway
