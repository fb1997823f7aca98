#include "shim/reconcile/boot_log.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>

#include "shim/base/directory_tree.h"
#include "shim/base/expected.h"
#include "shim/base/iso_time.h"
#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

constexpr char kName[] = "container-boot.log";
constexpr char kOldName[] = "container-boot.log.1";

Expected<UniqueFd> OpenLogs(const std::string& root) {
  const UniqueFd fd(open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.valid()) return Error{errno, "opening", root};
  if (mkdirat(fd.get(), "logs", 0700) != 0 && errno != EEXIST) {
    return Error{errno, "making", root + "/logs"};
  }
  return OpenDirectory(fd.get(), "logs");
}

void RotateIfLarge(int logs_fd) {
  struct stat st;
  if (fstatat(logs_fd, kName, &st, AT_SYMLINK_NOFOLLOW) != 0) return;
  if (!S_ISREG(st.st_mode) || st.st_size < kBootLogLimit) return;
  renameat(logs_fd, kName, logs_fd, kOldName);
}

Expected<void> Append(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return Error{errno, "writing", kName};
    text.remove_prefix(static_cast<size_t>(n));
  }
  return {};
}

}  // namespace

std::string FormatBootLogEntry(const BootLogEntry& entry) {
  std::string line = IsoTime(entry.time);
  line.append(" profile=").append(entry.profile);
  line.append(" prior_state=").append(entry.prior_state);
  line.append(" action=").append(entry.action);
  line.append(" prior_exit=").append(entry.prior_exit);
  line.push_back('\n');
  return line;
}

Expected<void> AppendToBootLog(const std::string& root,
                               std::string_view lines) {
  const Expected<UniqueFd> logs = OpenLogs(root);
  if (!logs.ok()) return logs.error();
  RotateIfLarge(logs.value().get());
  const UniqueFd fd(openat(
      logs.value().get(), kName,
      O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
      0640));
  if (!fd.valid()) return Error{errno, "opening", kName};
  struct stat st;
  if (fstat(fd.get(), &st) != 0 || !S_ISREG(st.st_mode)) {
    return Error{EINVAL, "opening", kName};
  }
  return Append(fd.get(), lines);
}

}  // namespace hermes
