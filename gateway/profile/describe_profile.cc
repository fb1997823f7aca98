#include "gateway/profile/describe_profile.h"

#include <fcntl.h>
#include <string.h>

#include <cerrno>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gateway/config/api_settings.h"
#include "gateway/config/config_files.h"
#include "gateway/config/port_setting.h"
#include "gateway/files/durable_file.h"
#include "gateway/profile/profile_choice.h"
#include "gateway/profile/profile_contents.h"
#include "shim/base/dotenv.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {
namespace {

constexpr size_t kLargestProfileYaml = 1 << 16;

absl::Status ReadSettings(int home_fd, const EnvironmentMap& container,
                          ProfileCard* card) {
  const bool is_default = card->name == "default";
  const absl::StatusOr<YamlSettings> yaml = LoadYaml(home_fd, card->home);
  if (!yaml.ok()) return yaml.status();
  const absl::StatusOr<DotenvEntries> dotenv = LoadDotenv(home_fd, card->home);
  if (!dotenv.ok()) return dotenv.status();
  const EnvironmentMap environment =
      EffectiveEnvironment(container, *dotenv, is_default);
  card->key_set = Lookup(environment, "API_SERVER_KEY").has_value();
  const absl::StatusOr<ApiSettings> api = DecideApi(environment, *yaml);
  if (!api.ok()) return api.status();
  card->api_on = api->on;
  card->off_reason = api->off_reason;
  if (!api->on) return absl::OkStatus();
  card->api_host = api->host;
  card->api_port = api->port;
  card->port_setting =
      PortSetting(card->home, container, *dotenv, *yaml, is_default);
  return absl::OkStatus();
}

}  // namespace

ProfileCard DescribeProfile(const std::string& root, const std::string& name,
                            const EnvironmentMap& container) {
  ProfileCard card;
  card.name = name;
  card.home = ProfileHome(root, name);
  const UniqueFd home(
      open(card.home.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!home.valid()) {
    card.problem = absl::StrCat(card.home, ": ", strerror(errno));
    return card;
  }
  const absl::StatusOr<std::string> about =
      ReadSmallFile(home.get(), "profile.yaml", kLargestProfileYaml);
  if (about.ok()) card.description = DescriptionIn(*about);
  const absl::Status read = ReadSettings(home.get(), container, &card);
  if (!read.ok()) card.problem = absl::StrCat(read.message());
  return card;
}

}  // namespace hermes::gateway
