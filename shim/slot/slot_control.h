#ifndef HERMES_SHIM_SLOT_SLOT_CONTROL_H_
#define HERMES_SHIM_SLOT_SLOT_CONTROL_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/base/child_process.h"
#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/base/process_context.h"
#include "shim/base/unique_fd.h"
#include "shim/facts/s6_programs.h"
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
  // Has s6-svscan look for slots that were published without Register().
  Expected<void> Rescan() const;
  // Want down, wait for the child's end, remove the directory, rescan with
  // prune, and wait until both supervisors are gone. No slot there: ENOENT.
  Expected<void> Unregister(std::string_view slot);
  // Waits at most 5 s until the supervisor of a published slot listens.
  Expected<void> WaitForSupervisor(std::string_view slot);
  // s6-svc -U: wanted up; the supervisor itself removes the `down` file. Also
  // forgets the young deaths so far, which ends a back-off delay of `run` at
  // once. A failure for good is forgotten when `run` begins.
  Expected<void> WantUp(std::string_view slot);
  // Ends a running gateway by TERM, to be started again at once and without
  // being counted, and wants it up; where it is down or backing off the same as
  // WantUp(). Returns at once, without waiting for the child.
  Expected<void> Restart(std::string_view slot);
  // s6-svc -D: wanted down; returns at once, without waiting for the child.
  Expected<void> WantDown(std::string_view slot);
  // Waits at most `timeout_ms` until the supervised process is gone and
  // `finish` is over. Wants nothing by itself: to be called after WantDown().
  // Errors: ETIMEDOUT, EINTR. A slot without a supervisor has ended.
  Expected<void> WaitForEnd(std::string_view slot, long timeout_ms) const;
  // Sends HUP, USR1 or USR2 to the supervised process; others: EINVAL.
  Expected<void> SendSignal(std::string_view slot, int signo);
  // One s6-svstat, and five small files of the slot's data/.
  Expected<SlotStatus> Status(std::string_view slot) const;

  // The names of the directories in the scandir that are named as slots are,
  // sorted; empty if it cannot be read.
  std::vector<std::string> List() const;
  // True if the slot's supervisor, and its logger's where it has one, listens.
  bool SupervisorListens(std::string_view slot) const;
  // True if the slot's own supervisor listens, and so may start its program.
  bool OwnSupervisorListens(std::string_view slot) const;
  bool IsPublished(std::string_view slot) const;
  // True if the container's own command is this slot's gateway: see
  // SlotSpec::runs_in_foreground. False where this uid may not look.
  bool HeldInForeground(std::string_view slot) const;
  const std::string& scandir() const { return scandir_; }
  // Of the process that operates it.
  const Environment& environment() const { return context_.environment; }

 private:
  std::string SlotPath(std::string_view slot) const;
  Expected<ProgramResult> Execute(const std::string& program,
                                  std::vector<std::string> arguments) const;
  // Runs an s6 program; a non-zero exit is an Error whose subject has its
  // stderr.
  Expected<std::string> Run(const std::string& program,
                            std::vector<std::string> arguments) const;
  // s6-svc; asks again for 2 s at most where the slot's supervisor does not
  // listen. EINTR: a stop signal came meanwhile.
  Expected<void> Svc(std::string_view slot, const char* command) const;
  Expected<SlotStatus> AskSupervisor(const std::string& path) const;
  // The slot's data/; not valid where there is none for this uid.
  UniqueFd DataOf(std::string_view slot) const;
  // Takes the directory out of s6-svscan's sight, ends both supervisors, and
  // deletes it. The child must be gone.
  Expected<void> Withdraw(std::string_view slot);

  S6Programs programs_;
  std::string scandir_;
  ProcessContext context_;
};

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_SLOT_CONTROL_H_
