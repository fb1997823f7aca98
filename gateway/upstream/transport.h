#ifndef GATEWAY_UPSTREAM_TRANSPORT_H_
#define GATEWAY_UPSTREAM_TRANSPORT_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <string>

#include "gateway/upstream/tls_context.h"

namespace hermes::gateway::upstream {

// A connection's bytes, plain or through TLS. No call but Wait() waits, so
// that a connection needs no buffer of its own while nothing comes:
//   step = transport.TryRead(shared_buffer, sizeof(shared_buffer));
//   if (step.outcome == Transport::Outcome::kAgain) co_await transport.Wait();
class Transport {
 public:
  enum class Outcome {
    kDone,    // `size` bytes were moved, at least one
    kAgain,   // Wait(), then try the same again
    kEnd,     // the other side sends nothing more
    kFailed,  // error() tells; also after Close()
  };
  struct Step {
    Outcome outcome = Outcome::kFailed;
    size_t size = 0;
  };

  // `socket` is connected.
  explicit Transport(boost::asio::ip::tcp::socket socket);
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  // Closes.
  ~Transport();

  int fd() { return socket_.native_handle(); }

  // From now on through TLS: made by MakeTlsClient() with fd(). The handshake
  // comes first, with `size` 0 when it is done.
  void UseTls(SslPointer ssl);
  Step TryHandshake();

  Step TryRead(char* to, size_t size);
  Step TryWrite(const char* from, size_t size);

  // For what the last step was waiting for, or for bytes to read.
  boost::asio::awaitable<void> Wait();

  // Ends a Wait() at once.
  void Close();

  // Whether a connection that nothing is expected of is still as it should
  // be: open, and nothing has come.
  bool Quiet();

  const std::string& error() const { return error_; }

 private:
  Step Failed(int error);
  Step TlsStep(int result);

  boost::asio::ip::tcp::socket socket_;
  SslPointer ssl_;
  bool want_write_ = false;
  std::string error_;
};

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_TRANSPORT_H_
