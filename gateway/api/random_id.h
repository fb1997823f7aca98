#ifndef GATEWAY_API_RANDOM_ID_H_
#define GATEWAY_API_RANDOM_ID_H_

#include <cstddef>
#include <string>

namespace hermes::gateway {

// `prefix` and so many random hexadecimal digits, from the kernel's generator.
// For names of replies: without that generator they are the clock's and a
// counter's, and tell apart all the same.
std::string RandomId(const std::string& prefix, size_t digits);

}  // namespace hermes::gateway

#endif  // GATEWAY_API_RANDOM_ID_H_
