#ifndef HERMES_SHIM_BASE_MESSAGE_H_
#define HERMES_SHIM_BASE_MESSAGE_H_

#include <initializer_list>
#include <string_view>

namespace hermes {

// Writes "hermes-entry: " and the joined parts as one line to stderr, in one
// write(2) so that lines of several processes do not mix. Control characters
// in the parts are shown as '?', except newlines inside a breadcrumb, which the
// caller gives on purpose. Nobody reading stderr is no error. Blocks for as
// long as stderr has no room, unless LimitSay() was called.
void Say(std::initializer_list<std::string_view> parts);

// How long Say() waits for room in stderr after LimitSay().
inline constexpr long kSayLimitMs = 2000;

// From now on Say() in this process drops a line for which stderr has no room
// within `limit_ms`. Until stderr has room again, further lines are dropped
// without a wait, so that one blocked reader costs one limit. The next line
// that is written reports how many were dropped. For processes that others wait
// for: PID 1, a heartbeat, the scripts of a slot. Requires: SIGALRM is blocked,
// and not handled; a SIGALRM from elsewhere stays pending. An exec undoes it.
void LimitSay(long limit_ms = kSayLimitMs);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_MESSAGE_H_
