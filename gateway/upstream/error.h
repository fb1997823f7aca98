#ifndef GATEWAY_UPSTREAM_ERROR_H_
#define GATEWAY_UPSTREAM_ERROR_H_

#include <optional>
#include <string>

namespace hermes::gateway::upstream {

enum class ErrorKind {
  kStopped,         // the turn was stopped on request; not a failure
  kName,            // the host's name has no address
  kConnect,         // no address accepts a connection
  kTls,             // the handshake failed, or the certificate is invalid
  kCaFile,          // certificates to verify with are missing
  kConnectTimeout,  // not connected in time
  kIdleTimeout,     // no byte arrived for too long
  kTotalTimeout,    // the whole request took too long
  kLost,            // the connection broke
  kMalformed,       // the reply is not HTTP, or not a chat completion
  kTooLarge,        // the reply exceeds our limits
  kBrokenOff,       // the answer ended before it was complete
  kStatus,          // an HTTP status other than success
  kReportedError,   // an error in the stream of the answer
};

// Why a request to an upstream failed.
struct Error {
  ErrorKind kind = ErrorKind::kLost;
  // The cause, a few words without a full stop; for kStatus and kReportedError
  // the upstream's own message. May contain secrets: see FailureOf().
  std::string detail;
  // The HTTP status for kStatus, and for kReportedError if the upstream named
  // one; otherwise 0.
  int status = 0;
  std::optional<int> retry_after_secs;
};

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_ERROR_H_
