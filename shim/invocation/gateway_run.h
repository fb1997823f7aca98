#ifndef HERMES_SHIM_INVOCATION_GATEWAY_RUN_H_
#define HERMES_SHIM_INVOCATION_GATEWAY_RUN_H_

#include <optional>
#include <string>
#include <vector>

namespace hermes {

// What a `gateway run` asks for; all of it is read from the arguments before
// "--", and nothing is taken out of them.
struct GatewayRun {
  // The last -p NAME, -pNAME, --profile NAME or --profile=NAME, as written:
  // empty where the name is missing. Nothing without such an option.
  std::optional<std::string> profile;
  bool opt_out = false;  // --no-supervise
};

// Recognises `gateway run`, and `gateway` followed by options alone, with the
// profile options anywhere, also before `gateway`. Nothing for every other
// command line, for another verb (`gateway stop`), and with --help or -h.
// `args` is the command line without the program's name.
std::optional<GatewayRun> ParseGatewayRun(const std::vector<std::string>& args);

}  // namespace hermes

#endif  // HERMES_SHIM_INVOCATION_GATEWAY_RUN_H_
