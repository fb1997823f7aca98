#ifndef GATEWAY_LOGGING_STREAMS_H_
#define GATEWAY_LOGGING_STREAMS_H_

#include <chrono>
#include <string>
#include <string_view>

namespace hermes::gateway {

// Opens /dev/null for each of the descriptors 0 to 2 that is closed, so that no
// file opened later gets a number that somebody prints to. False on failure.
bool OpenStandardStreams();

// Writes `text` to the descriptor `fd`, waiting no longer than `patience` for
// a reader that does not read: what does not fit by then is dropped. Never
// changes the descriptor's flags, which are shared with other processes.
// False if not all was written. Assumes that SIGPIPE is ignored.
bool WritePatiently(int fd, std::string_view text,
                    std::chrono::milliseconds patience);

// Writes `text` to the descriptor `fd`, however long its reader takes: for
// results, which the user may read page by page. Returns 0 or the errno of the
// write that failed; EPIPE if the reader has closed its end. Assumes that
// SIGPIPE is ignored.
int WriteResults(int fd, std::string_view text);

// Prints `text` on stdout.
void Announce(const std::string& text);

// Prints one line, `hermes: MESSAGE`, on stderr.
void Complain(const std::string& message);

}  // namespace hermes::gateway

#endif  // GATEWAY_LOGGING_STREAMS_H_
