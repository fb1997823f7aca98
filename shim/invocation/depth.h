#ifndef HERMES_SHIM_INVOCATION_DEPTH_H_
#define HERMES_SHIM_INVOCATION_DEPTH_H_

#include <string_view>

namespace hermes {

// Counts in the environment how often hermes-entry has executed what it took
// for hermes, so that a loop through copies and wrapper scripts ends.
inline constexpr std::string_view kDepthVariable = "HERMES_ENTRY_DEPTH";

// From this depth on hermes is not executed any more.
inline constexpr int kMaxDepth = 4;

// The variable's value as a number, at most kMaxDepth; 0 for what is none.
// Pure.
int ParseDepth(std::string_view value);

}  // namespace hermes

#endif  // HERMES_SHIM_INVOCATION_DEPTH_H_
