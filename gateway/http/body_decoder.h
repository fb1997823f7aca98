#ifndef GATEWAY_HTTP_BODY_DECODER_H_
#define GATEWAY_HTTP_BODY_DECODER_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hermes::gateway::http {

// Removes the framing of a request's body (RFC 9112, 6 and 7) while the bytes
// arrive. Stores no bytes: checks chunk extensions and trailers, counts them
// against a limit and drops them. Rejects an invalid byte as soon as it
// arrives. Pure.
class BodyDecoder {
 public:
  enum class State {
    kIncomplete,
    kComplete,
    kMalformed,  // 400: not a chunk, or more framing than kMaxLineBytes allows
    kTooLarge,   // 413
  };

  // The maximum length of a line with a chunk's size and extensions, and the
  // maximum total size of the trailers.
  static constexpr size_t kMaxLineBytes = 4096;

  // Returns a decoder of a body of `length` bytes. The body is too large if
  // `length` exceeds `max_bytes`.
  static BodyDecoder WithLength(uint64_t length, uint64_t max_bytes);
  // Returns a decoder of a body in chunks. The body is too large if the data of
  // all chunks exceeds `max_bytes`.
  static BodyDecoder Chunked(uint64_t max_bytes);

  struct Piece {
    size_t used = 0;        // bytes of the text that were consumed
    std::string_view data;  // bytes of the body; points into the text
  };
  // Consumes bytes from the start of `text` until the end of one piece of the
  // body, the end of the body or the end of `text`. Consumes at least one byte
  // if the state is kIncomplete and `text` is not empty, otherwise none.
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
  uint64_t room_;           // bytes that further chunks may have
  uint64_t remaining_ = 0;  // bytes left in the body, or in the chunk
  size_t line_bytes_ = 0;
  State state_ = State::kIncomplete;
  Place place_ = Place::kData;
};

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_BODY_DECODER_H_
