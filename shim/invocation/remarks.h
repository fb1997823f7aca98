#ifndef HERMES_SHIM_INVOCATION_REMARKS_H_
#define HERMES_SHIM_INVOCATION_REMARKS_H_

#include <string>
#include <string_view>
#include <vector>

#include "shim/invocation/facts.h"

namespace hermes {

// Returns the lines to print before an invocation that is not refused: warnings
// about its settings, and the reason if a gateway is not supervised. Only a
// gateway run and an invocation without a command have any; a gateway run with
// the recursion sentinel has none. `closed_gate` is the first closed gate of a
// gateway run. Pure.
std::vector<std::string> Remarks(const Facts& facts,
                                 std::string_view closed_gate);

// Returns "s6-svc, s6-log not found in /command, ...". Requires: at least one
// program is missing.
std::string DescribeMissingS6(const Facts& facts);

}  // namespace hermes

#endif  // HERMES_SHIM_INVOCATION_REMARKS_H_
