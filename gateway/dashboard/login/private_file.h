#ifndef GATEWAY_DASHBOARD_LOGIN_PRIVATE_FILE_H_
#define GATEWAY_DASHBOARD_LOGIN_PRIVATE_FILE_H_

#include <cstddef>
#include <optional>
#include <string>

namespace hermes::gateway::dashboard {

// Reads the whole regular file `name` in the directory `dir_fd`, at most
// `max_bytes`. Does not follow a symbolic link, which might lead to content
// that other users know. Returns std::nullopt if the file is missing, longer,
// owned by another user, accessible to other users, or cannot be read.
std::optional<std::string> ReadPrivateFile(int dir_fd, const std::string& name,
                                           size_t max_bytes);

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_LOGIN_PRIVATE_FILE_H_
