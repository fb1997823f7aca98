#ifndef GATEWAY_API_HEALTH_REPORT_H_
#define GATEWAY_API_HEALTH_REPORT_H_

#include <string>
#include <vector>

#include "gateway/state/pid_record.h"
#include "gateway/state/rfc3339.h"
#include "gateway/state/state_record.h"

namespace hermes::gateway::api {

// The result of one readiness check.
struct HealthCheck {
  std::string name;
  bool ok = false;
  std::string detail;  // contains no secret; if "", the key is omitted
};

// Returns {"status":"ok","platform":"hermes-agent","version":...}.
std::string LivenessBody();

// Returns the body of /health/detailed. It contains `checks` and `state`, the
// gateway's last record of its own state, written at `updated_at`. The status
// is "degraded" if any check is. Pure.
std::string DetailedBody(const std::vector<HealthCheck>& checks,
                         const StateUpdate& state, const PidRecord& self,
                         const std::string& profile, WallTime updated_at);

}  // namespace hermes::gateway::api

#endif  // GATEWAY_API_HEALTH_REPORT_H_
