#ifndef GATEWAY_LOCK_HOLDER_H_
#define GATEWAY_LOCK_HOLDER_H_

#include <sys/types.h>

#include <optional>
#include <string>

#include "gateway/lock/process_facts.h"
#include "gateway/state/pid_record.h"

namespace hermes::gateway {

// How certain it is that the process of a record is the recorded gateway.
enum class Liveness {
  kDead,      // no such process, a zombie, another process, or not our gateway
  kPossible,  // a gateway has that pid, but it may be another one
  kCertain,   // a gateway has that pid and the recorded start time
};

// Compares `record` with `process`, the current facts about its pid
// (std::nullopt if it does not exist), for the profile at `own_home`.
// `own_pid` never counts as another gateway: in a container the successor of a
// killed gateway often gets the same pid. Pure.
Liveness JudgeRecord(const PidRecord& record,
                     const std::optional<ProcessFacts>& process,
                     const std::string& own_home, pid_t own_pid);

}  // namespace hermes::gateway

#endif  // GATEWAY_LOCK_HOLDER_H_
