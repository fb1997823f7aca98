#ifndef HERMES_SHIM_SCRIPTS_SLOT_SCRIPT_H_
#define HERMES_SHIM_SCRIPTS_SLOT_SCRIPT_H_

#include <optional>
#include <string>
#include <string_view>

namespace hermes {

enum class SlotScript { kRun, kFinish, kLog };

// The script of a slot as which a process was started.
struct SlotScriptOfProcess {
  SlotScript script = SlotScript::kRun;
  std::string slot;  // the slot's name
};

// Returns the script as which a program was started, judged by `name` (the last
// component of argv[0]) and the working directory `directory` alone: `run` or
// `finish` in ".../<slot>", or `run` in its "log". Pure.
std::optional<SlotScriptOfProcess> SlotScriptByPath(std::string_view name,
                                                    std::string_view directory);

// Returns the same for this process and its working directory, but only if the
// slot's data/slot names that slot too, or the slot's link `run` leads to this
// program: in other directories, programs called `run` and `finish` have
// nothing to do with slots. Does not change the working directory.
std::optional<SlotScriptOfProcess> FindSlotScript(std::string_view name);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_SLOT_SCRIPT_H_
