#ifndef HERMES_SHIM_FACTS_GATEWAY_LOOKUP_H_
#define HERMES_SHIM_FACTS_GATEWAY_LOOKUP_H_

#include <string>
#include <vector>

#include "shim/base/environment.h"

namespace hermes {

// Where the gateway is, or where it was looked for in vain.
struct GatewayLookup {
  std::string program;  // to be executed; empty if none was found
  // What was looked at before, each once, in the order of the search; with the
  // reason where it is there: "/usr/bin/hermes (not executable)".
  std::vector<std::string> tried;
  // 0 when found; 126 when something is there but cannot be executed, 127 when
  // nothing is there, or nothing but this very program.
  int exit_code = 0;
};

// Looks for the gateway program: HERMES_BIN alone where it is set and not empty
// (a path; a bare word is searched on PATH), else the first `hermes` on PATH
// that is not this very binary (by device and inode), else
// /opt/hermes/libexec/hermes. Relative directories of PATH are passed over: a
// slot has another working directory. `shim_program` is this binary's path.
GatewayLookup FindGateway(const Environment& environment,
                          const std::string& shim_program);

// "/a/hermes, /b/hermes (this very program)".
std::string DescribeTried(const GatewayLookup& lookup);

}  // namespace hermes

#endif  // HERMES_SHIM_FACTS_GATEWAY_LOOKUP_H_
