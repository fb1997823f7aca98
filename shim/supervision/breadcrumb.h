#ifndef HERMES_SHIM_SUPERVISION_BREADCRUMB_H_
#define HERMES_SHIM_SUPERVISION_BREADCRUMB_H_

#include <string>
#include <string_view>

namespace hermes {

// Returns the notice that a start prints once: that `gateway run` is supervised
// now, what that means for the user, and both ways to opt out. Pure; Say() adds
// the prefix "hermes-entry: ".
std::string Breadcrumb(std::string_view profile);

}  // namespace hermes

#endif  // HERMES_SHIM_SUPERVISION_BREADCRUMB_H_
