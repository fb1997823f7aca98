#ifndef HERMES_TESTS_CONTAINER_CONTAINER_PROCESSES_H_
#define HERMES_TESTS_CONTAINER_CONTAINER_PROCESSES_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace hermes::fixture {

// One process of a container, as this host sees it.
struct ContainerProcess {
  pid_t pid = -1;
  uid_t uid = 0;
  std::string comm;
  std::string arguments;  // joined by single spaces
};

// The processes of the pid namespace that `main_pid` (this host's number) is
// in, itself included and zombies left out, by ascending pid. Empty if it is
// gone. Needs nothing in the container.
std::vector<ContainerProcess> ProcessesBeside(pid_t main_pid);

// A field of a process's status, trimmed: "Uid", "Groups". "" if there is none.
std::string StatusField(pid_t pid, const std::string& field);

// The whole content of a file of this host; "" if it cannot be read.
std::string ReadHostFile(const std::string& path);

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_CONTAINER_CONTAINER_PROCESSES_H_
