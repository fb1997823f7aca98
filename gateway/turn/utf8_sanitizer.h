#ifndef GATEWAY_TURN_UTF8_SANITIZER_H_
#define GATEWAY_TURN_UTF8_SANITIZER_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace hermes::gateway {

// Makes valid UTF-8 of text that comes in pieces: a character that a piece cuts
// is held back until it is whole, at most three bytes, and what is no UTF-8
// becomes U+FFFD, one for each maximal part of a character, as browsers do it.
class Utf8Sanitizer {
 public:
  // Appends to `out` all that is certain by now.
  void Append(std::string_view bytes, std::string* out);
  // The text is over: a character that was never completed becomes U+FFFD.
  void Finish(std::string* out);

 private:
  void Take(std::string_view bytes, std::string* out);

  char held_[4] = {};
  size_t held_size_ = 0;
};

// A whole text at once.
std::string MendUtf8(std::string_view bytes);

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_UTF8_SANITIZER_H_
