#ifndef HERMES_SHIM_INVOCATION_GATES_H_
#define HERMES_SHIM_INVOCATION_GATES_H_

#include <string_view>

#include "shim/invocation/facts.h"

namespace hermes {

// The names of the gates. They are stable: explanations and tests use them.
inline constexpr std::string_view kSentinelGate = "sentinel";
inline constexpr std::string_view kOptOutFlagGate = "opt-out-flag";
inline constexpr std::string_view kOptOutVariableGate = "opt-out-variable";
inline constexpr std::string_view kS6EvidenceGate = "s6-evidence";

// Returns the name of the first closed gate, because of which a `gateway run`
// stays in the foreground. Returns "" if all gates are open, so that it will be
// supervised. Requires: the invocation is a `gateway run`. Pure.
std::string_view FirstClosedGate(const Facts& facts);

}  // namespace hermes

#endif  // HERMES_SHIM_INVOCATION_GATES_H_
