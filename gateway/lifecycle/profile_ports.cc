#include "gateway/lifecycle/profile_ports.h"

#include <fcntl.h>

#include <boost/json.hpp>
#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gateway/config/port_setting.h"
#include "gateway/files/durable_file.h"
#include "shim/base/unique_fd.h"
#include "shim/profile/profile_list.h"
#include "shim/profile/profile_lock.h"

namespace hermes::gateway {
namespace {

namespace json = boost::json;

constexpr size_t kLargestState = 1 << 20;

PortUse UseOf(const std::string& profile, const std::string& home,
              const GatewayConfig& config) {
  return {profile, home, config.api.port, config.api_port_setting};
}

bool ListensOn(const std::string& home, uint16_t port) {
  const absl::StatusOr<std::string> state = ReadSmallFile(
      AT_FDCWD, absl::StrCat(home, "/gateway_state.json"), kLargestState);
  return state.ok() && ListeningPort(*state) == port;
}

std::string Holder(const Profile& own, uint16_t port) {
  for (const std::string& name : ListProfiles(own.root)) {
    const std::string home = ProfileHome(own.root, name);
    if (name == own.name || !ListensOn(home, port)) continue;
    const ProfileLock lock = ProbeProfileLock(home);
    if (lock.holder == LockHolder::kNobody) continue;
    const std::string pid =
        lock.pid > 0 ? absl::StrCat(", pid ", lock.pid) : "";
    return absl::StrCat("the gateway of the profile ", name, pid);
  }
  return "";
}

}  // namespace

uint16_t ListeningPort(const std::string& state) {
  json::error_code error;
  const json::value value = json::parse(state, error);
  if (error.failed()) return 0;
  const json::value* base =
      value.find_pointer("/platforms/api_server/listener_base", error);
  if (base == nullptr || !base->is_string()) return 0;
  const std::string url(base->get_string());
  uint32_t port = 0;
  if (!absl::SimpleAtoi(url.substr(url.rfind(':') + 1), &port)) return 0;
  return port <= 65535 ? static_cast<uint16_t>(port) : 0;
}

absl::Status CheckPortOfDefault(const Profile& profile,
                                const GatewayConfig& own,
                                const EnvironmentMap& container) {
  if (profile.is_default() || !own.api.on) return absl::OkStatus();
  const UniqueFd root(
      open(profile.root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!root.valid()) return absl::OkStatus();
  const absl::StatusOr<GatewayConfig> theirs =
      LoadConfig(root.get(), profile.root, container, true);
  if (!theirs.ok() || !theirs->api.on) return absl::OkStatus();
  return CheckPortConflict(UseOf(profile.name, profile.home, own),
                           UseOf("default", profile.root, *theirs));
}

absl::Status NamePortHolder(const absl::Status& error, const Profile& profile,
                            uint16_t port) {
  if (!absl::StartsWith(error.message(), "api_server_port_in_use: ")) {
    return error;
  }
  const std::string holder = Holder(profile, port);
  if (holder.empty()) return error;
  return absl::FailedPreconditionError(absl::StrCat(
      "api_server_port_in_use: port ", port, " of the profile ", profile.name,
      " is held by ", holder, "; give ", profile.name,
      " another port: set API_SERVER_PORT in ", profile.home, "/.env"));
}

}  // namespace hermes::gateway
