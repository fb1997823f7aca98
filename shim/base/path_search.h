#ifndef HERMES_SHIM_BASE_PATH_SEARCH_H_
#define HERMES_SHIM_BASE_PATH_SEARCH_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hermes {

// Splits a PATH value into its directories, in their order. An empty element
// means the working directory, ".". An empty value gives no directory, unlike
// in execvp, which would search the working directory. Pure.
std::vector<std::string> PathDirectories(std::string_view path);

// Returns 0 if `file` is a regular file that this process may execute.
// Otherwise returns an error number: ENOENT or ENOTDIR if it does not exist,
// EISDIR for a directory, EACCES if it is not executable (also on a noexec
// mount), or the errno of the failed call.
int ExecutableError(const std::string& file);

// Describes an error of ExecutableError(): "no such file", "a directory", "not
// executable" or the text of strerror(). Requires: err is not 0.
std::string DescribeExecutableError(int err);

// Returns the path of the first executable `name` in the directories of `path`.
// `name` must not contain '/'. Skips files that cannot be executed, as a shell
// does.
std::optional<std::string> FindOnPath(std::string_view name,
                                      std::string_view path);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_PATH_SEARCH_H_
