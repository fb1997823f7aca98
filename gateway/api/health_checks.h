#ifndef GATEWAY_API_HEALTH_CHECKS_H_
#define GATEWAY_API_HEALTH_CHECKS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gateway/api/health_report.h"
#include "gateway/state/state_record.h"

namespace hermes::gateway::api {

// The checks are pure: they evaluate facts that the caller has just gathered.

// The facts about the home that the readiness checks need.
struct HomeFacts {
  absl::Status config;         // the result of reading the configuration again
  int disk_used_percent = -1;  // the result of DiskUsedPercent()
  bool lock_intact = false;
};

// Returns the checks `config`, `disk` and `gateway`. Without `facts` all three
// are degraded, with `no_answer` as the reason.
std::vector<HealthCheck> CheckHome(const std::optional<HomeFacts>& facts,
                                   const std::string& no_answer,
                                   GatewayState state);

// `load` is the result of reading the configuration from disk again.
HealthCheck CheckConfig(const absl::Status& load);

// `check` is the result of reading and writing the session store.
HealthCheck CheckStateDb(const absl::Status& check);

// Is degraded if too many operations of the store are pending, or too many
// turns wait for their session.
HealthCheck CheckQueues(int store_pending, size_t waiting_turns);

// `used_percent` is that of the home's file system, or negative if it is
// unknown. Is degraded from 90 on, and if it is unknown.
HealthCheck CheckDisk(int used_percent);

// `lock_intact` is true if gateway.pid and gateway.lock still belong to this
// process.
HealthCheck CheckGateway(GatewayState state, bool lock_intact);

// Returns how full the file system of the directory `fd` is, rounded up as df
// does, or -1 if that cannot be determined.
int DiskUsedPercent(int fd);

}  // namespace hermes::gateway::api

#endif  // GATEWAY_API_HEALTH_CHECKS_H_
