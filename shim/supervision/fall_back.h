#ifndef HERMES_SHIM_SUPERVISION_FALL_BACK_H_
#define HERMES_SHIM_SUPERVISION_FALL_BACK_H_

#include <string>

#include "shim/base/expected.h"

namespace hermes {

// The line for a gateway that cannot be supervised: that it runs in the
// foreground instead, or, where supervision is `required`, that nothing does.
// Pure.
std::string FallBackLine(const Error& why, bool required);

}  // namespace hermes

#endif  // HERMES_SHIM_SUPERVISION_FALL_BACK_H_
