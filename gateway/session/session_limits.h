#ifndef GATEWAY_SESSION_SESSION_LIMITS_H_
#define GATEWAY_SESSION_SESSION_LIMITS_H_

#include <chrono>
#include <cstdint>

#include "gateway/config/model_settings.h"
#include "gateway/config/retention_limits.h"

namespace hermes::gateway {

// How much the store keeps and hands out.
struct SessionLimits {
  HistoryLimits history;
  // Sessions whose id is derived (IsDerivedSessionId), by their last use, not
  // counting those with a turn under way.
  int64_t derived_sessions = 1000;
  int64_t responses = 100;
  RetentionLimits retention;
  // A turn that was cut off longer ago than this is not resumed.
  std::chrono::seconds resume_within{3600};
};

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_SESSION_LIMITS_H_
