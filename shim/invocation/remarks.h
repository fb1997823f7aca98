#ifndef HERMES_SHIM_INVOCATION_REMARKS_H_
#define HERMES_SHIM_INVOCATION_REMARKS_H_

#include <string>
#include <string_view>
#include <vector>

#include "shim/invocation/facts.h"

namespace hermes {

// The lines that are said before an invocation that is not refused: warnings
// about its settings, and why a gateway is not supervised. Only a gateway run
// and "nothing given" have any; with the recursion sentinel there is none.
// `closed_gate` is that of a gateway run. Pure.
std::vector<std::string> Remarks(const Facts& facts,
                                 std::string_view closed_gate);

// "s6-svc, s6-log not found in /command, ...". Requires: one is missing.
std::string DescribeMissingS6(const Facts& facts);

}  // namespace hermes

#endif  // HERMES_SHIM_INVOCATION_REMARKS_H_
