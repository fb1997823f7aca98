#include "shim/init/socket_activation.h"

#include <fcntl.h>
#include <sys/types.h>

#include <charconv>
#include <string_view>

#include "shim/base/child_process.h"
#include "shim/base/environment.h"

namespace hermes {
namespace {

constexpr int kFirstSocket = 3;
constexpr int kMostSockets = 1024;
constexpr char kPidVariable[] = "LISTEN_PID";

// Returns -1 if `text` is not a whole number.
int ToNumber(std::string_view text) {
  int number = -1;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  const bool all = error == std::errc() && end == text.data() + text.size();
  return all ? number : -1;
}

}  // namespace

int SocketsFor(pid_t self, const Environment& environment) {
  if (ToNumber(environment.GetOrEmpty(kPidVariable)) != self) return 0;
  const int count = ToNumber(environment.GetOrEmpty("LISTEN_FDS"));
  return count > 0 && count <= kMostSockets ? count : 0;
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
