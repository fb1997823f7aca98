#ifndef GATEWAY_HTTP_BODY_DECODER_H_
#define GATEWAY_HTTP_BODY_DECODER_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hermes::gateway::http {

// Takes the framing of a request's body away (RFC 9112, 6 and 7) while the
// bytes arrive. Keeps none of them: chunk extensions and trailers are checked,
// counted against a limit and dropped. Refuses a byte that cannot be right as
// soon as it comes. Pure.
class BodyDecoder {
 public:
  enum class State {
    kIncomplete,
    kComplete,
    kMalformed,  // 400: no chunk, or more framing than kMaxLineBytes allows
    kTooLarge,   // 413
  };

  // The longest line of a chunk's size and extensions, and the most bytes of
  // all trailers together.
  static constexpr size_t kMaxLineBytes = 4096;

  // A body of `length` bytes, of which it may have `max_bytes`.
  static BodyDecoder WithLength(uint64_t length, uint64_t max_bytes);
  // A body in chunks, whose data together may have `max_bytes`.
  static BodyDecoder Chunked(uint64_t max_bytes);

  struct Piece {
    size_t used = 0;        // bytes of the text that were consumed
    std::string_view data;  // bytes of the body, within the text
  };
  // Consumes bytes from the start of `text` up to the end of one piece of the
  // body, of the body itself, or of `text`. Consumes at least one byte if the
  // state is kIncomplete and `text` is not empty, otherwise none.
  Piece Next(std::string_view text);

  State state() const { return state_; }

 private:
  enum class Place {
    kData,
    kDataCr,
    kDataLf,
    kSizeStart,
    kSize,
    kSizeSpace,
    kExtension,
    kSizeLf,
    kTrailerStart,
    kTrailerName,
    kTrailerValue,
    kTrailerLf,
    kEndLf,
  };

  BodyDecoder(bool chunked, uint64_t max_bytes)
      : chunked_(chunked), room_(max_bytes) {}
  std::string_view TakeData(std::string_view text);
  State Step(char c);
  State StepInSizeLine(char c);
  State StepInTrailers(char c);
  State AddDigit(char c);
  State EndSizeLine();
  State MoveTo(Place place);
  State Expect(char c, char wanted, Place next);

  bool chunked_;
  uint64_t room_;           // body bytes that may still be announced
  uint64_t remaining_ = 0;  // of the body, or of the chunk
  size_t line_bytes_ = 0;
  State state_ = State::kIncomplete;
  Place place_ = Place::kData;
};

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_BODY_DECODER_H_
