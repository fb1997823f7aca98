#ifndef HERMES_SHIM_FACTS_ANCESTRY_H_
#define HERMES_SHIM_FACTS_ANCESTRY_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

namespace hermes {

// Parses the parent's pid from the text of /proc/<pid>/stat. Accepts any comm,
// also one with spaces and parentheses. Returns std::nullopt if the text is
// malformed. Pure.
std::optional<pid_t> ParentFromStat(std::string_view stat);

// Returns true if PID 1 is an ancestor of the process whose parent is `parent`.
// A process that was started from outside the container (docker exec) has a
// topmost ancestor with the parent 0. Also returns true if /proc cannot be
// read: the caller acts only on false.
bool IsBelowPid1(pid_t parent, const std::string& proc);

}  // namespace hermes

#endif  // HERMES_SHIM_FACTS_ANCESTRY_H_
