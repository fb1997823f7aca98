#ifndef HERMES_TESTS_HOSTILE_FAULTS_FAULTY_TREE_H_
#define HERMES_TESTS_HOSTILE_FAULTS_FAULTY_TREE_H_

#include <sys/types.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/process/container.h"

namespace hermes::fixture {

// Whose child the tree's parent is.
enum class Parent {
  kNone,     // hermes-entry is PID 1 itself
  kForeign,  // a shell is PID 1, which survives hermes-entry
};

// A supervised `gateway run` of a container, all of which inherits what
// `prepare` gives PID 1: filters, limits, output. A stop is over after 5 s.
class FaultyTree {
 public:
  // `descriptors`: RLIMIT_NOFILE of hermes-entry, as a shell sets it just
  // before it executes hermes-entry; 0: this machine's.
  FaultyTree(Parent parent, const std::vector<std::string>& variables,
             const std::function<void()>& prepare, int descriptors = 0);

  Container& container() { return *container_; }
  // Waits until the gateway is up and supervised.
  bool IsUp();
  pid_t gateway() const { return gateway_; }
  // The pid inside of hermes-entry, or of the gateway that took its place; -1
  // once it has ended below another PID 1.
  pid_t EntryPid() const;
  // Sends TERM to hermes-entry, as `docker stop` does.
  void Stop();
  // Waits until hermes-entry has ended; returns its exit code, or -1 if it
  // still runs after a long time.
  int Wait();
  // True once every process has ended that hermes-entry or its tree started.
  bool IsEmpty();

 private:
  const Parent parent_;
  std::unique_ptr<Container> container_;
  pid_t gateway_ = -1;
};

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_HOSTILE_FAULTS_FAULTY_TREE_H_
