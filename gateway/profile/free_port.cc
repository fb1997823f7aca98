#include "gateway/profile/free_port.h"

#include <fcntl.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gateway/config/config_files.h"
#include "gateway/profile/profile_choice.h"
#include "shim/base/dotenv.h"
#include "shim/base/unique_fd.h"
#include "shim/profile/profile_list.h"

namespace hermes::gateway {
namespace {

constexpr uint16_t kFirst = 8643;
// Default ports of webhooks and the dashboard.
constexpr uint16_t kKept[] = {8644, 9119};
constexpr uint32_t kLast = 65535;

bool IsKept(uint16_t port) {
  return std::find(std::begin(kKept), std::end(kKept), port) != std::end(kKept);
}

void Add(const std::optional<std::string>& text, std::set<uint16_t>* ports) {
  uint32_t port = 0;
  if (!text.has_value() || !absl::SimpleAtoi(*text, &port)) return;
  if (port > 0 && port <= kLast) ports->insert(static_cast<uint16_t>(port));
}

void Warn(const absl::Status& status, std::vector<std::string>* warnings) {
  warnings->push_back(absl::StrCat(status.message(),
                                   " (its port is not known; check that the ",
                                   "new profile does not have the same one)"));
}

}  // namespace

std::set<uint16_t> PortsIn(const EnvironmentMap& environment,
                           const YamlSettings& yaml) {
  std::set<uint16_t> ports;
  Add(Lookup(environment, "API_SERVER_PORT"), &ports);
  Add(Lookup(environment, "WEBHOOK_PORT"), &ports);
  Add(Lookup(environment, "HERMES_DASHBOARD_PORT"), &ports);
  Add(yaml.api_port, &ports);
  return ports;
}

absl::StatusOr<uint16_t> NextFreePort(const std::set<uint16_t>& taken) {
  for (uint32_t port = kFirst; port <= kLast; ++port) {
    const uint16_t candidate = static_cast<uint16_t>(port);
    if (!IsKept(candidate) && !taken.contains(candidate)) return candidate;
  }
  return absl::ResourceExhaustedError(
      absl::StrCat("no port from ", kFirst, " on is left for another profile"));
}

std::set<uint16_t> PortsOfAllProfiles(const std::string& root,
                                      const EnvironmentMap& container,
                                      std::vector<std::string>* warnings) {
  std::set<uint16_t> all;
  for (const std::string& name : ListProfiles(root)) {
    const std::string home = ProfileHome(root, name);
    const UniqueFd fd(open(home.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd.valid()) continue;
    absl::StatusOr<YamlSettings> yaml = LoadYaml(fd.get(), home);
    if (!yaml.ok()) Warn(yaml.status(), warnings);
    absl::StatusOr<DotenvEntries> dotenv = LoadDotenv(fd.get(), home);
    if (!dotenv.ok()) Warn(dotenv.status(), warnings);
    all.merge(PortsIn(
        EffectiveEnvironment(container, dotenv.ok() ? *dotenv : DotenvEntries(),
                             name == "default"),
        yaml.ok() ? *yaml : YamlSettings()));
  }
  return all;
}

}  // namespace hermes::gateway
