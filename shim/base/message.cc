#include "shim/base/message.h"

#include <unistd.h>

#include <initializer_list>
#include <string>
#include <string_view>

namespace hermes {
namespace {

bool IsControl(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7f;
}

}  // namespace

void Say(std::initializer_list<std::string_view> parts) {
  std::string line = "hermes-entry: ";
  for (const std::string_view part : parts) line.append(part);
  for (char& c : line) {
    if (IsControl(c)) c = '?';
  }
  line.push_back('\n');
  if (write(STDERR_FILENO, line.data(), line.size()) < 0) {
    // There is nowhere left to say it.
  }
}

}  // namespace hermes
