#include "shim/facts/gateway_lookup.h"

#include <sys/stat.h>

#include <string>
#include <string_view>
#include <vector>

#include "shim/base/environment.h"
#include "shim/base/exit_codes.h"
#include "shim/facts/path_search.h"

namespace hermes {
namespace {

constexpr std::string_view kGatewayName = "hermes";
constexpr char kInstalledGateway[] = "/opt/hermes/libexec/hermes";

bool SameFile(const std::string& a, const std::string& b) {
  struct stat sa;
  struct stat sb;
  return stat(a.c_str(), &sa) == 0 && stat(b.c_str(), &sb) == 0 &&
         sa.st_dev == sb.st_dev && sa.st_ino == sb.st_ino;
}

void AddPathCandidates(std::string_view name, std::string_view path,
                       std::vector<std::string>& candidates) {
  for (const std::string& directory : PathDirectories(path)) {
    if (directory.front() != '/') continue;
    candidates.push_back(directory + "/" + std::string(name));
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

struct Verdict {
  std::string why_not;  // empty: it is the gateway
  int exit_code = 0;
};

Verdict Judge(const std::string& candidate, const std::string& shim_program) {
  const int err = ExecutableError(candidate);
  if (err != 0) {
    return {DescribeExecutableError(err), ExitCodeOfExecFailure(err)};
  }
  if (SameFile(candidate, shim_program)) {
    return {"this very program", kExitNotFound};
  }
  return {};
}

}  // namespace

GatewayLookup FindGateway(const Environment& environment,
                          const std::string& shim_program) {
  GatewayLookup lookup;
  lookup.exit_code = kExitNotFound;
  for (std::string& candidate : Candidates(environment)) {
    const Verdict verdict = Judge(candidate, shim_program);
    if (verdict.why_not.empty()) {
      lookup.program = std::move(candidate);
      lookup.exit_code = 0;
      return lookup;
    }
    // As in a shell: something that is there outranks what is not.
    if (verdict.exit_code == kExitNotExecutable) {
      lookup.exit_code = kExitNotExecutable;
    }
    lookup.tried.push_back(candidate + " (" + verdict.why_not + ")");
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
