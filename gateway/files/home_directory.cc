#include "gateway/files/home_directory.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace hermes::gateway {
namespace {

absl::Status HomeError(int error, const std::string& path) {
  const std::string seen =
      absl::StrCat("HERMES_HOME ", path, ": ", strerror(error));
  switch (error) {
    case EACCES:
    case EPERM:
    case EROFS:
      return absl::PermissionDeniedError(
          absl::StrCat(seen, "; uid ", geteuid(),
                       " must be able to write there: change its owner, or "
                       "start the gateway as the uid that owns it"));
    case ENOSPC:
    case EDQUOT:
      return absl::ResourceExhaustedError(
          absl::StrCat(seen, "; make room and start the gateway again"));
    default:
      return absl::NotFoundError(absl::StrCat(
          seen, "; set HERMES_HOME to a directory that can be created"));
  }
}

// Creates `path` and its parents. Returns an errno.
int MakeDirectories(const std::string& path) {
  for (size_t at = 1; at != std::string::npos;) {
    at = path.find('/', at);
    const std::string part = path.substr(0, at);
    if (mkdir(part.c_str(), 0700) != 0 && errno != EEXIST) {
      // An existing parent that we cannot write to is not an error yet.
      struct stat ignored;
      const int error = errno;
      if (stat(part.c_str(), &ignored) != 0) return error;
    }
    if (at != std::string::npos) ++at;
  }
  return 0;
}

// Creates a file as a test: access(2) would check the real uid, and would miss
// read-only mounts and quotas. Returns an errno.
int TryToWrite(int fd) {
  const std::string probe = absl::StrCat(".write-probe-", getpid());
  const UniqueFd file(openat(
      fd, probe.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file.valid()) return errno;
  unlinkat(fd, probe.c_str(), 0);
  return 0;
}

}  // namespace

absl::StatusOr<HomeDirectory> OpenHome(const std::string& path,
                                       MissingHome missing) {
  int error = missing == MissingHome::kMake ? MakeDirectories(path) : 0;
  if (error != 0) return HomeError(error, path);
  HomeDirectory home;
  home.path = path;
  home.fd.reset(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!home.fd.valid()) return HomeError(errno, path);
  error = TryToWrite(home.fd.get());
  if (error != 0) return HomeError(error, path);
  return home;
}

}  // namespace hermes::gateway
