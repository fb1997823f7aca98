#ifndef HERMES_SHIM_BASE_TRUTH_H_
#define HERMES_SHIM_BASE_TRUTH_H_

#include <string_view>

namespace hermes {

enum class Truth { kTrue, kFalse, kUnrecognised };

// Parses the value of a switch in the environment strictly: kTrue for "1",
// "true", "yes"; kFalse for "", "0", "false", "no"; upper and lower case do not
// matter. Everything else, also " 1", "on" and "ture", is kUnrecognised: the
// caller treats it as false and prints a warning, so that a typing error never
// switches anything on.
Truth ParseTruth(std::string_view value);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_TRUTH_H_
