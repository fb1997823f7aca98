#ifndef HERMES_SHIM_RECONCILE_BOOT_LOG_H_
#define HERMES_SHIM_RECONCILE_BOOT_LOG_H_

#include <string>
#include <string_view>

#include "shim/base/expected.h"

namespace hermes {

// A log of this size or more, in bytes, is renamed to container-boot.log.1
// before the next line is appended.
inline constexpr long long kBootLogLimit = 256LL * 1024;

// One line of the boot log: what a boot did with one profile.
struct BootLogEntry {
  long long time = 0;  // seconds since the epoch
  std::string_view profile;
  std::string_view prior_state;
  std::string_view action;
  std::string_view prior_exit;
};

// Returns "2026-11-23T10:00:00+00:00 profile=X prior_state=running
// action=started prior_exit=unclean" and a newline. Pure.
std::string FormatBootLogEntry(const BootLogEntry& entry);

// Appends `lines` to <root>/logs/container-boot.log; creates the directory
// (0700) and the file if they do not exist. Follows no symbolic link below
// `root`.
Expected<void> AppendToBootLog(const std::string& root, std::string_view lines);

}  // namespace hermes

#endif  // HERMES_SHIM_RECONCILE_BOOT_LOG_H_
