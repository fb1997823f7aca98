#include "gateway/lifecycle/exit_diagnosis.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#include <cerrno>

#include "absl/strings/str_cat.h"
#include "gateway/files/small_file.h"
#include "gateway/files/unique_fd.h"

namespace hermes::gateway {
namespace {

constexpr char kName[] = "gateway-exit-diag.log";
constexpr char kOldName[] = "gateway-exit-diag.log.1";
constexpr off_t kLargest = off_t{256} * 1024;

void Rotate(int logs_fd) {
  struct stat st = {};
  if (fstatat(logs_fd, kName, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
      st.st_size > kLargest) {
    renameat(logs_fd, kName, logs_fd, kOldName);
  }
}

}  // namespace

std::string DiagnosisLine(const ExitDiagnosis& diagnosis) {
  const std::string signal =
      diagnosis.signal.empty() ? "no signal" : diagnosis.signal;
  return absl::StrCat(FormatRfc3339(diagnosis.time), " pid=", diagnosis.pid,
                      " exit=", static_cast<int>(diagnosis.verdict.exit_code),
                      " reason=\"", diagnosis.verdict.reason,
                      "\" drained=", diagnosis.drained ? "yes" : "no", " by=\"",
                      signal, "\"\n");
}

absl::Status AppendDiagnosis(int home_fd, const ExitDiagnosis& diagnosis) {
  const UniqueFd logs(
      openat(home_fd, "logs", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!logs.valid()) return absl::ErrnoToStatus(errno, "cannot open logs");
  Rotate(logs.get());
  // O_NONBLOCK: a FIFO that lies there must not hold up the end.
  const UniqueFd file(openat(
      logs.get(), kName,
      O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
      0644));
  if (!file.valid()) {
    return absl::ErrnoToStatus(errno, absl::StrCat("cannot open ", kName));
  }
  return WriteAll(file.get(), DiagnosisLine(diagnosis));
}

}  // namespace hermes::gateway
