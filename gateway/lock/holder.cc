#include "gateway/lock/holder.h"

namespace hermes::gateway {

Liveness JudgeRecord(const PidRecord& record,
                     const std::optional<ProcessFacts>& process,
                     const std::string& own_home, pid_t own_pid) {
  if (record.pid == own_pid || !process.has_value() || process->dead) {
    return Liveness::kDead;
  }
  if (record.start_time.has_value() &&
      *record.start_time != process->start_time) {
    return Liveness::kDead;
  }
  if (!IsGatewayCommandLine(process->argv)) return Liveness::kDead;
  if (!record.hermes_home.empty() && record.hermes_home != own_home) {
    return Liveness::kDead;
  }
  return record.start_time.has_value() ? Liveness::kCertain
                                       : Liveness::kPossible;
}

}  // namespace hermes::gateway
