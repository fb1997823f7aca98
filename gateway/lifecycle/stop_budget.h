#ifndef GATEWAY_LIFECYCLE_STOP_BUDGET_H_
#define GATEWAY_LIFECYCLE_STOP_BUDGET_H_

#include <chrono>
#include <string>

#include "gateway/config/environment.h"

namespace hermes::gateway {

// How long turns that are cut off have to inform their clients.
inline constexpr std::chrono::seconds kCutOffGrace{5};

// Returns a warning if the entry point would kill the gateway before a drain of
// `stop_drain` is over. Its limit is HERMES_ENTRY_STOP_TIMEOUT of the
// `environment` or, in a supervised gateway, its default. Returns "" if the
// drain fits, or if no limit is known. Pure.
std::string StopBudgetWarning(const EnvironmentMap& environment,
                              std::chrono::milliseconds stop_drain);

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_STOP_BUDGET_H_
