#include "shim/base/path_search.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hermes {

std::vector<std::string> PathDirectories(std::string_view path) {
  std::vector<std::string> directories;
  if (path.empty()) return directories;
  while (true) {
    const size_t colon = path.find(':');
    const std::string_view element = path.substr(0, colon);
    directories.emplace_back(element.empty() ? "." : element);
    if (colon == std::string_view::npos) return directories;
    path.remove_prefix(colon + 1);
  }
}

int ExecutableError(const std::string& file) {
  struct stat st;
  if (stat(file.c_str(), &st) != 0) return errno;
  if (S_ISDIR(st.st_mode)) return EISDIR;
  if (!S_ISREG(st.st_mode)) return EACCES;
  // An exec uses the effective ids; access() would use the real ones.
  if (faccessat(AT_FDCWD, file.c_str(), X_OK, AT_EACCESS) != 0) return errno;
  return 0;
}

std::string DescribeExecutableError(int err) {
  switch (err) {
    case ENOENT:
    case ENOTDIR:
      return "no such file";
    case EISDIR:
      return "a directory";
    case EACCES:
      return "not executable";
    default:
      return strerror(err);
  }
}

std::optional<std::string> FindOnPath(std::string_view name,
                                      std::string_view path) {
  if (name.empty()) return std::nullopt;
  for (std::string& file : PathDirectories(path)) {
    file.append("/").append(name);
    if (ExecutableError(file) == 0) return std::move(file);
  }
  return std::nullopt;
}

}  // namespace hermes
