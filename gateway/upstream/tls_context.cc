#include "gateway/upstream/tls_context.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <sys/types.h>

#include <cerrno>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace hermes::gateway::upstream {
namespace {

// The only protocol that we offer; otherwise a server could choose another one.
constexpr unsigned char kProtocols[] = "\x08http/1.1";

// The state of our own BIO. OpenSSL's socket BIO uses write(), which raises
// SIGPIPE.
struct SocketState {
  int fd;
  bool at_end;
};

SocketState* StateOf(BIO* bio) {
  return static_cast<SocketState*>(BIO_get_data(bio));
}

bool TryAgain(int error) {
  return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

int SocketWrite(BIO* bio, const char* data, int size) {
  BIO_clear_retry_flags(bio);
  const ssize_t sent = send(StateOf(bio)->fd, data, static_cast<size_t>(size),
                            MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent < 0 && TryAgain(errno)) BIO_set_retry_write(bio);
  return static_cast<int>(sent);
}

int SocketRead(BIO* bio, char* data, int size) {
  BIO_clear_retry_flags(bio);
  const ssize_t got =
      recv(StateOf(bio)->fd, data, static_cast<size_t>(size), MSG_DONTWAIT);
  if (got < 0 && TryAgain(errno)) BIO_set_retry_read(bio);
  if (got == 0) StateOf(bio)->at_end = true;
  return static_cast<int>(got);
}

long SocketControl(BIO* bio, int command, long /*number*/, void* /*pointer*/) {
  if (command == BIO_CTRL_EOF) return StateOf(bio)->at_end ? 1 : 0;
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

int SocketFree(BIO* bio) {
  delete StateOf(bio);
  return 1;
}

const BIO_METHOD* SocketMethod() {
  static const BIO_METHOD* const method = [] {
    BIO_METHOD* const made =
        BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");
    BIO_meth_set_write(made, SocketWrite);
    BIO_meth_set_read(made, SocketRead);
    BIO_meth_set_ctrl(made, SocketControl);
    BIO_meth_set_destroy(made, SocketFree);
    return made;
  }();
  return method;
}

// Returns false if memory has run out.
bool AttachSocket(SSL* ssl, int fd) {
  BIO* const bio = BIO_new(SocketMethod());
  if (bio == nullptr) return false;
  BIO_set_data(bio, new SocketState{fd, false});
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl, bio, bio);
  return true;
}

bool ExpectHost(SSL* ssl, std::string host, bool is_address) {
  X509_VERIFY_PARAM* const expected = SSL_get0_param(ssl);
  if (is_address) {
    return X509_VERIFY_PARAM_set1_ip_asc(expected, host.c_str()) == 1;
  }
  // Names in certificates do not have the final dot.
  if (!host.empty() && host.back() == '.') host.pop_back();
  X509_VERIFY_PARAM_set_hostflags(expected,
                                  X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  return SSL_set_tlsext_host_name(ssl, host.c_str()) == 1 &&
         X509_VERIFY_PARAM_set1_host(expected, host.c_str(), host.size()) == 1;
}

}  // namespace

absl::StatusOr<SslContextPointer> MakeTlsContext(const std::string& ca_file) {
  OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
  ERR_clear_error();
  SslContextPointer context(SSL_CTX_new(TLS_client_method()));
  if (context == nullptr) return absl::InternalError("no memory for TLS");
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE |
                                      SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                      SSL_MODE_RELEASE_BUFFERS);
  // Many servers close without close_notify. The reply's own framing shows
  // whether it is complete.
  SSL_CTX_set_options(context.get(), SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_alpn_protos(context.get(), kProtocols, sizeof(kProtocols) - 1);
  if (SSL_CTX_load_verify_file(context.get(), ca_file.c_str()) != 1) {
    ERR_clear_error();
    return absl::FailedPreconditionError(
        absl::StrCat(ca_file, " cannot be read or holds no certificate"));
  }
  return context;
}

absl::StatusOr<SslPointer> MakeTlsClient(SSL_CTX* context, int fd,
                                         const std::string& host,
                                         bool is_address) {
  ERR_clear_error();
  SslPointer ssl(SSL_new(context));
  if (ssl == nullptr || !AttachSocket(ssl.get(), fd) ||
      !ExpectHost(ssl.get(), host, is_address)) {
    return absl::InternalError(absl::StrCat("TLS cannot be set up for ", host));
  }
  SSL_set_connect_state(ssl.get());
  return ssl;
}

std::string TlsError(const SSL* ssl) {
  const long verdict = SSL_get_verify_result(ssl);
  const unsigned long error = ERR_peek_error();
  const char* const reason = ERR_reason_error_string(error);
  if (verdict != X509_V_OK) {
    return absl::StrCat("certificate not accepted: ",
                        X509_verify_cert_error_string(verdict));
  }
  if (reason != nullptr) return reason;
  return "the connection was closed";
}

}  // namespace hermes::gateway::upstream
