#include "shim/supervision/on_fatal.h"

#include <cerrno>
#include <optional>
#include <string>
#include <string_view>

#include "shim/base/expected.h"
#include "shim/profile/slot_name.h"
#include "shim/supervision/heartbeat_wait.h"

namespace hermes {

std::optional<OnFatal> ParseOnFatal(std::string_view value) {
  if (value.empty() || value == "stay") return OnFatal::kStay;
  if (value == "exit") return OnFatal::kExit;
  return std::nullopt;
}

std::string FatalLine(std::string_view profile, int exit_code, OnFatal policy) {
  std::string line = SlotName(profile);
  line.append(" has failed for good with exit code ");
  line.append(std::to_string(exit_code));
  if (policy == OnFatal::kExit) {
    return line.append(
        "; the container ends, because HERMES_GATEWAY_ON_FATAL=exit");
  }
  line.append(
      " and is not started again; its last log lines say why; after you have "
      "fixed that, start it with `hermes");
  if (profile != "default") line.append(" -p ").append(profile);
  return line.append(" gateway start`");
}

std::string UnreportedLine(std::string_view profile, const Error& why) {
  std::string line = "checking every ";
  line.append(std::to_string(kFailurePollMs / 1000));
  line.append(" s whether ").append(SlotName(profile));
  line.append(" has failed, because the kernel does not report it (")
      .append(Describe(why));
  if (why.err == EMFILE || why.err == ENOSPC) {
    line.append("; see fs.inotify.max_user_instances and max_user_watches");
  }
  return line.append(")");
}

int FatalExitCode(int exit_code) { return exit_code == 0 ? 1 : exit_code; }

}  // namespace hermes
