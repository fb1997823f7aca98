#ifndef HERMES_SHIM_ENTRY_DURATION_H_
#define HERMES_SHIM_ENTRY_DURATION_H_

#include <optional>
#include <string_view>

namespace hermes {

// Milliseconds of "500ms", "30s", "2m", "1h", or of a bare number of seconds;
// nothing for what is none of these or longer than a day. Pure.
std::optional<long> ParseDurationMs(std::string_view text);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_DURATION_H_
