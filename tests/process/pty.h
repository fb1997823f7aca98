#ifndef HERMES_TESTS_PROCESS_PTY_H_
#define HERMES_TESTS_PROCESS_PTY_H_

#include <string>
#include <string_view>

namespace hermes::fixture {

// A terminal with the test at its keyboard and screen.
class Pty {
 public:
  Pty();
  ~Pty();
  Pty(const Pty&) = delete;
  Pty& operator=(const Pty&) = delete;

  // The end that the program under test gets.
  int slave() const { return slave_; }
  // Types, as a person would: "\x03" is ^C.
  void Type(std::string_view keys) const;
  // What the screen has shown so far; never blocks.
  const std::string& Screen();
  bool WaitForScreen(std::string_view text);

 private:
  int master_ = -1;
  int slave_ = -1;
  std::string screen_;
};

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_PROCESS_PTY_H_
