#ifndef GATEWAY_LOCK_HOLDER_H_
#define GATEWAY_LOCK_HOLDER_H_

#include <sys/types.h>

#include <optional>
#include <string>

#include "gateway/lock/process_facts.h"
#include "gateway/state/pid_record.h"

namespace hermes::gateway {

// How sure a record is about the process it names.
enum class Liveness {
  kDead,      // no such process, a zombie, another one, or no gateway of ours
  kPossible,  // a gateway has that pid; whether it is the same is not known
  kCertain,   // a gateway has that pid and the recorded start time
};

// Compares `record` with `process`, what is known about its pid now (nothing:
// there is no such process), for the profile at `own_home`. `own_pid` is never
// another gateway: in a container a killed gateway's successor often gets the
// very same pid. Pure.
Liveness JudgeRecord(const PidRecord& record,
                     const std::optional<ProcessFacts>& process,
                     const std::string& own_home, pid_t own_pid);

}  // namespace hermes::gateway

#endif  // GATEWAY_LOCK_HOLDER_H_
