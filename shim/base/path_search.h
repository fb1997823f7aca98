#ifndef HERMES_SHIM_BASE_PATH_SEARCH_H_
#define HERMES_SHIM_BASE_PATH_SEARCH_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hermes {

// The directories of a PATH value in their order. An empty element is the
// working directory, "."; an empty value names no directory at all (execvp
// would take the working directory then, which nobody means). Pure.
std::vector<std::string> PathDirectories(std::string_view path);

// 0 if `file` is a regular file that this process may execute, else why not:
// ENOENT or ENOTDIR when it is not there, EISDIR for a directory, EACCES, or
// what the failed call said. A file on a noexec mount is EACCES.
int ExecutableError(const std::string& file);

// What is wrong with a file by ExecutableError(): "no such file", "a
// directory", "not executable" or the system's words. Requires: err is not 0.
std::string DescribeExecutableError(int err);

// The first executable `name` in the directories of `path`. `name` must have no
// '/'. A file that cannot be executed is passed over, as by a shell.
std::optional<std::string> FindOnPath(std::string_view name,
                                      std::string_view path);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_PATH_SEARCH_H_
