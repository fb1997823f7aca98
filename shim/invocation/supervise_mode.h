#ifndef HERMES_SHIM_INVOCATION_SUPERVISE_MODE_H_
#define HERMES_SHIM_INVOCATION_SUPERVISE_MODE_H_

#include <string_view>

namespace hermes {

// The value of HERMES_GATEWAY_SUPERVISE: decides how a gateway runs if all
// gates before the last one are open.
enum class SuperviseMode {
  kAuto,     // supervised if that is possible, else in the foreground
  kAlways,   // supervised, also in a new tree below another PID 1
  kRequire,  // supervised, or exit 69; makes no tree below another PID 1
  kUnknown,  // not understood: as kAuto, with a warning
};

// Parses the exact words in lower case; an empty value is kAuto. Pure.
SuperviseMode ParseSuperviseMode(std::string_view value);

}  // namespace hermes

#endif  // HERMES_SHIM_INVOCATION_SUPERVISE_MODE_H_
