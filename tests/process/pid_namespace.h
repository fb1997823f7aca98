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

// A program to start, with every attribute given. Nothing is inherited.
struct Command {
  std::vector<std::string> argv;  // argv[0] is also the path
  std::vector<std::string> environment;
  uid_t uid = 0;             // also the gid; if not 0, no supplementary groups
  int terminal = -1;         // slave of a pty: controlling, descriptors 0 to 2
  std::vector<int> blocked;  // signals; all others are unblocked
  std::vector<int> ignored;  // signals; all others have the default action
  mode_t umask = 022;
};

// A file of the host that is mounted at `inside` in the namespace. `inside` is
// below /mnt; its directories are created.
struct Mounted {
  std::string host;
  std::string inside;
};

// A new PID and mount namespace on the host's root file system. It serves as
// the container in these tests: the command is PID 1, and /proc shows only the
// namespace. /run (mode 1777, noexec, as `docker run --tmpfs /run` mounts it),
// /tmp, /dev/shm and /mnt are empty tmpfs that are discarded at the end. Needs
// root. When PID 1 ends (Child::End of init(), or the destructor), everything
// in the namespace ends.
class PidNamespace {
 public:
  // Runs `prepare` in the new namespace as root before PID 1 is executed.
  PidNamespace(const Command& init, const std::vector<Mounted>& mounts,
               const std::function<void()>& prepare);
  ~PidNamespace();
  PidNamespace(const PidNamespace&) = delete;
  PidNamespace& operator=(const PidNamespace&) = delete;

  // Returns PID 1 with its output. Its pid() is the pid outside the namespace.
  Child& init() { return *init_; }
  // Returns the path by which the test reaches the namespace's `path`, even
  // after PID 1 has ended. Pids below /proc are those of the namespace.
  std::string Path(std::string_view path) const;
  // Starts a command in the namespace with parent pid 0, as `docker exec` does.
  std::unique_ptr<Child> Start(const Command& command) const;
  // Runs `action` in a process of the namespace and returns what `action`
  // returned, as an exit code.
  int Call(const std::function<int()>& action) const;
  // Returns the pid that a child started by Start() has in the namespace.
  static pid_t InnerPid(const Child& child);
  // Returns every pid of the namespace, as seen inside it.
  std::vector<pid_t> Pids() const;
  // Calls kill(2) inside the namespace.
  void Signal(pid_t pid, int signo) const;

 private:
  void OpenNamespaces(pid_t pid);

  int root_fd_ = -1;
  int mount_namespace_fd_ = -1;  // keeps the mounts after PID 1 has ended
  int pid_namespace_fd_ = -1;
  std::unique_ptr<Child> init_;
};

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_PROCESS_PID_NAMESPACE_H_
