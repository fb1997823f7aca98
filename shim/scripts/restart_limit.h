#ifndef HERMES_SHIM_SCRIPTS_RESTART_LIMIT_H_
#define HERMES_SHIM_SCRIPTS_RESTART_LIMIT_H_

#include <optional>
#include <string_view>

namespace hermes {

inline constexpr char kMaxRestartsVariable[] = "HERMES_GATEWAY_MAX_RESTARTS";

// The value of that variable: a number from 0 on, at most a million; nothing
// for any other text, the empty one included. Pure.
std::optional<int> ParseMaxRestarts(std::string_view text);

// How many young deaths in a row `slot` may have without failing for good;
// nothing: any number. `max_restarts` is the variable's value. A gateway
// without a limit goes on for ever, slower and slower; the dashboard never gets
// beyond its fourth, because what keeps it from starting is its configuration.
// Pure.
std::optional<int> YoungDeathLimit(std::string_view slot,
                                   std::string_view max_restarts);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_RESTART_LIMIT_H_
