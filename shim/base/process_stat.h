#ifndef HERMES_SHIM_BASE_PROCESS_STAT_H_
#define HERMES_SHIM_BASE_PROCESS_STAT_H_

#include <sys/types.h>

#include <optional>
#include <string_view>

namespace hermes {

// What /proc/<pid>/stat says of a process.
struct ProcessStat {
  pid_t pid = 0;
  char state = '?';  // 'Z': a zombie
  pid_t parent = 0;
  pid_t session = 0;
  long long start_ticks = 0;  // since boot; with the pid, names one process
};

// Parses the content of /proc/<pid>/stat; nothing if it is not of that form.
// Takes any comm, also one with spaces and parentheses. Pure.
std::optional<ProcessStat> ParseProcessStat(std::string_view text);

// Reads it; nothing if there is no such process or no readable /proc.
std::optional<ProcessStat> ReadProcessStat(pid_t pid);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_PROCESS_STAT_H_
