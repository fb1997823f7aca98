#ifndef HERMES_SHIM_BASE_UMASK_SETTING_H_
#define HERMES_SHIM_BASE_UMASK_SETTING_H_

#include <sys/types.h>

#include <optional>
#include <string_view>

namespace hermes {

inline constexpr char kUmaskVariable[] = "UMASK";

// Parses an octal umask of one to four digits, at most 0777: "022", "0027".
// Returns std::nullopt for any other text. Pure.
std::optional<mode_t> ParseUmask(std::string_view octal);

// Sets this process's umask. Does nothing if ParseUmask() does not accept
// `octal`.
void ApplyUmask(std::string_view octal);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_UMASK_SETTING_H_
