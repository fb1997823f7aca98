#ifndef HERMES_TESTS_HOSTILE_FAULTS_BLOCKED_OUTPUT_H_
#define HERMES_TESTS_HOSTILE_FAULTS_BLOCKED_OUTPUT_H_

#include <functional>
#include <string>

namespace hermes::fixture {

// The pipes of a container's stdout and stderr, as an engine's log driver has
// them. Nothing reads them until Read(). There are two, because s6-log makes
// stdout non-blocking for every process that shares it.
class BlockedOutput {
 public:
  BlockedOutput();
  ~BlockedOutput();
  BlockedOutput(const BlockedOutput&) = delete;
  BlockedOutput& operator=(const BlockedOutput&) = delete;

  // Returns a function for ContainerOptions::prepare, which gives PID 1 the
  // pipes.
  std::function<void()> Preparation() const;

  // Fills both pipes, so that not one more byte can be written.
  void Block() const;
  // Empties both pipes. Returns the text that was in stderr, without the bytes
  // that Block() wrote. Never blocks.
  std::string Read() const;

 private:
  int out_[2];
  int err_[2];
};

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_HOSTILE_FAULTS_BLOCKED_OUTPUT_H_
