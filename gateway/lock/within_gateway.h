#ifndef GATEWAY_LOCK_WITHIN_GATEWAY_H_
#define GATEWAY_LOCK_WITHIN_GATEWAY_H_

#include <sys/types.h>

#include <functional>
#include <optional>

#include "shim/base/process_stat.h"

namespace hermes::gateway {

// True if `self` is `gateway`, was started by it at whatever remove, or is in
// its session, which is what is left of that when a parent has ended. `find`
// gives a process's facts; nothing if there is no such process. Pure.
bool IsWithin(pid_t gateway, pid_t self,
              const std::function<std::optional<ProcessStat>(pid_t)>& find);

}  // namespace hermes::gateway

#endif  // GATEWAY_LOCK_WITHIN_GATEWAY_H_
