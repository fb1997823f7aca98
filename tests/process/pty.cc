#include "tests/process/pty.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <string_view>

#include "tests/process/poll.h"

namespace hermes::fixture {

Pty::Pty() : master_(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
  if (master_ < 0 || grantpt(master_) != 0 || unlockpt(master_) != 0) {
    throw std::runtime_error("no pseudo-terminal");
  }
  fcntl(master_, F_SETFL, O_NONBLOCK);
  slave_ = open(ptsname(master_), O_RDWR | O_NOCTTY | O_CLOEXEC);
}

Pty::~Pty() {
  close(slave_);
  close(master_);
}

void Pty::Type(std::string_view keys) const {
  if (write(master_, keys.data(), keys.size()) < 0) {
    throw std::runtime_error("the terminal is closed");
  }
}

const std::string& Pty::Screen() {
  char buffer[4096];
  for (;;) {
    const ssize_t n = read(master_, buffer, sizeof buffer);
    if (n <= 0) return screen_;
    screen_.append(buffer, static_cast<size_t>(n));
  }
}

bool Pty::WaitForScreen(std::string_view text) {
  return WaitUntil([&] { return Screen().find(text) != std::string::npos; });
}

}  // namespace hermes::fixture
