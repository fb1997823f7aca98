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

// Operates the slots of one scandir, by name ("gateway-coder"), through s6's
// own programs. Never writes to an s6 FIFO itself. Works as root and as any uid
// that owns the tree. Each call blocks until its s6 program has exited (at most
// 10 s). If a stop signal is pending, a wait for a supervisor ends early with
// EINTR.
class SlotControl {
 public:
  // `scandir` is an absolute path such as /run/service.
  SlotControl(S6Programs programs, std::string scandir, ProcessContext context)
      : programs_(std::move(programs)),
        scandir_(std::move(scandir)),
        context_(std::move(context)) {}

  // Publishes the slot if it does not exist, makes s6-svscan rescan, and waits
  // at most 5 s until the slot's supervisor and its logger's supervisor listen.
  // For a slot that already exists, only waits. If the supervisors do not
  // listen in time, returns ETIMEDOUT and removes the directory if this call
  // published it, so that the slot does not start after the caller has given
  // up.
  Expected<void> Register(const SlotSpec& spec);
  // Makes s6-svscan look for slots that were published without Register().
  Expected<void> Rescan() const;
  // Wants the slot down, waits until its process and its `finish` have exited,
  // removes the directory, makes s6-svscan rescan and prune, and waits until
  // both supervisors have exited. Errors: ENOENT if the slot does not exist.
  Expected<void> Unregister(std::string_view slot);
  // Waits at most 5 s until the supervisors of a published slot listen.
  Expected<void> WaitForSupervisor(std::string_view slot);
  // Runs s6-svc -U: the slot is wanted up, and the supervisor itself removes
  // the `down` file. Also resets the count of early exits, which immediately
  // ends a backoff delay of `run`. `run` removes the record of a permanent
  // failure when it begins.
  Expected<void> WantUp(std::string_view slot);
  // Ends a running gateway with TERM, so that it starts again at once and this
  // exit is not counted, and wants the slot up. If the gateway is down or
  // backing off, acts as WantUp(). Returns at once, without waiting for the
  // process.
  Expected<void> Restart(std::string_view slot);
  // Runs s6-svc -D: the slot is wanted down. Returns at once, without waiting
  // for the process.
  Expected<void> WantDown(std::string_view slot);
  // Waits at most `timeout_ms` until the supervised process and its `finish`
  // have exited. Call WantDown() first: this function does not stop the slot. A
  // slot without a supervisor counts as ended. Errors: ETIMEDOUT, EINTR.
  Expected<void> WaitForEnd(std::string_view slot, long timeout_ms) const;
  // Sends HUP, USR1 or USR2 to the supervised process. Errors: EINVAL for any
  // other signal.
  Expected<void> SendSignal(std::string_view slot, int signo);
  // Runs s6-svstat once and reads five small files of the slot's data/.
  Expected<SlotStatus> Status(std::string_view slot) const;

  // Returns the names of the directories in the scandir that have a slot's
  // name, sorted. Empty if the scandir cannot be read.
  std::vector<std::string> List() const;
  // Returns true if the slot's supervisor listens and, if the slot has a
  // logger, the logger's supervisor as well.
  bool SupervisorListens(std::string_view slot) const;
  // Returns true if the slot's own supervisor listens, and so may start its
  // program.
  bool OwnSupervisorListens(std::string_view slot) const;
  bool IsPublished(std::string_view slot) const;
  // Returns true if the container's own command is this slot's gateway: see
  // SlotSpec::runs_in_foreground. False if this uid cannot read data/.
  bool HeldInForeground(std::string_view slot) const;
  const std::string& scandir() const { return scandir_; }
  // The environment of this process, not of a slot.
  const Environment& environment() const { return context_.environment; }

 private:
  std::string SlotPath(std::string_view slot) const;
  Expected<ProgramResult> Execute(const std::string& program,
                                  std::vector<std::string> arguments) const;
  // Runs an s6 program and returns its stdout. A non-zero exit code is an Error
  // whose subject contains the program's stderr.
  Expected<std::string> Run(const std::string& program,
                            std::vector<std::string> arguments) const;
  // Runs s6-svc. If the slot's supervisor does not listen, tries again for at
  // most 2 s. Errors: EINTR if a stop signal arrives meanwhile.
  Expected<void> Svc(std::string_view slot, const char* command) const;
  Expected<SlotStatus> AskSupervisor(const std::string& path) const;
  // Opens the slot's data/. The descriptor is not valid if this uid cannot open
  // it.
  UniqueFd DataOf(std::string_view slot) const;
  // Renames the directory to a name that s6-svscan ignores, ends both
  // supervisors, and deletes it. The slot's process must have exited.
  Expected<void> Withdraw(std::string_view slot);

  S6Programs programs_;
  std::string scandir_;
  ProcessContext context_;
};

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_SLOT_CONTROL_H_
