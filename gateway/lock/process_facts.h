#ifndef GATEWAY_LOCK_PROCESS_FACTS_H_
#define GATEWAY_LOCK_PROCESS_FACTS_H_

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hermes::gateway {

// What /proc reports about one process.
struct ProcessFacts {
  uint64_t start_time = 0;  // field 22 of stat: ticks since boot
  bool dead = false;        // a zombie, or about to become one
  std::vector<std::string> argv;
};

// Parses state and start time from the text of /proc/PID/stat; the command's
// name may contain spaces and parentheses. Returns std::nullopt if the text
// does not have that format. Pure.
std::optional<ProcessFacts> ParseProcStat(std::string_view stat);

// Returns true if `argv` is that of a Hermes gateway: a program called hermes
// or hermes-gateway (an interpreter may precede it), then the word `gateway`,
// alone or followed by `run`, with any options in between. Pure.
bool IsGatewayCommandLine(const std::vector<std::string>& argv);

// Looks up other processes; tests use a fake.
class ProcessTable {
 public:
  virtual ~ProcessTable() = default;
  // Returns std::nullopt if no such process is visible.
  virtual std::optional<ProcessFacts> Find(pid_t pid) const = 0;
};

// Reads /proc.
class ProcProcessTable : public ProcessTable {
 public:
  std::optional<ProcessFacts> Find(pid_t pid) const override;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LOCK_PROCESS_FACTS_H_
