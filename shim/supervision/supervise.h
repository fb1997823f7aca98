#ifndef HERMES_SHIM_SUPERVISION_SUPERVISE_H_
#define HERMES_SHIM_SUPERVISION_SUPERVISE_H_

#include <string>
#include <vector>

#include "shim/base/process_context.h"
#include "shim/facts/s6_programs.h"

namespace hermes {

// A supervised `gateway run` below a live s6-svscan that somebody else runs.
struct SuperviseRequest {
  ProcessContext context;
  std::string profile;
  std::string data_root;  // of all profiles
  std::string scandir;    // live, and this uid may operate it
  // True where the tree is ours: its services inherit the container's
  // environment. Else the slot gets ours through a file of its own.
  bool slot_inherits_environment = false;
  S6Programs s6;  // complete: nothing is Missing()
  // What runs in the foreground where supervision turns out to be impossible.
  std::vector<std::string> argv;
  std::string program;
  bool supervision_required = false;  // then that is exit 69 instead
};

// Registers the slot, waits for its supervisor, wants it up, prints the
// breadcrumb and is the heartbeat until a signal ends it; returns the exit
// code. Falls back to executing `argv` (and then does not return) once the slot
// is unregistered again. Signals are blocked on entry.
int SuperviseInTree(const SuperviseRequest& request);

// The same without the heartbeat, for `docker exec`: starts the slot if it is
// down, records in the profile's home that it is to run, says on stderr that it
// is supervised, and returns 0; else an exit code, 1 where the profile runs in
// the foreground of this container.
int StartSupervised(const SuperviseRequest& request);

}  // namespace hermes

#endif  // HERMES_SHIM_SUPERVISION_SUPERVISE_H_
