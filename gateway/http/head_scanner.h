#ifndef GATEWAY_HTTP_HEAD_SCANNER_H_
#define GATEWAY_HTTP_HEAD_SCANNER_H_

#include <cstddef>
#include <string_view>

namespace hermes::gateway::http {

// Finds the end of a request's head (request line and header) in bytes that
// arrive piece by piece. The parser gets a head only when it is complete, so an
// incomplete head needs no memory but its bytes. Rejects bytes that are invalid
// in a head as soon as they arrive. Pure; examines each byte once.
class HeadScanner {
 public:
  enum class State {
    kIncomplete,
    kComplete,
    kMalformed,           // 400
    kTooLarge,            // 431
    kUnsupportedVersion,  // 505: another major version of HTTP
  };

  // A head may have `max_bytes`, including the empty lines before it.
  explicit HeadScanner(size_t max_bytes) : max_bytes_(max_bytes) {}

  // Examines `text`, the bytes that have arrived since the last request. Each
  // call must pass the bytes of the previous call, followed by new ones. A
  // state other than kIncomplete is final.
  State Scan(std::string_view text);

  // The following functions may be called once the state is kComplete.

  // Returns the position of the request line: after empty lines, which servers
  // ignore by RFC 9112 (2.2).
  size_t begin() const { return begin_; }
  // Returns the position of the first byte after the head.
  size_t end() const { return at_; }
  // Returns the position of the minor version's digit in the request line. The
  // caller must treat an unknown minor version as 1 (RFC 9110, 2.5).
  size_t minor_version() const { return line_end_ - 1; }

 private:
  enum class Place {
    kStart,          // nothing but empty lines yet
    kStartLf,        // the LF of an empty line before the request
    kMethod,         // in the method
    kRequestLine,    // after the method
    kRequestLineLf,  // the LF of the request line
    kLineStart,      // the first byte of a header line
    kLine,           // in a header line
    kLineLf,         // the LF of a header line
    kEndLf,          // the LF of the empty line
  };

  State Step(std::string_view text);
  State StepInRequestLine(char c);
  State StepInHeader(char c);
  State JudgeVersion(std::string_view line) const;

  const size_t max_bytes_;
  State state_ = State::kIncomplete;
  Place place_ = Place::kStart;
  size_t at_ = 0;
  size_t begin_ = 0;
  size_t line_end_ = 0;  // of the request line: its CR
};

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_HEAD_SCANNER_H_
