#include "gateway/http/body_decoder.h"

#include <algorithm>
#include <limits>

#include "absl/strings/ascii.h"
#include "gateway/http/token.h"

namespace hermes::gateway::http {
namespace {

using State = BodyDecoder::State;

constexpr uint64_t kMaxSize = std::numeric_limits<uint64_t>::max();

// Returns -1 if `c` is not a hexadecimal digit.
int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = absl::ascii_tolower(static_cast<unsigned char>(c));
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

}  // namespace

BodyDecoder BodyDecoder::WithLength(uint64_t length, uint64_t max_bytes) {
  BodyDecoder decoder(false, max_bytes);
  decoder.remaining_ = length;
  if (length == 0) decoder.state_ = State::kComplete;
  if (length > max_bytes) decoder.state_ = State::kTooLarge;
  return decoder;
}

BodyDecoder BodyDecoder::Chunked(uint64_t max_bytes) {
  BodyDecoder decoder(true, max_bytes);
  decoder.place_ = Place::kSizeStart;
  return decoder;
}

BodyDecoder::Piece BodyDecoder::Next(std::string_view text) {
  Piece piece;
  while (state_ == State::kIncomplete && piece.used < text.size()) {
    if (place_ == Place::kData) {
      piece.data = TakeData(text.substr(piece.used));
      piece.used += piece.data.size();
      break;
    }
    state_ = Step(text[piece.used]);
    ++piece.used;
  }
  return piece;
}

std::string_view BodyDecoder::TakeData(std::string_view text) {
  const std::string_view data =
      text.substr(0, std::min<uint64_t>(remaining_, text.size()));
  remaining_ -= data.size();
  if (remaining_ > 0) return data;
  if (chunked_) {
    place_ = Place::kDataCr;
  } else {
    state_ = State::kComplete;
  }
  return data;
}

State BodyDecoder::Step(char c) {
  switch (place_) {
    case Place::kDataCr:
      return Expect(c, '\r', Place::kDataLf);
    case Place::kDataLf:
      return Expect(c, '\n', Place::kSizeStart);
    case Place::kSizeStart:
    case Place::kSize:
    case Place::kSizeSpace:
    case Place::kExtension:
      if (++line_bytes_ > kMaxLineBytes) return State::kMalformed;
      return StepInSizeLine(c);
    case Place::kSizeLf:
      return c == '\n' ? EndSizeLine() : State::kMalformed;
    default:
      if (++line_bytes_ > kMaxLineBytes) return State::kMalformed;
      return StepInTrailers(c);
  }
}

State BodyDecoder::StepInSizeLine(char c) {
  if (place_ == Place::kSizeStart) {
    line_bytes_ = 1;
    remaining_ = 0;
    place_ = Place::kSize;
    return AddDigit(c);
  }
  if (place_ == Place::kExtension) {
    if (c == '\r') return MoveTo(Place::kSizeLf);
    return IsLineByte(c) ? State::kIncomplete : State::kMalformed;
  }
  if (c == ';') return MoveTo(Place::kExtension);
  if (c == ' ' || c == '\t') return MoveTo(Place::kSizeSpace);
  // White space is allowed only before an extension.
  if (place_ == Place::kSizeSpace) return State::kMalformed;
  return c == '\r' ? MoveTo(Place::kSizeLf) : AddDigit(c);
}

State BodyDecoder::StepInTrailers(char c) {
  switch (place_) {
    case Place::kTrailerStart:
      if (c == '\r') return MoveTo(Place::kEndLf);
      place_ = Place::kTrailerName;
      return IsTokenByte(c) ? State::kIncomplete : State::kMalformed;
    case Place::kTrailerName:
      if (c == ':') return MoveTo(Place::kTrailerValue);
      return IsTokenByte(c) ? State::kIncomplete : State::kMalformed;
    case Place::kTrailerValue:
      if (c == '\r') return MoveTo(Place::kTrailerLf);
      return IsLineByte(c) ? State::kIncomplete : State::kMalformed;
    case Place::kTrailerLf:
      return Expect(c, '\n', Place::kTrailerStart);
    default:
      return c == '\n' ? State::kComplete : State::kMalformed;
  }
}

State BodyDecoder::AddDigit(char c) {
  const int digit = HexValue(c);
  if (digit < 0 || remaining_ > kMaxSize / 16) return State::kMalformed;
  remaining_ = remaining_ * 16 + static_cast<uint64_t>(digit);
  return State::kIncomplete;
}

State BodyDecoder::EndSizeLine() {
  line_bytes_ = 0;
  if (remaining_ == 0) return MoveTo(Place::kTrailerStart);
  if (remaining_ > room_) return State::kTooLarge;
  room_ -= remaining_;
  return MoveTo(Place::kData);
}

State BodyDecoder::MoveTo(Place place) {
  place_ = place;
  return State::kIncomplete;
}

State BodyDecoder::Expect(char c, char wanted, Place next) {
  return c == wanted ? MoveTo(next) : State::kMalformed;
}

}  // namespace hermes::gateway::http
