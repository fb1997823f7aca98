#ifndef HERMES_SHIM_INVOCATION_DEPTH_H_
#define HERMES_SHIM_INVOCATION_DEPTH_H_

#include <string_view>

namespace hermes {

// The variable in which hermes-entry counts how often it has executed hermes.
// It ends a loop in which copies or wrapper scripts start hermes-entry again.
inline constexpr std::string_view kDepthVariable = "HERMES_ENTRY_DEPTH";

// At this depth hermes-entry refuses to execute hermes.
inline constexpr int kMaxDepth = 4;

// Parses the variable's value. Returns at most kMaxDepth, and 0 if the value is
// not a number. Pure.
int ParseDepth(std::string_view value);

}  // namespace hermes

#endif  // HERMES_SHIM_INVOCATION_DEPTH_H_
