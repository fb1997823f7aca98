#ifndef HERMES_SHIM_INIT_INIT_REQUEST_H_
#define HERMES_SHIM_INIT_INIT_REQUEST_H_

#include <string>
#include <vector>

#include "shim/base/process_context.h"
#include "shim/facts/s6_programs.h"

namespace hermes {

// A request to run a supervision tree of hermes-entry's own: as PID 1 of an
// image without s6-overlay, or below another PID 1.
struct InitRequest {
  ProcessContext context;
  // False below another PID 1; then `supervise` is true.
  bool is_pid_1 = true;
  // True: bring the slot of `profile` up and run the heartbeat. False: run
  // `argv` in the foreground; its exit code becomes the container's.
  bool supervise = false;
  // The profile of a `gateway run`, supervised or not; empty for any other
  // command. For that, hermes-entry prints no lines about the boot.
  std::string profile;
  // The foreground command, or the one to run if supervision fails. Never
  // empty; `program` is its resolved path.
  std::vector<std::string> argv;
  std::string program;
  // HERMES_GATEWAY_SUPERVISE=require: do not fall back to the foreground.
  bool supervision_required = false;
  S6Programs s6;
  // HERMES_HOME. It is created and given to the hermes user before root is
  // dropped.
  std::string data_root;
};

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_INIT_REQUEST_H_
