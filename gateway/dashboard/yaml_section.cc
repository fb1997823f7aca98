#include "gateway/dashboard/yaml_section.h"

#include <yaml-cpp/yaml.h>

#include <exception>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/config/yaml_nodes.h"

namespace hermes::gateway::dashboard {
namespace {

struct Row {
  const char* section;  // "" for `dashboard:` itself
  const char* key;
  std::optional<std::string> YamlSection::*member;
};
constexpr Row kRows[] = {
    {"", "host", &YamlSection::host},
    {"", "port", &YamlSection::port},
    {"", "public_url", &YamlSection::public_url},
    {"basic_auth", "username", &YamlSection::username},
    {"basic_auth", "password", &YamlSection::password},
    {"basic_auth", "password_hash", &YamlSection::password_hash},
    {"basic_auth", "secret", &YamlSection::secret},
    {"basic_auth", "session_ttl_seconds", &YamlSection::ttl},
};

absl::Status ReadProxies(const YAML::Node& node, YamlSection* out) {
  if (!IsGiven(node) || !node.IsSequence()) {
    return ReadYamlText(node, "dashboard.trusted_proxies",
                        &out->trusted_proxies);
  }
  std::string list;
  for (const YAML::Node& each : node) {
    std::optional<std::string> word;
    absl::Status read =
        ReadYamlText(each, "an entry of dashboard.trusted_proxies", &word);
    if (!read.ok()) return read;
    absl::StrAppend(&list, list.empty() ? "" : ",", word.value_or(""));
  }
  out->trusted_proxies = list;
  return absl::OkStatus();
}

absl::StatusOr<YamlSection> Read(const YAML::Node& root) {
  YamlSection settings;
  const YAML::Node dashboard = FindYaml(root, {"dashboard"});
  if (!IsGiven(dashboard)) return settings;
  if (!dashboard.IsMap()) {
    return YamlErrorAt(dashboard, "dashboard must be a map of settings");
  }
  for (const Row& row : kRows) {
    const std::string section = row.section;
    const YAML::Node node = section.empty()
                                ? FindYaml(dashboard, {row.key})
                                : FindYaml(dashboard, {row.section, row.key});
    absl::Status read =
        ReadYamlText(node,
                     absl::StrCat("dashboard.", section,
                                  section.empty() ? "" : ".", row.key),
                     &(settings.*row.member));
    if (!read.ok()) return read;
  }
  absl::Status proxies =
      ReadProxies(FindYaml(dashboard, {"trusted_proxies"}), &settings);
  if (!proxies.ok()) return proxies;
  return settings;
}

}  // namespace

absl::StatusOr<YamlSection> ParseYamlSection(const std::string& text) {
  // yaml-cpp throws; no exception may leave this function.
  try {
    const YAML::Node root = YAML::Load(text);
    if (root.IsNull()) return YamlSection();
    if (!root.IsMap()) {
      return YamlErrorAt(root, "the top level must be a map of settings");
    }
    return Read(root);
  } catch (const YAML::Exception& e) {
    return absl::InvalidArgumentError(
        absl::StrCat(e.mark.is_null() ? 1 : e.mark.line + 1, ": ", e.msg));
  } catch (const std::exception& e) {
    return absl::InvalidArgumentError(absl::StrCat("1: ", e.what()));
  }
}

}  // namespace hermes::gateway::dashboard
