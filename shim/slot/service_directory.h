#ifndef HERMES_SHIM_SLOT_SERVICE_DIRECTORY_H_
#define HERMES_SHIM_SLOT_SERVICE_DIRECTORY_H_

#include <optional>
#include <string>

#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/slot/supervise_directory.h"

namespace hermes {

// What a slot's service directory is made from (design: "A slot").
struct SlotSpec {
  std::string name;          // IsSlotName() holds
  std::string shim_program;  // target of the links run, finish and log/run
  bool registered_down = true;
  int kill_timeout_ms = 75000;  // KILL that long after a stop's TERM
  // What the first `run` waits before the gateway starts, as it waits after
  // young deaths: a stop and an operator's start end the wait.
  int start_delay_s = 0;
  // The container's own command is this gateway, in the foreground: the slot
  // has to stay down, see SlotControl::HeldInForeground().
  bool runs_in_foreground = false;
  // Handed to `run` through a 0600 file. Only for a tree whose supervisors do
  // not inherit the main command's environment; else absent.
  std::optional<Environment> environment;
  // Under an s6-svscan that root runs; the caller is root then. The operator
  // may use s6-svc, s6-svstat and s6-svwait on the slot and owns data/; the
  // rest stays root's. `run`, `finish` and `log/run` become the operator first
  // of all, after they have read `environment` from a file that is root's.
  std::optional<TreeOperator> operated_by;
};

// The slot of the dashboard has no logger: its output is the container's log.
//
// Builds the directory in a staging place of its own inside `scandir` and
// publishes it with one rename. Leftover staging directories, even unreadable
// ones, are no obstacle. Does not tell s6-svscan. Returns false, having changed
// nothing, where a directory of that name is already there. Opens `scandir`
// once, by name; everything else is relative to that descriptor. A caller that
// is not root, such as the tree's parent once it has given root up, has no more
// rights than the users of its own uid, who may lead the name elsewhere: that
// gives them nothing. Root works in a scandir of root's alone, see
// ScanDirectoryObjection().
// Errors: EACCES if shim_program is not executable by this uid (nothing is
// published then), those of OpenScanDirectory(), else what the failed call
// said; nothing is left half-made.
Expected<bool> PublishSlot(const std::string& scandir, const SlotSpec& spec);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_SERVICE_DIRECTORY_H_
