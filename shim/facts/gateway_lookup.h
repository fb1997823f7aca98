#ifndef HERMES_SHIM_FACTS_GATEWAY_LOOKUP_H_
#define HERMES_SHIM_FACTS_GATEWAY_LOOKUP_H_

#include <string>
#include <vector>

#include "shim/base/environment.h"

namespace hermes {

// The result of the search for the gateway.
struct GatewayLookup {
  std::string program;  // the program to execute; empty if none was found
  // The rejected paths, each once, in the order of the search. A path that
  // exists has a reason: "/usr/bin/hermes (not executable)".
  std::vector<std::string> tried;
  // 0 if found; 126 if a file exists but cannot be executed; 127 if there is no
  // file, or only hermes-entry itself.
  int exit_code = 0;
};

// Looks for the gateway program. If HERMES_BIN is set and not empty, uses only
// that (a path; a bare word is searched on PATH). Otherwise uses the first
// `hermes` on PATH that is not this binary (by device and inode), then
// /opt/hermes/libexec/hermes. Skips relative directories of PATH, because a
// slot has another working directory. `shim_program` is this binary's path.
GatewayLookup FindGateway(const Environment& environment,
                          const std::string& shim_program);

// Formats the rejected paths: "/a/hermes, /b/hermes (hermes-entry itself)".
std::string DescribeTried(const GatewayLookup& lookup);

}  // namespace hermes

#endif  // HERMES_SHIM_FACTS_GATEWAY_LOOKUP_H_
