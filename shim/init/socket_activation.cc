#include "shim/init/socket_activation.h"

#include <fcntl.h>
#include <sys/types.h>

#include <string_view>

#include "shim/base/child_process.h"
#include "shim/base/environment.h"
#include "shim/base/parse_number.h"

namespace hermes {
namespace {

constexpr int kFirstSocket = 3;
constexpr int kMostSockets = 1024;
constexpr char kPidVariable[] = "LISTEN_PID";

}  // namespace

int SocketsFor(pid_t self, const Environment& environment) {
  if (ParseNumber<pid_t>(environment.GetOrEmpty(kPidVariable)) != self) {
    return 0;
  }
  return ParseNumberBetween(environment.GetOrEmpty("LISTEN_FDS"), 1,
                            kMostSockets)
      .value_or(0);
}

void HandSocketsOn(pid_t self, ChildRequest& child) {
  if (SocketsFor(self, child.environment) == 0) return;
  child.pid_variable = kPidVariable;
  // It identifies this process by a pidfd, and is optional.
  child.environment.Unset("LISTEN_PIDFDID");
}

void CloseSocketsAtExec(int count) {
  for (int fd = kFirstSocket; fd < kFirstSocket + count; ++fd) {
    fcntl(fd, F_SETFD, FD_CLOEXEC);
  }
}

}  // namespace hermes
