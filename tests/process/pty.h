#ifndef HERMES_TESTS_PROCESS_PTY_H_
#define HERMES_TESTS_PROCESS_PTY_H_

#include <string>
#include <string_view>

namespace hermes::fixture {

// A pseudo-terminal. The test types on it and reads what it shows.
class Pty {
 public:
  Pty();
  ~Pty();
  Pty(const Pty&) = delete;
  Pty& operator=(const Pty&) = delete;

  // Returns the end that the program under test gets.
  int slave() const { return slave_; }
  // Types `keys`: "\x03" is ^C.
  void Type(std::string_view keys) const;
  // Returns what the screen has shown so far. Never blocks.
  const std::string& Screen();
  bool WaitForScreen(std::string_view text);

 private:
  int master_ = -1;
  int slave_ = -1;
  std::string screen_;
};

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_PROCESS_PTY_H_
