#include "gateway/api/health_checks.h"

#include <sys/statvfs.h>

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"

namespace hermes::gateway::api {
namespace {

constexpr int kDiskNearlyFullPercent = 90;
constexpr int kManyOperations = 1000;
constexpr size_t kManyWaitingTurns = 100;

}  // namespace

std::vector<HealthCheck> CheckHome(const std::optional<HomeFacts>& facts,
                                   const std::string& no_answer,
                                   GatewayState state) {
  if (facts.has_value()) {
    return {CheckConfig(facts->config), CheckDisk(facts->disk_used_percent),
            CheckGateway(state, facts->lock_intact)};
  }
  return {{"config", false, no_answer},
          {"disk", false, no_answer},
          {"gateway", false,
           state == GatewayState::kRunning
               ? no_answer
               : absl::StrCat(StateName(state), "; ", no_answer)}};
}

HealthCheck CheckConfig(const absl::Status& load) {
  return {"config", load.ok(),
          load.ok()
              ? ""
              : absl::StrCat("the next start would fail: ", load.message())};
}

HealthCheck CheckStateDb(const absl::Status& check) {
  return {"state_db", check.ok(), absl::StrCat(check.message())};
}

HealthCheck CheckQueues(int store_pending, size_t waiting_turns) {
  const bool ok =
      store_pending < kManyOperations && waiting_turns < kManyWaitingTurns;
  return {"background_queues", ok,
          absl::StrCat(store_pending, " store operations, ", waiting_turns,
                       " turns waiting")};
}

HealthCheck CheckDisk(int used_percent) {
  if (used_percent < 0) return {"disk", false, "cannot be determined"};
  return {"disk", used_percent < kDiskNearlyFullPercent,
          absl::StrCat(used_percent, " % used")};
}

HealthCheck CheckGateway(GatewayState state, bool lock_intact) {
  if (!lock_intact) {
    return {"gateway", false,
            "gateway.pid or gateway.lock was removed or replaced"};
  }
  if (state == GatewayState::kRunning) return {"gateway", true, ""};
  return {"gateway", false, StateName(state)};
}

int DiskUsedPercent(int fd) {
  struct statvfs disk = {};
  if (fstatvfs(fd, &disk) != 0) return -1;
  const uint64_t used = disk.f_blocks - disk.f_bfree;
  const uint64_t usable = used + disk.f_bavail;
  if (usable == 0) return 0;
  return static_cast<int>((used * 100 + usable - 1) / usable);
}

}  // namespace hermes::gateway::api
