#ifndef GATEWAY_API_ACCESS_H_
#define GATEWAY_API_ACCESS_H_

#include <optional>
#include <string>
#include <vector>

namespace hermes::gateway::api {

// Returns true if `authorization`, the value of that header, is `Bearer KEY`
// with exactly `key`. Takes the same time for every wrong key of the right
// length. Always false for an empty `key`.
bool HasKey(const std::optional<std::string>& authorization,
            const std::string& key);

// Returns true if a request with this Origin header may be answered: it has no
// Origin, or `allowed` contains the same one or "*".
bool OriginAllowed(const std::optional<std::string>& origin,
                   const std::vector<std::string>& allowed);

}  // namespace hermes::gateway::api

#endif  // GATEWAY_API_ACCESS_H_
