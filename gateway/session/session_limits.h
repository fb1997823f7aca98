#ifndef GATEWAY_SESSION_SESSION_LIMITS_H_
#define GATEWAY_SESSION_SESSION_LIMITS_H_

#include <chrono>
#include <cstdint>

#include "gateway/config/model_settings.h"
#include "gateway/config/retention_limits.h"

namespace hermes::gateway {

// Limits on what the store keeps and returns.
struct SessionLimits {
  HistoryLimits history;
  // How many sessions with a derived id (IsDerivedSessionId) are kept: the ones
  // used last, and all that have a turn in progress.
  int64_t derived_sessions = 1000;
  int64_t responses = 100;
  RetentionLimits retention;
  // A turn that was interrupted longer ago than this is not resumed.
  std::chrono::seconds resume_within{3600};
};

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_SESSION_LIMITS_H_
