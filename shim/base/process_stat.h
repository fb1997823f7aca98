#ifndef HERMES_SHIM_BASE_PROCESS_STAT_H_
#define HERMES_SHIM_BASE_PROCESS_STAT_H_

#include <sys/types.h>

#include <optional>
#include <string_view>

namespace hermes {

// Fields of /proc/<pid>/stat.
struct ProcessStat {
  pid_t pid = 0;
  char state = '?';  // 'Z': a zombie
  pid_t parent = 0;
  pid_t session = 0;
  // The start time in clock ticks since boot. Together with the pid it
  // identifies one process.
  long long start_ticks = 0;
};

// Parses the content of /proc/<pid>/stat. Accepts any comm, also one with
// spaces and parentheses. Returns std::nullopt if the text is malformed. Pure.
std::optional<ProcessStat> ParseProcessStat(std::string_view text);

// Reads and parses /proc/<pid>/stat. Returns std::nullopt if the process
// does not exist or /proc cannot be read.
std::optional<ProcessStat> ReadProcessStat(pid_t pid);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_PROCESS_STAT_H_
