#ifndef GATEWAY_API_HEALTH_CHECKS_H_
#define GATEWAY_API_HEALTH_CHECKS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gateway/api/health_report.h"
#include "gateway/state/state_record.h"

namespace hermes::gateway {

// Each check is a pure judgement of what was looked up just before.

// What is looked up in the home for the readiness.
struct HomeFacts {
  absl::Status config;         // of reading the configuration again
  int disk_used_percent = -1;  // as DiskUsedPercent() has it
  bool lock_intact = false;
};

// The checks `config`, `disk` and `gateway`. Without `facts` all three are
// degraded, and `no_answer` is why.
std::vector<HealthCheck> CheckHome(const std::optional<HomeFacts>& facts,
                                   const std::string& no_answer,
                                   GatewayState state);

// `load` is the result of reading the configuration again as it is on disk.
HealthCheck CheckConfig(const absl::Status& load);

// `check` is how reading and writing the session store went.
HealthCheck CheckStateDb(const absl::Status& check);

// Operations that the store has not done yet, and turns that wait for their
// session: degraded where one of them has piled up.
HealthCheck CheckQueues(int store_pending, size_t waiting_turns);

// `used_percent` of the home's file system; degraded from 90 on. Below 0: it
// could not be looked up.
HealthCheck CheckDisk(int used_percent);

// `lock_intact`: gateway.pid and gateway.lock are still this process's.
HealthCheck CheckGateway(GatewayState state, bool lock_intact);

// How full the file system of the directory `fd` is, rounded up as df does;
// -1 if that cannot be looked up.
int DiskUsedPercent(int fd);

}  // namespace hermes::gateway

#endif  // GATEWAY_API_HEALTH_CHECKS_H_
