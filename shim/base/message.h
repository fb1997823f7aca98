#ifndef HERMES_SHIM_BASE_MESSAGE_H_
#define HERMES_SHIM_BASE_MESSAGE_H_

#include <initializer_list>
#include <string_view>

namespace hermes {

// Writes "hermes-entry: " and the joined parts as one line to stderr, in one
// write(2) so that lines of several processes do not mix. Control characters
// in the parts are shown as '?', except newlines inside a breadcrumb, which the
// caller gives on purpose. Nobody reading stderr is no error.
void Say(std::initializer_list<std::string_view> parts);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_MESSAGE_H_
