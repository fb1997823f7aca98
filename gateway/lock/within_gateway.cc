#include "gateway/lock/within_gateway.h"

namespace hermes::gateway {
namespace {

// Far more than any real process has; pids may be reused during the walk.
constexpr int kMaxAncestors = 1000;

}  // namespace

bool IsWithin(pid_t gateway, pid_t self,
              const std::function<std::optional<ProcessStat>(pid_t)>& find) {
  pid_t pid = self;
  for (int n = 0; n < kMaxAncestors && pid > 0; ++n) {
    if (pid == gateway) return true;
    const std::optional<ProcessStat> stat = find(pid);
    if (!stat) return false;
    if (stat->session == gateway) return true;
    pid = stat->parent;
  }
  return false;
}

}  // namespace hermes::gateway
