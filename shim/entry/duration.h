#ifndef HERMES_SHIM_ENTRY_DURATION_H_
#define HERMES_SHIM_ENTRY_DURATION_H_

#include <optional>
#include <string_view>

namespace hermes {

// Parses "500ms", "30s", "2m", "1h" or a number of seconds without a unit, and
// returns milliseconds. Returns std::nullopt for any other text and for more
// than a day. Pure.
std::optional<long> ParseDurationMs(std::string_view text);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_DURATION_H_
