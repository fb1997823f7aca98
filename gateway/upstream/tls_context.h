#ifndef GATEWAY_UPSTREAM_TLS_CONTEXT_H_
#define GATEWAY_UPSTREAM_TLS_CONTEXT_H_

#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace hermes::gateway::upstream {

struct SslDeleter {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using SslPointer = std::unique_ptr<SSL, SslDeleter>;
using SslContextPointer = std::unique_ptr<SSL_CTX, SslDeleter>;

// Creates the context of TLS clients: TLS 1.2 or newer, with certificates
// verified against those in the file `ca_file`. Reads no other file: no OpenSSL
// configuration and no modules.
// Errors: FailedPrecondition, naming `ca_file`, if it has no certificate.
absl::StatusOr<SslContextPointer> MakeTlsContext(const std::string& ca_file);

// Creates the client's side of one connection to `host`, whose certificate must
// be for that name, or for that address (`is_address`). It uses `fd`, which
// must be non-blocking and outlive it, and never raises SIGPIPE.
// Errors: Internal.
absl::StatusOr<SslPointer> MakeTlsClient(SSL_CTX* context, int fd,
                                         const std::string& host,
                                         bool is_address);

// Returns in a few words why the last call on `ssl` failed.
std::string TlsError(const SSL* ssl);

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_TLS_CONTEXT_H_
