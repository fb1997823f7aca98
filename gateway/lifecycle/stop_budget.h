#ifndef GATEWAY_LIFECYCLE_STOP_BUDGET_H_
#define GATEWAY_LIFECYCLE_STOP_BUDGET_H_

#include <chrono>
#include <string>

#include "gateway/config/environment.h"

namespace hermes::gateway {

// How long turns that are cut off have to say so to their clients.
inline constexpr std::chrono::seconds kCutOffGrace{5};

// A warning where the entry point would kill the gateway before a drain of
// `stop_drain` is over, by HERMES_ENTRY_STOP_TIMEOUT of the `environment` or
// its default in a supervised gateway; "" where that is not so, or nobody is
// known to. Pure.
std::string StopBudgetWarning(const EnvironmentMap& environment,
                              std::chrono::milliseconds stop_drain);

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_STOP_BUDGET_H_
