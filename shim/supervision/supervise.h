#ifndef HERMES_SHIM_SUPERVISION_SUPERVISE_H_
#define HERMES_SHIM_SUPERVISION_SUPERVISE_H_

#include <string>
#include <vector>

#include "shim/base/process_context.h"
#include "shim/facts/s6_programs.h"

namespace hermes {

// A request for a supervised `gateway run` below a live s6-svscan that this
// process has not started.
struct SuperviseRequest {
  ProcessContext context;
  std::string profile;
  std::string data_root;  // of all profiles
  std::string scandir;    // live; this uid may operate it
  // True in a tree that hermes-entry made: its slots inherit the container's
  // environment. False in any other tree: the slot gets this process's
  // environment from a file in the slot.
  bool slot_inherits_environment = false;
  S6Programs s6;  // Missing() is empty
  // The command to run in the foreground if supervision fails, and the path of
  // its program.
  std::vector<std::string> argv;
  std::string program;
  bool supervision_required = false;  // exits with 69 instead of falling back
};

// Registers the slot, waits for its supervisor, wants the slot up, prints the
// breadcrumb, and then runs the heartbeat; returns its exit code. If the slot
// cannot be supervised, unregisters it and executes `argv` in this process, and
// returns only if that fails or is not allowed. Requires: WaitedSignals() are
// blocked.
int SuperviseInTree(const SuperviseRequest& request);

// Starts the slot without a heartbeat, for `docker exec`: if the slot is down,
// wants it up, records in the profile's home that it should run, and reports on
// stderr that it is supervised. Returns 0, also if it was up already; 1 if the
// container's own command runs this profile in the foreground; 69 if the slot
// cannot be started.
int StartSupervised(const SuperviseRequest& request);

}  // namespace hermes

#endif  // HERMES_SHIM_SUPERVISION_SUPERVISE_H_
