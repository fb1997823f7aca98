#ifndef GATEWAY_API_HEALTH_REPORT_H_
#define GATEWAY_API_HEALTH_REPORT_H_

#include <string>
#include <vector>

#include "gateway/state/pid_record.h"
#include "gateway/state/rfc3339.h"
#include "gateway/state/state_record.h"

namespace hermes::gateway {

// The answer of one readiness check.
struct HealthCheck {
  std::string name;
  bool ok = false;
  std::string detail;  // "" leaves the key out; never a secret
};

// {"status":"ok","platform":"hermes-agent","version":...}
std::string LivenessBody();

// The body of /health/detailed: `checks` and `state`, the gateway's own last
// word about itself, which it said at `updated_at`. "degraded" as soon as one
// check is. Pure.
std::string DetailedBody(const std::vector<HealthCheck>& checks,
                         const StateUpdate& state, const PidRecord& self,
                         const std::string& profile, WallTime updated_at);

}  // namespace hermes::gateway

#endif  // GATEWAY_API_HEALTH_REPORT_H_
