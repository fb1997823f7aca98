#ifndef HERMES_TESTS_PROCESS_CHILD_H_
#define HERMES_TESTS_PROCESS_CHILD_H_

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "tests/process/poll.h"

namespace hermes::fixture {

// A started child of the test: collects what it writes, waits for its end, and
// kills it, by its pid, if the test forgets it. Not copyable.
class Child {
 public:
  // Takes over the child `pid` and the reading ends of its two output pipes
  // (-1 for none).
  Child(pid_t pid, int out_fd, int err_fd);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  pid_t pid() const { return pid_; }
  // What it has written so far; reads what is there and never blocks.
  const std::string& out();
  const std::string& err();

  // False if the child has ended (it is then reaped) before the call.
  bool Running();
  // Waits for the end; returns the exit code, 128+n after signal n, or -1 if it
  // still runs at the deadline.
  int Wait(std::chrono::milliseconds deadline = kPatience);
  // Waits until err() contains `text`.
  bool WaitForErr(std::string_view text);
  bool WaitForOut(std::string_view text);
  void Signal(int signo) const;
  // KILLs it if it runs and waits.
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
