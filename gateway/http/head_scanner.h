#ifndef GATEWAY_HTTP_HEAD_SCANNER_H_
#define GATEWAY_HTTP_HEAD_SCANNER_H_

#include <cstddef>
#include <string_view>

namespace hermes::gateway::http {

// Finds the end of a request's head (request line and header) in bytes that
// arrive piece by piece, so that the parser sees a head only once it is whole:
// an unfinished head costs its bytes and nothing else. Refuses bytes that no
// head can contain as soon as they come. Pure; looks at each byte once.
class HeadScanner {
 public:
  enum class State {
    kIncomplete,
    kComplete,
    kMalformed,           // 400
    kTooLarge,            // 431
    kUnsupportedVersion,  // 505: another major version of HTTP
  };

  // A head may have `max_bytes`, the empty lines before it included.
  explicit HeadScanner(size_t max_bytes) : max_bytes_(max_bytes) {}

  // Examines `text`: all that has come since the last request. Each call must
  // pass the bytes of the call before, followed by new ones. Once the state is
  // not kIncomplete it stays.
  State Scan(std::string_view text);

  // The rest is valid once the head is complete.

  // Where the request line begins: after empty lines, which RFC 9112 (2.2) has
  // servers ignore.
  size_t begin() const { return begin_; }
  // The first byte after the head.
  size_t end() const { return at_; }
  // The request line's minor version digit. A minor version that is not known
  // is to be read as 1 (RFC 9110, 2.5).
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
