#include "shim/facts/container_environment.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "shim/base/directory_tree.h"
#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/base/small_file.h"
#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

constexpr size_t kLongestValue = 1u << 20;

bool IsTrusted(const struct stat& st) {
  return (st.st_uid == 0 || st.st_uid == geteuid()) && (st.st_mode & 022) == 0;
}

// Returns false for the name of a temporary file, and for a name that cannot be
// a variable's.
bool IsVariable(const std::string& name) {
  return name.front() != '.' && name.find('=') == std::string::npos;
}

void SetFrom(int directory_fd, const std::string& name, Present present,
             Environment& environment) {
  if (present == Present::kStay && environment.Get(name).has_value()) return;
  struct stat st;
  if (fstatat(directory_fd, name.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0 ||
      !S_ISREG(st.st_mode) || !IsTrusted(st)) {
    return;
  }
  Expected<std::string> read =
      ReadSmallFile(directory_fd, name, kLongestValue, O_NOFOLLOW);
  if (!read.ok()) return;
  std::string value = std::move(read).value();
  std::replace(value.begin(), value.end(), '\0', '\n');
  environment.Set(name, value);
}

}  // namespace

Environment WithContainerEnvironment(Environment environment,
                                     const std::string& directory,
                                     Present present) {
  const Expected<UniqueFd> opened = OpenDirectory(AT_FDCWD, directory);
  if (!opened.ok()) return environment;
  const int fd = opened.value().get();
  struct stat st;
  if (fstat(fd, &st) != 0 || !IsTrusted(st)) return environment;
  const Expected<std::vector<std::string>> names = NamesIn(opened.value());
  if (!names.ok()) return environment;
  for (const std::string& name : names.value()) {
    if (IsVariable(name)) SetFrom(fd, name, present, environment);
  }
  return environment;
}

}  // namespace hermes
