#include "gateway/turn/abbreviate.h"

namespace hermes::gateway {
namespace {

bool ContinuesCharacter(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

}  // namespace

std::string Abbreviated(std::string_view text, size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && ContinuesCharacter(text[most])) --most;
  std::string start(text.substr(0, most));
  start += "...";
  return start;
}

}  // namespace hermes::gateway
