#include "gateway/dashboard/login/hash_password_command.h"

#include <openssl/crypto.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gateway/dashboard/login/password_hash.h"
#include "gateway/logging/streams.h"

namespace hermes::gateway::dashboard {
namespace {

constexpr size_t kLongest = 1024;

// Prompts for a password if stdin is a terminal, and disables echo as long as
// this object lives. Writes to stderr, because stdout has only the hash.
class Hidden {
 public:
  explicit Hidden(int fd) : fd_(fd), was_(), changed_(false) {
    if (tcgetattr(fd_, &was_) != 0) return;
    termios quiet = was_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = tcsetattr(fd_, TCSAFLUSH, &quiet) == 0;
    Tell("password: ");
  }
  Hidden(const Hidden&) = delete;
  ~Hidden() {
    if (!changed_) return;
    tcsetattr(fd_, TCSAFLUSH, &was_);
    Tell("\n");
  }

 private:
  static void Tell(const char* text) {
    WritePatiently(STDERR_FILENO, text, std::chrono::seconds(1));
  }

  int fd_;
  termios was_;
  bool changed_;
};

// Reads up to the end of the line or of the input.
std::string ReadLine(int fd) {
  std::string line;
  char c = 0;
  while (line.size() <= kLongest) {
    const ssize_t got = read(fd, &c, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0 || c == '\n') break;
    line += c;
  }
  return line;
}

}  // namespace

ExitCode HashPasswordCommand() {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  std::string password;
  {
    const Hidden hidden(STDIN_FILENO);
    password = ReadLine(STDIN_FILENO);
  }
  if (password.empty() || password.size() > kLongest) {
    Complain(absl::StrCat("the password must be one line on stdin, of 1 to ",
                          kLongest, " bytes"));
    return kUsage;
  }
  const absl::StatusOr<PasswordHash> hash = HashPassword(password);
  OPENSSL_cleanse(password.data(), password.size());
  if (!hash.ok()) {
    Complain(absl::StrCat(hash.status().message()));
    return kSystemCall;
  }
  // Use `:` for each `$`, which shells and compose files take for a variable.
  const std::string text =
      absl::StrReplaceAll(FormatPasswordHash(*hash).substr(1), {{"$", ":"}});
  Announce(absl::StrCat(text, "\n"));
  return kPlanned;
}

}  // namespace hermes::gateway::dashboard
