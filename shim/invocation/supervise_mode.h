#ifndef HERMES_SHIM_INVOCATION_SUPERVISE_MODE_H_
#define HERMES_SHIM_INVOCATION_SUPERVISE_MODE_H_

#include <string_view>

namespace hermes {

// HERMES_GATEWAY_SUPERVISE: what is to happen where all gates but the last are
// open.
enum class SuperviseMode {
  kAuto,     // supervised where it is possible, else foreground
  kAlways,   // also below a PID 1 that is not ours
  kRequire,  // supervised, or exit 69; never below a PID 1 that is not ours
  kUnknown,  // not understood: as kAuto, with a warning
};

// Exact words, in lower case; empty is kAuto. Pure.
SuperviseMode ParseSuperviseMode(std::string_view value);

}  // namespace hermes

#endif  // HERMES_SHIM_INVOCATION_SUPERVISE_MODE_H_
