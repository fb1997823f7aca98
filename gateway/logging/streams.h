#ifndef GATEWAY_LOGGING_STREAMS_H_
#define GATEWAY_LOGGING_STREAMS_H_

#include <chrono>
#include <string>
#include <string_view>

namespace hermes::gateway {

// Opens /dev/null for each of the descriptors 0 to 2 that is closed, so that no
// file opened later gets a number that code prints to. Returns false on
// failure.
bool OpenStandardStreams();

// Writes `text` to the descriptor `fd`, waiting at most `patience` for a reader
// that does not read; drops what does not fit by then. Never changes the
// descriptor's flags, which are shared with other processes. Returns false if
// not all was written. Assumes that SIGPIPE is ignored.
bool WritePatiently(int fd, std::string_view text,
                    std::chrono::milliseconds patience);

// Writes `text` to the descriptor `fd`, waiting as long as its reader takes:
// for results, which the user may read page by page. Returns 0 or the errno of
// the failed write; EPIPE if the reader has closed its end. Assumes that
// SIGPIPE is ignored.
int WriteResults(int fd, std::string_view text);

// Prints `text` on stdout.
void Announce(const std::string& text);

// Prints one line, `hermes: MESSAGE`, on stderr.
void Complain(const std::string& message);

}  // namespace hermes::gateway

#endif  // GATEWAY_LOGGING_STREAMS_H_
