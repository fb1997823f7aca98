#include "gateway/lifecycle/banner.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/command/version.h"

namespace hermes::gateway {
namespace {

// Returns where the API of this profile is configured: a named profile does not
// get it from the container's environment.
std::string Place(const BannerFacts& facts, const std::string& for_default) {
  if (facts.profile == "default") return for_default;
  return absl::StrCat("in ", facts.home, "/.env");
}

std::string ApiLines(const BannerFacts& facts) {
  if (!facts.api_off_reason.empty()) {
    const bool by_variable =
        absl::StartsWith(facts.api_off_reason, "API_SERVER_");
    const std::string place = by_variable ? Place(facts, "") : "";
    return absl::StrCat("  API:     off: ", facts.api_off_reason,
                        place.empty() ? "" : " ", place, "\n");
  }
  std::string lines = absl::StrCat(
      "  API:     ", BaseUrl(facts.api_host, facts.api_port), "\n");
  if (IsLoopback(facts.api_host)) {
    absl::StrAppend(&lines,
                    "           loopback only: in a container a published port "
                    "cannot reach it;\n"
                    "           set API_SERVER_HOST=0.0.0.0 ",
                    Place(facts, "there"), "\n");
  }
  return lines;
}

std::string NoModelLines(const BannerFacts& facts) {
  return absl::StrCat(
      "  model:   none: ",
      facts.model_off_reason.empty() ? "no back end configured"
                                     : facts.model_off_reason,
      "; turns are refused\n",
      "           set model (provider, base_url, model; or command) in ",
      facts.home, "/config.yaml,\n",
      "           or OPENAI_BASE_URL and HERMES_MODEL, and start again\n");
}

std::string ModelLines(const BannerFacts& facts) {
  const ModelSettings& model = facts.model;
  switch (model.kind) {
    case ModelSettings::Kind::kUpstream:
      return absl::StrCat("  model:   ", model.provider, ", ", model.model,
                          " at ", model.base_url, "\n");
    case ModelSettings::Kind::kCommand:
      return absl::StrCat("  model:   command, ", model.command.front(),
                          model.model.empty() ? "" : " for ", model.model,
                          "\n");
    case ModelSettings::Kind::kNone:
      break;
  }
  return NoModelLines(facts);
}

}  // namespace

std::string BaseUrl(const std::string& host, uint16_t port) {
  const bool is_ipv6 = host.find(':') != std::string::npos;
  return absl::StrCat("http://", is_ipv6 ? "[" : "", host, is_ipv6 ? "]" : "",
                      ":", port);
}

bool IsLoopback(const std::string& host) {
  return absl::StartsWith(host, "127.") || host == "::1";
}

std::string Banner(const BannerFacts& facts) {
  return absl::StrCat("Hermes gateway ", kVersion, " is running\n",
                      "  profile: ", facts.profile, "\n",
                      "  home:    ", facts.home, "\n", ApiLines(facts),
                      ModelLines(facts));
}

}  // namespace hermes::gateway
