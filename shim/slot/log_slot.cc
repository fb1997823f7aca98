#include "shim/slot/log_slot.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <vector>

#include "shim/base/child_process.h"
#include "shim/base/directory_tree.h"
#include "shim/base/environment.h"
#include "shim/base/exit_codes.h"
#include "shim/base/expected.h"
#include "shim/base/message.h"
#include "shim/base/process_context.h"
#include "shim/base/unique_fd.h"
#include "shim/invocation/profile.h"
#include "shim/slot/log_directory.h"
#include "shim/slot/s6_programs.h"
#include "shim/slot/slot_environment.h"
#include "shim/slot/slot_name.h"
#include "shim/slot/slot_records.h"

namespace hermes {
namespace {

Expected<Environment> EnvironmentOfSlot(const Environment& inherited) {
  const Expected<UniqueFd> data =
      OpenDirectory(AT_FDCWD, "../" + std::string(kDataDirectory));
  if (!data.ok()) return data.error();
  return LoadSlotEnvironment(data.value().get(), inherited);
}

// Makes the log directory the working directory, so that s6-log works in the
// very directory that was examined, whatever is put at its path meanwhile.
Expected<void> EnterLogDirectory(const std::string& root,
                                 const std::string& profile) {
  const Expected<UniqueFd> directory = OpenLogDirectory(root, profile);
  if (!directory.ok()) return directory.error();
  Expected<void> usable = ProbeLogDirectory(directory.value().get());
  if (!usable.ok()) return usable;
  if (fchdir(directory.value().get()) == 0) return {};
  return Error{errno, "entering the log directory below", root};
}

}  // namespace

std::vector<std::string> LoggerArguments(const std::string& s6_log,
                                         bool to_file) {
  std::vector<std::string> argv = {s6_log, "-p", "1"};
  // T holds for the next action alone, hence after the 1.
  if (to_file) argv.insert(argv.end(), {"n10", "s1000000", "T", "."});
  return argv;
}

int LogSlot(const ProcessContext& context, const std::string& slot) {
  const std::string profile = ProfileOfSlot(slot).value_or("default");
  Expected<void> entered;
  const Expected<Environment> environment =
      EnvironmentOfSlot(context.environment);
  entered =
      environment.ok()
          ? EnterLogDirectory(
                ParseDataHome(environment.value().GetOrEmpty("HERMES_HOME"))
                    .root,
                profile)
          : Expected<void>(environment.error());
  const bool idle = context.environment.Get(kIdleTreeVariable).has_value();
  if (!entered.ok() && !idle) {
    Say({slot,
         ": its log goes to the container's log alone, no "
         "file is written: ",
         Describe(entered.error())});
  }
  const std::string s6_log =
      FindS6Programs(context.environment.GetOrEmpty("PATH")).log;
  if (s6_log.empty()) {
    Say({"s6-log is missing: install s6 in /command or /usr/bin"});
    return kExitNotFound;
  }
  const Error failed = Exec({s6_log, LoggerArguments(s6_log, entered.ok()),
                             context.environment, context.signal_mask});
  Say({Describe(failed)});
  return ExitCodeOfExecFailure(failed.err);
}

}  // namespace hermes
