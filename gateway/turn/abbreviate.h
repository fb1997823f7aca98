#ifndef GATEWAY_TURN_ABBREVIATE_H_
#define GATEWAY_TURN_ABBREVIATE_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace hermes::gateway {

// Returns `text`, or, if it is longer than `most` bytes, at most its first
// `most` bytes with "..." appended. Use it to quote in a message what a client
// or a program has sent, which may be megabytes. Cuts between characters if
// `text` is valid UTF-8. Pure.
std::string Abbreviated(std::string_view text, size_t most);

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_ABBREVIATE_H_
