#include "gateway/lifecycle/received_signal.h"

#include <fcntl.h>
#include <string.h>

#include <algorithm>
#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gateway/files/durable_file.h"

namespace hermes::gateway {
namespace {

std::string NameOf(int signo) {
  const char* name = sigabbrev_np(signo);
  return name != nullptr ? absl::StrCat("SIG", name)
                         : absl::StrCat("signal ", signo);
}

}  // namespace

std::string DescribeSignal(const ReceivedSignal& signal,
                           const std::string& comm) {
  const std::string name = NameOf(signal.signo);
  if (!signal.from_process) {
    return absl::StrCat(name, " from the kernel (a terminal)");
  }
  if (signal.sender <= 0) {
    return absl::StrCat(name, " from outside this container");
  }
  std::string visible = comm;
  std::replace_if(
      visible.begin(), visible.end(),
      [](char c) {
        return !absl::ascii_isgraph(static_cast<unsigned char>(c));
      },
      '?');
  const std::string who =
      visible.empty() ? "" : absl::StrCat(" (", visible, ")");
  return absl::StrCat(name, " from pid ", signal.sender, who);
}

std::string CommOf(pid_t pid) {
  constexpr size_t kLargest = 256;
  const absl::StatusOr<std::string> comm =
      ReadSmallFile(AT_FDCWD, absl::StrCat("/proc/", pid, "/comm"), kLargest);
  if (!comm.ok()) return "";
  return comm->substr(0, comm->find('\n'));
}

}  // namespace hermes::gateway
