#ifndef GATEWAY_DASHBOARD_LOGIN_PRIVATE_FILE_H_
#define GATEWAY_DASHBOARD_LOGIN_PRIVATE_FILE_H_

#include <cstddef>
#include <optional>
#include <string>

namespace hermes::gateway {

// Reads all of the regular file `name` in the directory `dir_fd`, at most
// `max_bytes`. Follows no symbolic link, which might lead to what others know.
// Returns std::nullopt if the file is missing, longer, not this user's, open to
// other users, or cannot be read.
std::optional<std::string> ReadPrivateFile(int dir_fd, const std::string& name,
                                           size_t max_bytes);

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_LOGIN_PRIVATE_FILE_H_
