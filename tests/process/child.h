#ifndef HERMES_TESTS_PROCESS_CHILD_H_
#define HERMES_TESTS_PROCESS_CHILD_H_

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "tests/process/poll.h"

namespace hermes::fixture {

// A child process that the test started. Collects its output, waits for it to
// exit, and kills it by pid on destruction if it still runs. Not copyable.
class Child {
 public:
  // Takes ownership of the child `pid` and of the read ends of its two output
  // pipes (-1 if there is none).
  Child(pid_t pid, int out_fd, int err_fd);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  pid_t pid() const { return pid_; }
  // Returns everything it has written so far. Never blocks.
  const std::string& out();
  const std::string& err();

  // Returns false, and reaps the child, if it has exited.
  bool Running();
  // Waits until it exits. Returns the exit code, 128+n if signal n killed it,
  // or -1 if it still runs at the deadline.
  int Wait(std::chrono::milliseconds deadline = kPatience);
  // Waits until err() contains `text`. Returns false if the child exits or 30 s
  // pass before that.
  bool WaitForErr(std::string_view text);
  bool WaitForOut(std::string_view text);
  void Signal(int signo) const;
  // Sends SIGKILL if it still runs, and waits until it has exited.
  void End();

 private:
  void Collect();

  pid_t pid_;
  int out_fd_;
  int err_fd_;
  std::string out_;
  std::string err_;
  std::optional<int> exit_code_;
};

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_PROCESS_CHILD_H_
