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
  // Its soft limit of open files; nothing: as this process has it.
  std::optional<rlim_t> descriptor_limit;
};

// How a program ended.
struct ChildEnd {
  enum class Kind {
    kExited,      // `value` is the exit code
    kSignalled,   // `value` is the signal
    kNotStarted,  // `value` is the errno, `stage` the call
    kUnknown,     // somebody else has taken the status
  };
  Kind kind = Kind::kUnknown;
  int value = 0;
  const char* stage = "";
};

// A program in a session and process group of its own, with pipes on its
// descriptors 0 to 2 and no other descriptor, every signal at its default and
// none blocked, that dies with the thread which started it. One thread alone
// uses an object.
//
// The leader stays a zombie until End(): for so long its pid, and the group's
// number, mean nobody else, so that signals reach no stranger. A descendant
// that has made a session of its own is out of reach.
class ChildProcess {
 public:
  // Forks. That the program cannot be executed shows in End(), not here.
  // Assumes that descriptors 0 to 2 are open. SIGCHLD, if ignored, gets its
  // default, since there would be no status to wait for.
  // Errors: as absl::ErrnoToStatus has it, naming the call.
  static absl::StatusOr<std::unique_ptr<ChildProcess>> Start(
      const ChildPlan& plan);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  // Unless End() was called: kills the group and waits for the leader, at most
  // two seconds, which only a process stuck in the kernel outlasts.
  ~ChildProcess();

  // The parent's ends of the pipes.
  UniqueFd& input() { return input_; }
  UniqueFd& output() { return output_; }
  UniqueFd& errors() { return errors_; }

  // Readable once the leader has ended; -1 where the kernel has no such thing.
  int pidfd() const { return pidfd_.get(); }
  pid_t pid() const { return pid_; }

  // True once the leader has ended. Does not wait, takes no status.
  bool HasEnded() const;
  // To the whole group. Not after End().
  void Signal(int signo) const;
  // Kills what is left of the group and takes the leader's status. To be
  // called once, when HasEnded().
  ChildEnd End();

 private:
  ChildProcess() = default;

  pid_t pid_ = -1;  // -1: the status is taken
  UniqueFd pidfd_;
  UniqueFd input_;
  UniqueFd output_;
  UniqueFd errors_;
  UniqueFd report_;  // what went wrong between fork and exec
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_CHILD_PROCESS_H_
