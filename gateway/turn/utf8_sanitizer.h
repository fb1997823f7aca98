#ifndef GATEWAY_TURN_UTF8_SANITIZER_H_
#define GATEWAY_TURN_UTF8_SANITIZER_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace hermes::gateway {

// Turns text that arrives in pieces into valid UTF-8. Holds back an incomplete
// character at the end of a piece, at most three bytes, until it is complete.
// Replaces invalid UTF-8 by U+FFFD, one for each maximal part of a character,
// as browsers do.
class Utf8Sanitizer {
 public:
  // Appends to `out` all complete characters.
  void Append(std::string_view bytes, std::string* out);
  // Ends the text: appends U+FFFD for a character that is still incomplete.
  void Finish(std::string* out);

 private:
  void Take(std::string_view bytes, std::string* out);

  char held_[4] = {};
  size_t held_size_ = 0;
};

// Converts a whole text at once.
std::string SanitizeUtf8(std::string_view bytes);

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_UTF8_SANITIZER_H_
