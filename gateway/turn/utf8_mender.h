#ifndef GATEWAY_TURN_UTF8_MENDER_H_
#define GATEWAY_TURN_UTF8_MENDER_H_

#include <string>
#include <string_view>

namespace hermes::gateway {

// Makes valid UTF-8 of bytes that come in pieces: a sequence that a piece
// cuts is held back, at most three bytes, and what is no UTF-8 becomes U+FFFD,
// one for each maximal part of a sequence, as browsers do it.
class Utf8Mender {
 public:
  // What is certain of all bytes so far and was not returned before.
  std::string Mend(std::string_view bytes);
  // What was held back, at the end.
  std::string Finish();

 private:
  std::string held_;
};

// A whole text at once.
std::string MendUtf8(std::string_view bytes);

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_UTF8_MENDER_H_
