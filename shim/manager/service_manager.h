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
  SlotStatus status;  // what it rests on; of no meaning without a slot
};

// What was done. A warning, one line, tells what went less well: the operator's
// wish could not be recorded, and will be forgotten at the next boot.
struct OperationResult {
  std::string warning;
};

// The supervised gateways of this container, operated the way an operator
// means it: through s6's own programs, with the wish recorded in the profile's
// state file, and one operation at a time for each slot. Slots go by their
// names ("gateway-coder"). Works as root and as the tree's own uid alike; no
// operation's environment ever reaches a slot. Calls block; a pending stop
// signal ends their waits early (kTimedOut).
class ServiceManager {
 public:
  // Finds the live tree of this container and s6's programs. `data_root` is
  // where the profiles' homes are. Root that meets a tree of another uid
  // becomes that uid for good; in a tree of root's own it becomes the uid that
  // operates a slot as soon as it starts, stops or restarts that slot, because
  // what is recorded lies where that uid may put anything.
  // Errors: kNotSupervised, with what PID 1 is; kS6 if s6's programs are not
  // there; kDenied if root cannot be left.
  static Expected<ServiceManager, ManagerError> Open(ProcessContext context,
                                                     std::string data_root);

  // Makes the profile's slot, registered down, and waits at most 5 s until its
  // supervisor listens. Already there: nothing but that wait. The slot's
  // program, its kill timeout and, where a tree does not hand its environment
  // on, its environment come from a slot that is there.
  // Errors: kCannotRegister, kDenied, kS6; nothing is left half-made.
  Expected<void, ManagerError> Register(std::string_view profile);
  // Wants it down, waits for the child's end, removes the slot and waits until
  // its supervisors are gone; records no wish. Errors: kNoSuchSlot, kTimedOut,
  // kS6, kDenied.
  Expected<void, ManagerError> Unregister(std::string_view slot);

  // Wants the slot up and records that. Returns at once: ask View() how it
  // went. Errors: kNoSuchSlot, kForeground, kS6, kDenied.
  Expected<OperationResult, ManagerError> Start(std::string_view slot);
  // Tells the gateway that its end is wanted, wants the slot down and records
  // that. Returns at once. Errors as Start(); after one, nothing is recorded.
  Expected<OperationResult, ManagerError> Stop(std::string_view slot);
  // Ends this life, however long that takes, and has the next one begin at
  // once; a slot that is down or backing off just starts. Records that it is
  // wanted up. Returns at once. Errors as Start().
  Expected<OperationResult, ManagerError> Restart(std::string_view slot);
  // Waits until the slot's child and its `finish` are gone: at most as long as
  // the slot's drain may take. Errors: kTimedOut, kNoSuchSlot, kS6.
  Expected<void, ManagerError> WaitForEnd(std::string_view slot);

  // Returns the pid of the process that runs in the slot (its `run`, then the
  // gateway) as `run` itself has recorded it, or -1 if there is no record, it
  // cannot be read, or that process has ended. Unlike the pid in View(), which
  // s6-supervise writes after it has started the process, it is known before
  // the gateway executes its first instruction.
  pid_t RecordedProcess(std::string_view slot) const;
  // No slot is a state, not an error. Errors: kS6.
  Expected<SlotView, ManagerError> View(std::string_view slot);
  // The names of all slots, sorted.
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
  // The home of the slot's profile; nothing for the dashboard.
  std::optional<std::string> HomeOf(std::string_view slot) const;
  Expected<SlotSpec> SpecFor(const std::string& slot) const;
  // Locks a slot that is there and may be operated.
  Expected<UniqueFd, ManagerError> Hold(std::string_view slot);
  // Of a slot in a tree of root: for good.
  Expected<void, ManagerError> BecomeOperatorOf(std::string_view slot) const;
  Expected<void, ManagerError> CheckSupervisor(std::string_view slot);
  Expected<OperationResult, ManagerError> Operate(
      std::string_view slot,
      Expected<void> (SlotControl::*operation)(std::string_view));
  // Tells the gateway that runs in the slot, if any, that an operator ends it.
  bool Announce(std::string_view slot) const;
  Expected<SlotStatus> StatusOf(std::string_view slot) const;
  // Records what is wanted; a warning, or "".
  std::string Record(std::string_view slot, bool running) const;

  SlotControl control_;
  std::string data_root_;
  std::string shim_program_;  // where no slot tells it; empty: not found
  bool own_tree_;             // hands the container's environment to its slots
  // On the monotonic clock. Before, a supervisor that does not answer may just
  // be starting, since the container boots or a slot was made: it is asked
  // again.
  long settled_ms_;
};

}  // namespace hermes

#endif  // HERMES_SHIM_MANAGER_SERVICE_MANAGER_H_
