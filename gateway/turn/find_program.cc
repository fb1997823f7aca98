#include "gateway/turn/find_program.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace hermes::gateway {
namespace {

enum class Found { kProgram, kOther, kNothing };

Found LookAt(const std::string& path, int directory_fd) {
  struct stat status = {};
  if (fstatat(directory_fd, path.c_str(), &status, 0) != 0) {
    return Found::kNothing;
  }
  const bool may_run =
      S_ISREG(status.st_mode) &&
      faccessat(directory_fd, path.c_str(), X_OK, AT_EACCESS) == 0;
  return may_run ? Found::kProgram : Found::kOther;
}

absl::Status CannotRun(const std::string& path) {
  return absl::PermissionDeniedError(absl::StrCat(
      path, " is not a file that uid ", geteuid(), " may execute"));
}

}  // namespace

absl::StatusOr<std::string> FindProgram(const std::string& name,
                                        const std::string& path,
                                        int directory_fd) {
  if (absl::StrContains(name, "/")) {
    const Found found = LookAt(name, directory_fd);
    if (found == Found::kProgram) return name;
    if (found == Found::kOther) return CannotRun(name);
    return absl::NotFoundError(absl::StrCat(name, " does not exist"));
  }
  std::string unusable;
  for (const absl::string_view entry : absl::StrSplit(path, ':')) {
    if (!absl::StartsWith(entry, "/")) continue;
    const std::string candidate = absl::StrCat(entry, "/", name);
    const Found found = LookAt(candidate, directory_fd);
    if (found == Found::kProgram) return candidate;
    if (found == Found::kOther && unusable.empty()) unusable = candidate;
  }
  if (!unusable.empty()) return CannotRun(unusable);
  return absl::NotFoundError(absl::StrCat(name, " is not on PATH"));
}

}  // namespace hermes::gateway
