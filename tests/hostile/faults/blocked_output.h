#ifndef HERMES_TESTS_HOSTILE_FAULTS_BLOCKED_OUTPUT_H_
#define HERMES_TESTS_HOSTILE_FAULTS_BLOCKED_OUTPUT_H_

#include <functional>
#include <string>

namespace hermes::fixture {

// The pipes that are a container's stdout and stderr, as an engine's log driver
// has them, which nothing reads until Read(). Two, because s6-log makes stdout
// non-blocking for everything that shares it.
class BlockedOutput {
 public:
  BlockedOutput();
  ~BlockedOutput();
  BlockedOutput(const BlockedOutput&) = delete;
  BlockedOutput& operator=(const BlockedOutput&) = delete;

  // For ContainerOptions::prepare: gives PID 1 the pipes.
  std::function<void()> Preparation() const;

  // Fills both: not one more byte can be written.
  void Block() const;
  // Empties both; returns what was in stderr, without Block()'s filling. Never
  // blocks.
  std::string Read() const;

 private:
  int out_[2];
  int err_[2];
};

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_HOSTILE_FAULTS_BLOCKED_OUTPUT_H_
