#include "gateway/http/head_scanner.h"

#include "absl/strings/ascii.h"
#include "gateway/http/token.h"

namespace hermes::gateway::http {
namespace {

using State = HeadScanner::State;

// A version has the form "HTTP/1.1".
constexpr std::string_view kVersionPrefix = "HTTP/";
constexpr size_t kVersionSize = 8;

bool IsVersion(std::string_view text) {
  return text.size() == kVersionSize &&
         text.substr(0, kVersionPrefix.size()) == kVersionPrefix &&
         absl::ascii_isdigit(static_cast<unsigned char>(text[5])) &&
         text[6] == '.' &&
         absl::ascii_isdigit(static_cast<unsigned char>(text[7]));
}

}  // namespace

State HeadScanner::Scan(std::string_view text) {
  while (state_ == State::kIncomplete && at_ < text.size()) {
    if (at_ >= max_bytes_) return state_ = State::kTooLarge;
    state_ = Step(text);
    ++at_;
  }
  if (state_ == State::kIncomplete && at_ >= max_bytes_) {
    state_ = State::kTooLarge;
  }
  return state_;
}

State HeadScanner::Step(std::string_view text) {
  const char c = text[at_];
  switch (place_) {
    case Place::kStart:
      if (c == '\r') {
        place_ = Place::kStartLf;
        return State::kIncomplete;
      }
      begin_ = at_;
      place_ = Place::kMethod;
      return IsTokenByte(c) ? State::kIncomplete : State::kMalformed;
    case Place::kStartLf:
      place_ = Place::kStart;
      return c == '\n' ? State::kIncomplete : State::kMalformed;
    case Place::kMethod:
    case Place::kRequestLine:
      line_end_ = at_;
      return StepInRequestLine(c);
    case Place::kRequestLineLf:
      place_ = Place::kLineStart;
      if (c != '\n') return State::kMalformed;
      return JudgeVersion(text.substr(begin_, line_end_ - begin_));
    default:
      return StepInHeader(c);
  }
}

State HeadScanner::StepInRequestLine(char c) {
  if (place_ == Place::kMethod) {
    if (c == ' ') place_ = Place::kRequestLine;
    return c == ' ' || IsTokenByte(c) ? State::kIncomplete : State::kMalformed;
  }
  if (c == '\r') {
    place_ = Place::kRequestLineLf;
    return State::kIncomplete;
  }
  return IsLineByte(c) ? State::kIncomplete : State::kMalformed;
}

State HeadScanner::StepInHeader(char c) {
  switch (place_) {
    case Place::kLineStart:
    case Place::kLine:
      if (c == '\r') {
        place_ = place_ == Place::kLineStart ? Place::kEndLf : Place::kLineLf;
        return State::kIncomplete;
      }
      place_ = Place::kLine;
      return IsLineByte(c) ? State::kIncomplete : State::kMalformed;
    case Place::kLineLf:
      place_ = Place::kLineStart;
      return c == '\n' ? State::kIncomplete : State::kMalformed;
    default:
      return c == '\n' ? State::kComplete : State::kMalformed;
  }
}

State HeadScanner::JudgeVersion(std::string_view line) const {
  const size_t space = line.rfind(' ');
  if (space == std::string_view::npos || !IsVersion(line.substr(space + 1))) {
    return State::kMalformed;
  }
  return line[space + 1 + kVersionPrefix.size()] == '1'
             ? State::kIncomplete
             : State::kUnsupportedVersion;
}

}  // namespace hermes::gateway::http
