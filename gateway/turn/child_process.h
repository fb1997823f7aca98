#ifndef GATEWAY_TURN_CHILD_PROCESS_H_
#define GATEWAY_TURN_CHILD_PROCESS_H_

#include <sys/resource.h>
#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {

// How a program is started.
struct ChildPlan {
  std::string program;                   // the file to execute
  std::vector<std::string> argv;         // not empty
  std::vector<std::string> environment;  // "NAME=value"
  int directory_fd = -1;                 // its working directory
  // The soft limit of open files; inherited if not set.
  std::optional<rlim_t> descriptor_limit;
};

// How a program ended.
struct ChildEnd {
  enum class Kind {
    kExited,      // `value` is the exit code
    kSignalled,   // `value` is the signal
    kNotStarted,  // `value` is the errno, `stage` the call
    kUnknown,     // other code of this process has collected the status
  };
  Kind kind = Kind::kUnknown;
  int value = 0;
  const char* stage = "";
};

// A program in its own session and process group. It has pipes as descriptors 0
// to 2 and no other descriptor, all signals at their default, and none blocked.
// It is killed when the thread that started it ends. Not thread-safe.
//
// The leader stays a zombie until End(). Until then its pid and the group's id
// cannot be reused, so signals cannot reach an unrelated process. They do not
// reach a descendant that has created its own session.
class ChildProcess {
 public:
  // Forks and starts the program. End() reports if the program could not be
  // executed. Assumes that descriptors 0 to 2 are open. Sets SIGCHLD to its
  // default if it is ignored, because the kernel would discard the exit status.
  // Errors: absl::ErrnoToStatus(), with the name of the call.
  static absl::StatusOr<std::unique_ptr<ChildProcess>> Start(
      const ChildPlan& plan);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  // Kills the group and waits for the leader, unless End() was called. Waits at
  // most two seconds; only a process that is stuck in the kernel takes longer.
  ~ChildProcess();

  // Return the parent's ends of the pipes.
  UniqueFd& input() { return input_; }
  UniqueFd& output() { return output_; }
  UniqueFd& errors() { return errors_; }

  // Becomes readable when the leader ends. -1 if the kernel has no pidfds.
  int pidfd() const { return pidfd_.get(); }
  pid_t pid() const { return pid_; }

  // Returns true if the leader has ended. Does not wait or collect the status.
  bool HasEnded() const;
  // Sends a signal to the whole group. Must not be called after End().
  void Signal(int signo) const;
  // Kills the rest of the group and collects the leader's status. Call it once,
  // and only when HasEnded() is true.
  ChildEnd End();

 private:
  ChildProcess() = default;

  pid_t pid_ = -1;  // -1 after the status was collected
  UniqueFd pidfd_;
  UniqueFd input_;
  UniqueFd output_;
  UniqueFd errors_;
  UniqueFd report_;  // receives an error between fork and exec
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_CHILD_PROCESS_H_
