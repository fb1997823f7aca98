#ifndef GATEWAY_UPSTREAM_UTF8_JOINER_H_
#define GATEWAY_UPSTREAM_UTF8_JOINER_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace hermes::gateway {

// Makes valid UTF-8 of text that comes in pieces: a character that was cut in
// two is given out once it is whole, and what is no UTF-8 becomes U+FFFD.
// Pure.
class Utf8Joiner {
 public:
  // Appends to `out` all that is whole.
  void Append(std::string_view bytes, std::string* out);
  // The text is over: a character that was never completed becomes U+FFFD.
  void Finish(std::string* out);

 private:
  void Take(std::string_view bytes, std::string* out);

  char held_[4] = {};
  size_t held_size_ = 0;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_UPSTREAM_UTF8_JOINER_H_
