#ifndef HERMES_SHIM_SCRIPTS_RESTART_LIMIT_H_
#define HERMES_SHIM_SCRIPTS_RESTART_LIMIT_H_

#include <optional>
#include <string_view>

namespace hermes {

inline constexpr char kMaxRestartsVariable[] = "HERMES_GATEWAY_MAX_RESTARTS";

// Parses the value of that variable: a number from 0 to a million. Returns
// std::nullopt for any other text, also an empty one. Pure.
std::optional<int> ParseMaxRestarts(std::string_view text);

// Returns how many consecutive early exits `slot` may have before it fails for
// good, or std::nullopt without a limit. `max_restarts` is the value of
// the variable, which applies only to gateways. A gateway without a limit is
// started again for ever, with growing delays. The dashboard may have four,
// because its failure to start is a matter of its configuration. Pure.
std::optional<int> EarlyExitLimit(std::string_view slot,
                                  std::string_view max_restarts);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_RESTART_LIMIT_H_
