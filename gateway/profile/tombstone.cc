#include "gateway/profile/tombstone.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "absl/strings/str_cat.h"
#include "gateway/files/durable_file.h"
#include "gateway/profile/profiles_directory.h"
#include "gateway/state/rfc3339.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {
namespace {

constexpr char kDirectory[] = ".deleted";

UniqueFd OpenTombstones(int profiles_fd) {
  return UniqueFd(openat(profiles_fd, kDirectory,
                         O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

}  // namespace

absl::Status WriteTombstone(int profiles_fd, const std::string& name) {
  if (mkdirat(profiles_fd, kDirectory, 0755) != 0 && errno != EEXIST) {
    return ProfileFileError(errno, "cannot create profiles/.deleted");
  }
  const UniqueFd directory = OpenTombstones(profiles_fd);
  if (!directory.valid()) {
    return ProfileFileError(errno, "cannot open profiles/.deleted");
  }
  return ReplaceFile(
      directory.get(), name,
      absl::StrCat("{\"deleted_at\":\"", FormatRfc3339(WallNow()), "\"}\n"),
      0644);
}

void RemoveTombstone(int profiles_fd, const std::string& name) {
  const UniqueFd directory = OpenTombstones(profiles_fd);
  if (directory.valid()) unlinkat(directory.get(), name.c_str(), 0);
}

}  // namespace hermes::gateway
