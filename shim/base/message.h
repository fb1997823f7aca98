#ifndef HERMES_SHIM_BASE_MESSAGE_H_
#define HERMES_SHIM_BASE_MESSAGE_H_

#include <initializer_list>
#include <string_view>

namespace hermes {

// Writes "hermes-entry: " and the joined parts as one line to stderr, in one
// write(2) so that lines of several processes do not mix. Replaces control
// characters by '?', except newlines, because a breadcrumb has several lines.
// Ignores write errors, for instance if stderr has no reader. Blocks as long as
// stderr has no room, unless LimitSay() was called.
void Say(std::initializer_list<std::string_view> parts);

// The default limit of LimitSay().
inline constexpr long kSayLimitMs = 2000;

// Limits how long Say() may block in this process: it drops a line if stderr
// has no room for it within `limit_ms`. Until stderr has room again, Say()
// drops further lines without waiting, so that a blocked reader delays this
// process only once. The next line that is written reports how many were
// dropped. Meant for processes that others wait for: PID 1, a heartbeat, the
// scripts of a slot. Requires: SIGALRM is blocked and not handled; a SIGALRM
// from another source stays pending. The limit ends at an exec.
void LimitSay(long limit_ms = kSayLimitMs);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_MESSAGE_H_
