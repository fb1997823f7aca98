#ifndef HERMES_SHIM_FACTS_ANCESTRY_H_
#define HERMES_SHIM_FACTS_ANCESTRY_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

namespace hermes {

// The parent's pid by the text of a /proc/<pid>/stat; nothing if it is not of
// that form. Takes any comm, also one with spaces and parentheses. Pure.
std::optional<pid_t> ParentFromStat(std::string_view stat);

// True if PID 1 is an ancestor of the process whose parent is `parent`. What
// came into the container from outside (docker exec) has a topmost ancestor
// whose parent is 0. True also where /proc does not tell: then nothing is done
// on the strength of it.
bool IsBelowPid1(pid_t parent, const std::string& proc);

}  // namespace hermes

#endif  // HERMES_SHIM_FACTS_ANCESTRY_H_
