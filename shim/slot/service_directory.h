#ifndef HERMES_SHIM_SLOT_SERVICE_DIRECTORY_H_
#define HERMES_SHIM_SLOT_SERVICE_DIRECTORY_H_

#include <optional>
#include <string>

#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/slot/supervise_directory.h"

namespace hermes {

// The properties from which a slot's service directory is made.
struct SlotSpec {
  std::string name;          // IsSlotName() holds
  std::string shim_program;  // target of the links run, finish, log/run
  bool registered_down = true;
  int kill_timeout_ms = 75000;  // from a stop's TERM to the KILL
  // Seconds that the first `run` waits before it starts the gateway, as after
  // early exits: a stop, or a start by an operator, ends the wait.
  int start_delay_s = 0;
  // True if the container's own command is this gateway, in the foreground. The
  // slot must then stay down: see SlotControl::HeldInForeground().
  bool runs_in_foreground = false;
  // Passed to `run` through a file with mode 0600. Set it only for a tree whose
  // supervisors do not inherit the main command's environment.
  std::optional<Environment> environment;
  // Set this only if s6-svscan runs as root; the caller is then root as well.
  // The operator may use s6-svc, s6-svstat and s6-svwait on the slot and owns
  // data/; root owns everything else. `run`, `finish` and `log/run` first read
  // `environment` from a file that belongs to root, and then become the
  // operator.
  std::optional<TreeOperator> operated_by;
};

// Builds the service directory in a staging directory of its own inside
// `scandir` and publishes it with one rename. Leftover staging directories,
// even unreadable ones, do not prevent this. Does not notify s6-svscan. The
// dashboard's slot has no logger: its output is the container's log.
//
// Returns false, having changed nothing, if a directory of that name already
// exists. Errors: EACCES if this uid cannot execute `shim_program` (nothing is
// published then); those of OpenScanDirectory(); otherwise the error of the
// failed call. An error leaves nothing half-made.
//
// Resolves the path `scandir` once; everything else is relative to that
// descriptor. If the caller is root, `scandir` must belong to root alone: see
// ScanDirectoryObjection(). If the caller is not root (the tree's parent after
// it has given up root, for example), processes with the same uid can make the
// path lead elsewhere, but gain nothing by that: the caller has no more rights
// than they have.
Expected<bool> PublishSlot(const std::string& scandir, const SlotSpec& spec);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_SERVICE_DIRECTORY_H_
