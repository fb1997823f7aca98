#ifndef HERMES_TESTS_CONTAINER_CONTAINER_PROCESSES_H_
#define HERMES_TESTS_CONTAINER_CONTAINER_PROCESSES_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace hermes::fixture {

// A process of a container, as this host sees it.
struct ContainerProcess {
  pid_t pid = -1;
  uid_t uid = 0;
  std::string comm;
  std::string arguments;  // joined by single spaces
};

// Returns the processes in the PID namespace of `main_pid` (a pid of this
// host), itself included and without zombies, by ascending pid. Empty if
// `main_pid` has exited. Runs nothing in the container.
std::vector<ContainerProcess> ProcessesBeside(pid_t main_pid);

// Returns a trimmed field of a process's status, such as "Uid" or "Groups"; ""
// if the field does not exist.
std::string StatusField(pid_t pid, const std::string& field);

// Returns the content of a file of this host; "" if it cannot be read.
std::string ReadHostFile(const std::string& path);

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_CONTAINER_CONTAINER_PROCESSES_H_
