#include "shim/scripts/slot_script.h"

#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include <optional>
#include <string>
#include <string_view>

#include "shim/base/directory_tree.h"
#include "shim/base/expected.h"
#include "shim/base/same_file.h"
#include "shim/base/unique_fd.h"
#include "shim/profile/slot_name.h"
#include "shim/slot/slot_records.h"

namespace hermes {
namespace {

// Takes the last component off `path` and returns it.
std::string_view TakeLast(std::string_view& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {};
  const std::string_view last = path.substr(slash + 1);
  path.remove_suffix(path.size() - slash);
  return last;
}

// True if the link `run` of the service directory leads to this very program.
bool RunIsThisProgram(SlotScript duty) {
  return IsSameFile(duty == SlotScript::kLog ? "../run" : "./run",
                    "/proc/self/exe");
}

}  // namespace

std::optional<SlotScriptOfProcess> PersonalityByPlace(
    std::string_view name, std::string_view directory) {
  if (name != "run" && name != "finish") return std::nullopt;
  std::string_view last = TakeLast(directory);
  const bool in_log = last == "log";
  if (in_log) last = TakeLast(directory);
  if (in_log && name != "run") return std::nullopt;
  if (!IsSlotName(last)) return std::nullopt;
  const SlotScript duty = in_log          ? SlotScript::kLog
                          : name == "run" ? SlotScript::kRun
                                          : SlotScript::kFinish;
  return SlotScriptOfProcess{duty, std::string(last)};
}

std::optional<SlotScriptOfProcess> SlotPersonalityOf(std::string_view name) {
  // Before any system call: this is asked at every start of the program.
  if (name != "run" && name != "finish") return std::nullopt;
  char directory[PATH_MAX];
  if (getcwd(directory, sizeof directory) == nullptr) return std::nullopt;
  std::optional<SlotScriptOfProcess> personality =
      PersonalityByPlace(name, directory);
  if (!personality) return std::nullopt;
  const std::string data_path =
      (personality->duty == SlotScript::kLog ? "../" : "./") +
      std::string(kDataDirectory);
  const Expected<UniqueFd> data = OpenDirectory(AT_FDCWD, data_path);
  if (!data.ok()) return std::nullopt;
  // Below root's supervisors data/ is the operator's, who may empty it: that
  // must not make another command of `run`, started by root.
  const bool is_slot =
      ReadRecord(data.value().get(), kSlotFile) == personality->slot + "\n" ||
      RunIsThisProgram(personality->duty);
  return is_slot ? personality : std::nullopt;
}

}  // namespace hermes
