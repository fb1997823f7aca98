#ifndef GATEWAY_API_RANDOM_ID_H_
#define GATEWAY_API_RANDOM_ID_H_

#include <cstddef>
#include <string>

namespace hermes::gateway::api {

// Returns `prefix` and `digits` random hexadecimal digits, at most 32, from the
// kernel's generator. If the generator is not ready, the digits come from the
// clock and a counter: they are unique but not secret, which is enough for the
// ids of replies.
std::string RandomId(const std::string& prefix, size_t digits);

}  // namespace hermes::gateway::api

#endif  // GATEWAY_API_RANDOM_ID_H_
