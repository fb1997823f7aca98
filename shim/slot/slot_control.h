#ifndef HERMES_SHIM_SLOT_SLOT_CONTROL_H_
#define HERMES_SHIM_SLOT_SLOT_CONTROL_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/base/expected.h"
#include "shim/base/process_context.h"
#include "shim/slot/s6_programs.h"
#include "shim/slot/service_directory.h"
#include "shim/slot/slot_status.h"

namespace hermes {

// Operates the slots of one scandir, by their names ("gateway-coder"), through
// s6's own programs. Never writes to an s6 FIFO itself. Works as root and as
// any uid that owns the tree alike. Every call blocks until its s6 program has
// ended (at most 10 s); the waits for a supervisor end early, with EINTR, when
// a stop signal is pending.
class SlotControl {
 public:
  // `scandir` is an absolute path such as /run/service.
  SlotControl(S6Programs programs, std::string scandir, ProcessContext context)
      : programs_(std::move(programs)),
        scandir_(std::move(scandir)),
        context_(std::move(context)) {}

  // Publishes the slot unless it is there, has s6-svscan rescan, and waits at
  // most 5 s until the slot's supervisor (and its logger's) listens. A slot
  // that is already there is left as it is, but for the wait. If the supervisor
  // never listens: ETIMEDOUT, and a directory that this call published is
  // removed again, so that nothing starts later behind the caller's back.
  Expected<void> Register(const SlotSpec& spec);
  // Want down, wait for the child's end, remove the directory, rescan with
  // prune, and wait until both supervisors are gone. No slot there: ENOENT.
  Expected<void> Unregister(std::string_view slot);
  // Waits at most 5 s until the supervisor of a published slot listens.
  Expected<void> WaitForSupervisor(std::string_view slot);
  // s6-svc -U: wanted up; the supervisor itself removes the `down` file. Also
  // forgets the young deaths so far, which ends a back-off delay of `run` at
  // once.
  Expected<void> WantUp(std::string_view slot);
  // s6-svc -D: wanted down; returns at once, without waiting for the child.
  Expected<void> WantDown(std::string_view slot);
  // Sends HUP, USR1 or USR2 to the supervised process; others: EINVAL.
  Expected<void> SendSignal(std::string_view slot, int signo);
  Expected<SlotStatus> Status(std::string_view slot);

  // True if somebody reads <slot>/supervise/control: a live supervisor.
  bool SupervisorListens(std::string_view slot) const;
  bool IsPublished(std::string_view slot) const;
  const std::string& scandir() const { return scandir_; }

 private:
  std::string SlotPath(std::string_view slot) const;
  // Runs an s6 program; a non-zero exit is an Error whose subject has its
  // stderr.
  Expected<std::string> Run(const std::string& program,
                            std::vector<std::string> arguments) const;
  Expected<void> Svc(std::string_view slot, const char* command) const;
  Expected<void> WaitForChildsEnd(std::string_view slot) const;
  // Takes the directory out of s6-svscan's sight, ends both supervisors, and
  // deletes it. The child must be gone.
  Expected<void> Withdraw(std::string_view slot);

  S6Programs programs_;
  std::string scandir_;
  ProcessContext context_;
};

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_SLOT_CONTROL_H_
