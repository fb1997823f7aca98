#ifndef HERMES_TESTS_HOSTILE_FAULTS_FAULTY_TREE_H_
#define HERMES_TESTS_HOSTILE_FAULTS_FAULTY_TREE_H_

#include <sys/types.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/process/container.h"

namespace hermes::fixture {

// The parent process of hermes-entry.
enum class Parent {
  kNone,     // hermes-entry is PID 1 itself
  kForeign,  // PID 1 is a shell, which survives hermes-entry
};

// A supervised `gateway run` of a container. All its processes inherit the
// changes that `prepare` makes to PID 1: filters, limits, output. A stop takes
// at most 5 s.
class FaultyTree {
 public:
  // `descriptors` is the RLIMIT_NOFILE of hermes-entry, which a shell sets just
  // before it executes hermes-entry, or 0 for the limit of this machine.
  FaultyTree(Parent parent, const std::vector<std::string>& variables,
             const std::function<void()>& prepare, int descriptors = 0);

  Container& container() { return *container_; }
  // Waits until the gateway is up and supervised.
  bool IsUp();
  pid_t gateway() const { return gateway_; }
  // Returns the pid, inside the container, of hermes-entry or of the gateway
  // that replaced it by exec; -1 once it has ended below another PID 1.
  pid_t EntryPid() const;
  // Sends TERM to hermes-entry, as `docker stop` does.
  void Stop();
  // Waits until hermes-entry has exited. Returns its exit code, or -1 if it
  // still runs after a minute.
  int Wait();
  // Returns true once every process has ended that hermes-entry or its tree
  // started.
  bool IsEmpty();

 private:
  const Parent parent_;
  std::unique_ptr<Container> container_;
  pid_t gateway_ = -1;
};

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_HOSTILE_FAULTS_FAULTY_TREE_H_
