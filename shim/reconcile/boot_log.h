#ifndef HERMES_SHIM_RECONCILE_BOOT_LOG_H_
#define HERMES_SHIM_RECONCILE_BOOT_LOG_H_

#include <string>
#include <string_view>

#include "shim/base/expected.h"

namespace hermes {

// From this size on the log is moved to container-boot.log.1 first.
inline constexpr long long kBootLogLimit = 256LL * 1024;

struct BootLogEntry {
  long long time = 0;  // seconds since the epoch
  std::string_view profile;
  std::string_view prior_state;
  std::string_view action;
  std::string_view prior_exit;
};

// "2026-11-23T10:00:00+00:00 profile=X prior_state=running action=started
// prior_exit=unclean" and a newline. Pure.
std::string FormatBootLogEntry(const BootLogEntry& entry);

// Appends `lines` to <root>/logs/container-boot.log, making the directory
// (0700) and the file. Below `root` no symlink is followed.
Expected<void> AppendToBootLog(const std::string& root, std::string_view lines);

}  // namespace hermes

#endif  // HERMES_SHIM_RECONCILE_BOOT_LOG_H_
