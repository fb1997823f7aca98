#ifndef HERMES_SHIM_INVOCATION_GATES_H_
#define HERMES_SHIM_INVOCATION_GATES_H_

#include <string_view>

#include "shim/invocation/facts.h"

namespace hermes {

// Names of the gates; stable, they appear in explanations and tests.
inline constexpr std::string_view kSentinelGate = "sentinel";
inline constexpr std::string_view kOptOutFlagGate = "opt-out-flag";
inline constexpr std::string_view kOptOutVariableGate = "opt-out-variable";
inline constexpr std::string_view kS6EvidenceGate = "s6-evidence";

// The first gate that keeps a `gateway run` in the foreground, or "" when all
// are open and it is to be supervised. Requires: the invocation is a
// `gateway run`. Pure.
std::string_view FirstClosedGate(const Facts& facts);

}  // namespace hermes

#endif  // HERMES_SHIM_INVOCATION_GATES_H_
