#include "gateway/profile/profile_contents.h"

#include <yaml-cpp/yaml.h>

#include <boost/json.hpp>
#include <exception>

#include "absl/strings/str_cat.h"

namespace hermes::gateway {
namespace {

constexpr char kDotenvHeader[] =
    R"(# Secrets and settings of this Hermes profile: NAME=value, one per line.
# API_SERVER_*, WEBHOOK_*, *_BOT_TOKEN, TELEGRAM_*, DISCORD_* and SLACK_* are
# read only from here: those of the container belong to the default profile.

# Clients of the API send the key as a bearer token. 0.0.0.0 as
# API_SERVER_HOST makes the port reachable from outside a container.
)";

SeedFile ProfileYaml(const std::string& description) {
  // A JSON string is also a double-quoted YAML string.
  return {"profile.yaml",
          absl::StrCat("description: ",
                       boost::json::serialize(boost::json::value(description)),
                       "\n"),
          0644};
}

}  // namespace

SeedPlan PlanProfile(const NewProfile& profile) {
  SeedFacts facts;
  facts.is_default_profile = false;
  facts.has_soul = profile.soul.has_value();
  facts.has_config = profile.config.has_value();
  SeedPlan plan = PlanSeeding(facts, "");
  if (facts.has_soul) plan.files.push_back({"SOUL.md", *profile.soul, 0644});
  if (facts.has_config) {
    // It may contain a model's key.
    plan.files.push_back({"config.yaml", *profile.config, 0600});
  }
  plan.files.push_back(ProfileYaml(profile.description));
  return plan;
}

SeedFile ProfileDotenv(const std::string& key, uint16_t port) {
  return {".env",
          absl::StrCat(kDotenvHeader, "API_SERVER_KEY=", key,
                       "\nAPI_SERVER_PORT=", port, "\n"),
          0600};
}

std::string DescriptionIn(const std::string& profile_yaml) {
  // yaml-cpp throws; this function catches every exception.
  try {
    const YAML::Node root = YAML::Load(profile_yaml);
    if (!root.IsMap()) return "";
    const YAML::Node description = root["description"];
    return description && description.IsScalar() ? description.Scalar() : "";
  } catch (const std::exception&) {
    return "";
  }
}

}  // namespace hermes::gateway
