#ifndef GATEWAY_LOCK_WITHIN_GATEWAY_H_
#define GATEWAY_LOCK_WITHIN_GATEWAY_H_

#include <sys/types.h>

#include <functional>
#include <optional>

#include "shim/base/process_stat.h"

namespace hermes::gateway {

// Returns true if `self` is `gateway`, a descendant of it, or in its session;
// the session still shows the relation after a parent in between has exited.
// `find` returns a process's facts, std::nullopt if it does not exist.
// Pure.
bool IsWithin(pid_t gateway, pid_t self,
              const std::function<std::optional<ProcessStat>(pid_t)>& find);

}  // namespace hermes::gateway

#endif  // GATEWAY_LOCK_WITHIN_GATEWAY_H_
