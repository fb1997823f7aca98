#include "shim/facts/gateway_lookup.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/base/environment.h"
#include "shim/base/exit_codes.h"
#include "shim/base/path_search.h"
#include "shim/base/same_file.h"

namespace hermes {
namespace {

constexpr std::string_view kGatewayName = "hermes";
constexpr char kInstalledGateway[] = "/opt/hermes/libexec/hermes";

void AddPathCandidates(std::string_view name, std::string_view path,
                       std::vector<std::string>& candidates) {
  for (std::string& candidate : PathDirectories(path)) {
    if (candidate.front() != '/') continue;
    candidate.append("/").append(name);
    if (std::find(candidates.begin(), candidates.end(), candidate) ==
        candidates.end()) {
      candidates.push_back(std::move(candidate));
    }
  }
}

std::vector<std::string> Candidates(const Environment& environment) {
  const std::string_view chosen = environment.GetOrEmpty("HERMES_BIN");
  const std::string_view path = environment.GetOrEmpty("PATH");
  if (chosen.find('/') != std::string_view::npos) return {std::string(chosen)};
  std::vector<std::string> candidates;
  AddPathCandidates(chosen.empty() ? kGatewayName : chosen, path, candidates);
  if (chosen.empty()) candidates.push_back(kInstalledGateway);
  return candidates;
}

// The reason why a candidate is not the gateway; the exit code is 0 if it is.
struct Rejection {
  int exit_code = 0;
  std::string reason;  // empty if the file does not exist
};

Rejection Examine(const std::string& candidate,
                  const std::string& shim_program) {
  const int err = ExecutableError(candidate);
  if (err != 0) {
    const int exit_code = ExitCodeOfExecFailure(err);
    if (exit_code == kExitNotFound) return {exit_code, ""};
    return {exit_code, " (" + DescribeExecutableError(err) + ")"};
  }
  if (IsSameFile(candidate, shim_program)) {
    return {kExitNotFound, " (hermes-entry itself)"};
  }
  return {};
}

}  // namespace

GatewayLookup FindGateway(const Environment& environment,
                          const std::string& shim_program) {
  GatewayLookup lookup;
  lookup.exit_code = kExitNotFound;
  for (std::string& candidate : Candidates(environment)) {
    const Rejection rejection = Examine(candidate, shim_program);
    if (rejection.exit_code == 0) {
      lookup.program = std::move(candidate);
      lookup.exit_code = 0;
      return lookup;
    }
    // As in a shell: 126 if any candidate exists, even if others do not.
    if (rejection.exit_code == kExitNotExecutable) {
      lookup.exit_code = kExitNotExecutable;
    }
    lookup.tried.push_back(candidate + rejection.reason);
  }
  return lookup;
}

std::string DescribeTried(const GatewayLookup& lookup) {
  std::string text;
  for (const std::string& tried : lookup.tried) {
    if (!text.empty()) text.append(", ");
    text.append(tried);
  }
  return text;
}

}  // namespace hermes
