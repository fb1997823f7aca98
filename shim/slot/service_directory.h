#ifndef HERMES_SHIM_SLOT_SERVICE_DIRECTORY_H_
#define HERMES_SHIM_SLOT_SERVICE_DIRECTORY_H_

#include <optional>
#include <string>

#include "shim/base/environment.h"
#include "shim/base/expected.h"

namespace hermes {

// What a slot's service directory is made from (design: "A slot").
struct SlotSpec {
  std::string name;          // IsSlotName() holds
  std::string shim_program;  // target of the links run, finish and log/run
  bool registered_down = true;
  int kill_timeout_ms = 75000;  // KILL that long after a stop's TERM
  // Handed to `run` through a 0600 file in data/. Only for a tree whose
  // supervisors do not inherit the main command's environment; else absent.
  std::optional<Environment> environment;
};

// Builds the directory in a staging place of its own inside `scandir` and
// publishes it with one rename. Leftover staging directories, even unreadable
// ones, are no obstacle. Does not tell s6-svscan. Returns false, having changed
// nothing, where a directory of that name is already there.
// Errors: EACCES if shim_program is not executable by this uid (nothing is
// published then), else what the failed call said; nothing is left half-made.
Expected<bool> PublishSlot(const std::string& scandir, const SlotSpec& spec);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_SERVICE_DIRECTORY_H_
