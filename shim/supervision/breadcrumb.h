#ifndef HERMES_SHIM_SUPERVISION_BREADCRUMB_H_
#define HERMES_SHIM_SUPERVISION_BREADCRUMB_H_

#include <string>
#include <string_view>

namespace hermes {

// The message that tells the user, once, that `gateway run` has become a
// supervised one, what that gives, and both ways to opt out. Pure; the prefix
// "hermes-entry: " is added by Say().
std::string Breadcrumb(std::string_view profile);

}  // namespace hermes

#endif  // HERMES_SHIM_SUPERVISION_BREADCRUMB_H_
