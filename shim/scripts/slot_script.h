#ifndef HERMES_SHIM_SCRIPTS_SLOT_SCRIPT_H_
#define HERMES_SHIM_SCRIPTS_SLOT_SCRIPT_H_

#include <optional>
#include <string>
#include <string_view>

namespace hermes {

enum class SlotScript { kRun, kFinish, kLog };

struct SlotScriptOfProcess {
  SlotScript duty = SlotScript::kRun;
  std::string slot;  // its name
};

// What a program called `name` (the last component of argv[0]) with the working
// directory `directory` is by these two alone: `run` or `finish` in
// ".../<slot>", `run` in its "log". Pure.
std::optional<SlotScriptOfProcess> PersonalityByPlace(
    std::string_view name, std::string_view directory);

// The same for this process's working directory, and only if the slot's
// data/slot names that slot too, or its link `run` leads to this program:
// elsewhere `run` and `finish` are words like any other. Leaves the working
// directory as it is.
std::optional<SlotScriptOfProcess> SlotPersonalityOf(std::string_view name);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_SLOT_SCRIPT_H_
