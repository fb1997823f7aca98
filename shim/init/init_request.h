#ifndef HERMES_SHIM_INIT_INIT_REQUEST_H_
#define HERMES_SHIM_INIT_INIT_REQUEST_H_

#include <string>
#include <vector>

#include "shim/base/process_context.h"
#include "shim/facts/s6_programs.h"

namespace hermes {

// What the parent of a tree of our own is asked to do: as PID 1 of an image
// without s6-overlay, or below somebody else's PID 1.
struct InitRequest {
  ProcessContext context;
  // False: below somebody else's PID 1. Then `supervise` is true.
  bool is_pid_1 = true;
  // True: bring the slot of `profile` up and be the heartbeat. False: run
  // `argv` in the foreground; its exit code becomes the container's.
  bool supervise = false;
  // The profile of a `gateway run`, supervised or not; empty for any other
  // command, which then prints no line of ours.
  std::string profile;
  // The foreground command, or the one to fall back to where supervision turns
  // out to be impossible. Never empty; `program` is its resolved path.
  std::vector<std::string> argv;
  std::string program;
  // HERMES_GATEWAY_SUPERVISE=require: no falling back to the foreground.
  bool supervision_required = false;
  S6Programs s6;
  // HERMES_HOME: prepared (made, owned by the hermes user) before root is
  // dropped.
  std::string data_root;
};

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_INIT_REQUEST_H_
