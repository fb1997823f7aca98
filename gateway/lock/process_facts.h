#ifndef GATEWAY_LOCK_PROCESS_FACTS_H_
#define GATEWAY_LOCK_PROCESS_FACTS_H_

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hermes::gateway {

// What /proc says about one process.
struct ProcessFacts {
  uint64_t start_time = 0;  // field 22 of stat: ticks since boot
  bool dead = false;        // a zombie, or just going
  std::vector<std::string> argv;
};

// Takes state and start time from the text of /proc/PID/stat; the command's
// name may hold spaces and parentheses. Nothing if it is no such text. Pure.
std::optional<ProcessFacts> ParseProcStat(std::string_view stat);

// True if `argv` is a Hermes gateway's: a program called hermes or
// hermes-gateway (an interpreter may stand before it), then the word
// `gateway`, alone or followed by `run`, among any options. Pure.
bool IsGatewayCommandLine(const std::vector<std::string>& argv);

// How other processes are looked at; a fake in tests.
class ProcessTable {
 public:
  virtual ~ProcessTable() = default;
  // Nothing if there is no such process to be seen.
  virtual std::optional<ProcessFacts> Find(pid_t pid) const = 0;
};

// Reads /proc.
class ProcProcessTable : public ProcessTable {
 public:
  std::optional<ProcessFacts> Find(pid_t pid) const override;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LOCK_PROCESS_FACTS_H_
