#ifndef HERMES_SHIM_BASE_UMASK_SETTING_H_
#define HERMES_SHIM_BASE_UMASK_SETTING_H_

#include <sys/types.h>

#include <optional>
#include <string_view>

namespace hermes {

inline constexpr char kUmaskVariable[] = "UMASK";

// An octal umask of one to four digits, 0777 at most: "022", "0027". Nothing
// for any other text. Pure.
std::optional<mode_t> ParseUmask(std::string_view octal);

// Makes it this process's; what ParseUmask() does not understand changes
// nothing.
void ApplyUmask(std::string_view octal);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_UMASK_SETTING_H_
