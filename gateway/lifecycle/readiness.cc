#include "gateway/lifecycle/readiness.h"

#include <fcntl.h>
#include <stdlib.h>

#include "absl/strings/numbers.h"
#include "gateway/files/durable_file.h"

namespace hermes::gateway {

std::optional<int> ParseNotifyFd(const std::string& value) {
  int fd = -1;
  if (!absl::SimpleAtoi(value, &fd) || fd <= 2) return std::nullopt;
  return fd;
}

UniqueFd ConsumeNotifyFd() {
  const char* value = getenv("HERMES_NOTIFY_FD");
  const std::optional<int> fd = ParseNotifyFd(value != nullptr ? value : "");
  unsetenv("HERMES_NOTIFY_FD");
  if (!fd.has_value() || fcntl(*fd, F_SETFD, FD_CLOEXEC) != 0) return {};
  return UniqueFd(*fd);
}

absl::Status NotifyReady(UniqueFd fd) {
  if (!fd.valid()) return absl::OkStatus();
  return WriteAll(fd.get(), "\n");
}

}  // namespace hermes::gateway
