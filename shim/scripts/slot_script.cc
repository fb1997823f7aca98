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

// Removes the last component from `path` and returns it.
std::string_view ConsumeLastComponent(std::string_view& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {};
  const std::string_view last = path.substr(slash + 1);
  path.remove_suffix(path.size() - slash);
  return last;
}

// Returns true if the link `run` of the service directory leads to this
// program.
bool RunIsThisProgram(SlotScript script) {
  return IsSameFile(script == SlotScript::kLog ? "../run" : "./run",
                    "/proc/self/exe");
}

}  // namespace

std::optional<SlotScriptOfProcess> SlotScriptByPath(
    std::string_view name, std::string_view directory) {
  if (name != "run" && name != "finish") return std::nullopt;
  std::string_view last = ConsumeLastComponent(directory);
  const bool in_log = last == "log";
  if (in_log) last = ConsumeLastComponent(directory);
  if (in_log && name != "run") return std::nullopt;
  if (!IsSlotName(last)) return std::nullopt;
  const SlotScript script = in_log          ? SlotScript::kLog
                            : name == "run" ? SlotScript::kRun
                                            : SlotScript::kFinish;
  return SlotScriptOfProcess{script, std::string(last)};
}

std::optional<SlotScriptOfProcess> FindSlotScript(std::string_view name) {
  // Checked before any system call, because every start of the program comes
  // here.
  if (name != "run" && name != "finish") return std::nullopt;
  char directory[PATH_MAX];
  if (getcwd(directory, sizeof directory) == nullptr) return std::nullopt;
  std::optional<SlotScriptOfProcess> call = SlotScriptByPath(name, directory);
  if (!call) return std::nullopt;
  const std::string data_path =
      (call->script == SlotScript::kLog ? "../" : "./") +
      std::string(kDataDirectory);
  const Expected<UniqueFd> data = OpenDirectory(AT_FDCWD, data_path);
  if (!data.ok()) return std::nullopt;
  // If the supervisors run as root, data/ belongs to the operator, who can
  // empty it. A `run` that root has started must not be taken for another
  // command because of that.
  const bool is_slot =
      ReadRecord(data.value().get(), kSlotFile) == call->slot + "\n" ||
      RunIsThisProgram(call->script);
  return is_slot ? call : std::nullopt;
}

}  // namespace hermes
