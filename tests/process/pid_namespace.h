#ifndef HERMES_TESTS_PROCESS_PID_NAMESPACE_H_
#define HERMES_TESTS_PROCESS_PID_NAMESPACE_H_

#include <sys/types.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/process/child.h"

namespace hermes::fixture {

// A program to start, with everything of it given: nothing is inherited.
struct Command {
  std::vector<std::string> argv;  // argv[0] is also the path
  std::vector<std::string> environment;
  uid_t uid = 0;      // and the gid; other than 0: no supplementary group
  int terminal = -1;  // a pty's slave: descriptors 0 to 2, controlling
  std::vector<int> blocked;  // signals; all others unblocked
  std::vector<int> ignored;  // signals; all others with the default action
  mode_t umask = 022;
};

// A file of the host that shall be at `inside` (a path below /mnt, made as
// needed) in the namespace.
struct Mounted {
  std::string host;
  std::string inside;
};

// A PID and mount namespace of its own on the host's root file system, which is
// a container for what is tested here: the command is PID 1; /proc is its own;
// /run (1777, noexec, as `docker run --tmpfs /run` gives it), /tmp, /dev/shm
// and /mnt are empty tmpfs that vanish with it. Needs root. Its end (Child::End
// of init(), or the destructor) ends everything that runs in it.
class PidNamespace {
 public:
  // `prepare` runs in the new namespace as root, before PID 1 is executed.
  PidNamespace(const Command& init, const std::vector<Mounted>& mounts,
               const std::function<void()>& prepare);
  ~PidNamespace();
  PidNamespace(const PidNamespace&) = delete;
  PidNamespace& operator=(const PidNamespace&) = delete;

  // PID 1, with its output. Its pid() is the one seen from outside.
  Child& init() { return *init_; }
  // Where the namespace's `path` is found from outside, also after the end of
  // PID 1. Below /proc pids are the namespace's.
  std::string Path(std::string_view path) const;
  // Starts a command in the namespace, with parent pid 0 as `docker exec` does.
  std::unique_ptr<Child> Start(const Command& command) const;
  // Runs `action` in a process of the namespace; its return value is the
  // process's exit code, which is returned.
  int Call(const std::function<int()>& action) const;
  // The pid that a child started here has inside.
  static pid_t InnerPid(const Child& child);
  // Every pid of the namespace, as seen inside.
  std::vector<pid_t> Pids() const;
  // kill(2) from inside.
  void Signal(pid_t pid, int signo) const;

 private:
  void OpenNamespaces(pid_t pid);

  int root_fd_ = -1;
  int mount_namespace_fd_ = -1;  // keeps the mounts beyond the end of PID 1
  int pid_namespace_fd_ = -1;
  std::unique_ptr<Child> init_;
};

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_PROCESS_PID_NAMESPACE_H_
