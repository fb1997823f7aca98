#ifndef GATEWAY_UPSTREAM_ERROR_H_
#define GATEWAY_UPSTREAM_ERROR_H_

#include <optional>
#include <string>

namespace hermes::gateway::upstream {

enum class ErrorKind {
  kStopped,         // the turn's stop was requested: nobody's fault
  kName,            // the host's name leads to no address
  kConnect,         // no address takes a connection
  kTls,             // the handshake failed, or the certificate is not good
  kCaFile,          // there are no certificates to check with
  kConnectTimeout,  // not connected in time
  kIdleTimeout,     // nothing came for too long
  kTotalTimeout,    // the whole took too long
  kLost,            // the connection broke
  kMalformed,       // what came is no HTTP, or no chat completion
  kTooLarge,        // what came is more than we take
  kBrokenOff,       // the answer ended before its end
  kStatus,          // an HTTP status that is no success
  kReportedError,   // an error in the stream of the answer
};

// What went wrong with an upstream.
struct Error {
  ErrorKind kind = ErrorKind::kLost;
  // The cause, as few words without a full stop; what the upstream itself
  // said for kStatus and kReportedError. May hold secrets: see FailureOf().
  std::string detail;
  // The HTTP status of kStatus, and of kReportedError if it named one; else 0.
  int status = 0;
  std::optional<int> retry_after_secs;
};

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_ERROR_H_
