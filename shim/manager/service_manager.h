#ifndef HERMES_SHIM_MANAGER_SERVICE_MANAGER_H_
#define HERMES_SHIM_MANAGER_SERVICE_MANAGER_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/base/expected.h"
#include "shim/base/process_context.h"
#include "shim/base/unique_fd.h"
#include "shim/manager/manager_error.h"
#include "shim/manager/slot_state.h"
#include "shim/slot/service_directory.h"
#include "shim/slot/slot_control.h"
#include "shim/slot/slot_status.h"

namespace hermes {

// A slot as an operator sees it.
struct SlotView {
  std::string slot;
  SlotState state = SlotState::kNoSlot;
  SlotStatus status;  // the basis of `state`; meaningless without a slot
};

// The result of a successful operation. `warning` is one line, or empty: for
// example, the operator's intent could not be recorded, and the next boot will
// not follow it.
struct OperationResult {
  std::string warning;
};

// Operates the supervised gateways of this container for an operator: through
// s6's own programs, with the operator's intent recorded in the profile's state
// file, and one operation at a time for each slot. Slots are identified by
// their names ("gateway-coder"). Works as root and as the tree's own uid. The
// caller's environment never reaches a slot. Calls block; a pending stop signal
// ends their waits early (kTimedOut).
class ServiceManager {
 public:
  // Finds the live tree of this container and s6's programs. `data_root`
  // contains the profiles' homes. If the caller is root and the tree belongs to
  // another uid, this process becomes that uid permanently. In a tree that
  // belongs to root, it becomes the uid that operates a slot when it starts,
  // stops or restarts that slot, because the record is written to a directory
  // in which that uid can put anything.
  // Errors: kNotSupervised, with a description of PID 1; kS6 if s6's programs
  // are missing; kDenied if root cannot be given up.
  static Expected<ServiceManager, ManagerError> Open(ProcessContext context,
                                                     std::string data_root);

  // Makes the profile's slot, registered down, and waits at most 5 s until its
  // supervisor listens. If the slot already exists, only waits. The slot's
  // program and kill timeout are copied from an existing slot, and so is its
  // environment if the tree does not pass its own environment on. Errors:
  // kCannotRegister, kDenied, kS6; an error leaves nothing half-made.
  Expected<void, ManagerError> Register(std::string_view profile);
  // Wants the slot down, waits until its child exits, removes the slot and
  // waits until its supervisors exit. Records no intent. Errors: kNoSuchSlot,
  // kTimedOut, kS6, kDenied.
  Expected<void, ManagerError> Unregister(std::string_view slot);

  // Wants the slot up and records that. Returns at once: View() reports the
  // result. Errors: kNoSuchSlot, kForeground, kS6, kDenied.
  Expected<OperationResult, ManagerError> Start(std::string_view slot);
  // Notifies the gateway that a stop is planned, wants the slot down and
  // records that. Returns at once. Errors: those of Start(); after an error,
  // nothing is recorded.
  Expected<OperationResult, ManagerError> Stop(std::string_view slot);
  // Ends the current life, however long that takes, and starts the next one at
  // once. If the slot is down or backing off, starts it. Records that the slot
  // is wanted up. Returns at once. Errors: those of Start().
  Expected<OperationResult, ManagerError> Restart(std::string_view slot);
  // Waits until the slot's child and its `finish` have exited, at most as long
  // as the slot's drain may take. Errors: kTimedOut, kNoSuchSlot, kS6.
  Expected<void, ManagerError> WaitForEnd(std::string_view slot);

  // Returns the pid of the process that runs in the slot (its `run`, then the
  // gateway) as `run` itself has recorded it, or -1 without a record, if it
  // cannot be read, or that process has ended. Unlike the pid in View(), which
  // s6-supervise writes after it has started the process, it is known before
  // the gateway executes its first instruction.
  pid_t RecordedProcess(std::string_view slot) const;
  // Returns the slot's state. A missing slot is a state, not an error. Errors:
  // kS6.
  Expected<SlotView, ManagerError> View(std::string_view slot);
  // Returns the names of all slots, sorted.
  std::vector<std::string> List();

 private:
  ServiceManager(SlotControl control, std::string data_root,
                 std::string shim_program, bool own_tree, long settled_ms)
      : control_(std::move(control)),
        data_root_(std::move(data_root)),
        shim_program_(std::move(shim_program)),
        own_tree_(own_tree),
        settled_ms_(settled_ms) {}

  std::string SlotPath(std::string_view slot) const;
  // Returns the home of the slot's profile, or std::nullopt for the dashboard.
  std::optional<std::string> HomeOf(std::string_view slot) const;
  Expected<SlotSpec> SpecFor(const std::string& slot) const;
  // Locks an existing slot that may be operated.
  Expected<UniqueFd, ManagerError> Hold(std::string_view slot);
  // Becomes the operator of a slot in a tree that belongs to root, permanently.
  Expected<void, ManagerError> BecomeOperatorOf(std::string_view slot) const;
  Expected<void, ManagerError> CheckSupervisor(std::string_view slot);
  Expected<OperationResult, ManagerError> Operate(
      std::string_view slot,
      Expected<void> (SlotControl::*operation)(std::string_view));
  // Notifies the gateway that runs in the slot, if any, that an operator stops
  // it. Returns false if that failed.
  bool Announce(std::string_view slot) const;
  Expected<SlotStatus> StatusOf(std::string_view slot) const;
  // Records whether the slot is wanted up. Returns a warning, or "".
  std::string Record(std::string_view slot, bool running) const;

  SlotControl control_;
  std::string data_root_;
  std::string shim_program_;  // used if no slot has one; empty if not found
  bool own_tree_;             // passes the container's environment to its slots
  // A time on the monotonic clock. Until then, a supervisor that does not
  // answer may just be starting, because the container boots or a slot was
  // made: it is asked again.
  long settled_ms_;
};

}  // namespace hermes

#endif  // HERMES_SHIM_MANAGER_SERVICE_MANAGER_H_
