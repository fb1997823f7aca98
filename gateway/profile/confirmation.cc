#include "gateway/profile/confirmation.h"

#include <unistd.h>

#include <cerrno>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "gateway/logging/streams.h"

namespace hermes::gateway {

std::string ReadTerminalLine() {
  constexpr size_t kLongest = 256;
  std::string line;
  char c = 0;
  while (line.size() < kLongest) {
    const ssize_t got = read(STDIN_FILENO, &c, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0 || c == '\n') break;
    line.push_back(c);
  }
  return line;
}

absl::Status AskForName(const std::string& name, const std::string& home) {
  if (isatty(STDIN_FILENO) != 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("profile delete ", name,
                     " needs -y without a terminal; nothing was deleted"));
  }
  Announce(absl::StrCat("This deletes ", home,
                        " and everything in it. Type the name to continue: "));
  if (ReadTerminalLine() == name) return absl::OkStatus();
  return absl::AbortedError("that is not the name; nothing was deleted");
}

}  // namespace hermes::gateway
