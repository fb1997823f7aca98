#ifndef HERMES_SHIM_INVOCATION_GATEWAY_RUN_H_
#define HERMES_SHIM_INVOCATION_GATEWAY_RUN_H_

#include <optional>
#include <string>
#include <vector>

namespace hermes {

// The options of a `gateway run` that hermes-entry evaluates. They are read
// from the arguments before "--"; all arguments stay in place.
struct GatewayRun {
  // The name in the last -p NAME, -pNAME, --profile NAME or --profile=NAME, as
  // written; empty if the name is missing. std::nullopt without such an option.
  std::optional<std::string> profile;
  bool opt_out = false;  // --no-supervise
};

// Recognises `gateway run`, and `gateway` followed only by options. The profile
// options may be anywhere, also before `gateway`. Returns std::nullopt for
// every other command line, for another verb (`gateway stop`), and with --help
// or -h. `args` is the command line without the program's name. Pure.
std::optional<GatewayRun> ParseGatewayRun(const std::vector<std::string>& args);

}  // namespace hermes

#endif  // HERMES_SHIM_INVOCATION_GATEWAY_RUN_H_
