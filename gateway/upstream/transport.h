#ifndef GATEWAY_UPSTREAM_TRANSPORT_H_
#define GATEWAY_UPSTREAM_TRANSPORT_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <string>

#include "gateway/upstream/tls_context.h"

namespace hermes::gateway::upstream {

// A connection, plain or with TLS. Only Wait() waits, so an idle connection
// needs no buffer of its own:
//   step = transport.TryRead(shared_buffer, sizeof(shared_buffer));
//   if (step.outcome == Transport::Outcome::kAgain) co_await transport.Wait();
class Transport {
 public:
  enum class Outcome {
    kDone,    // `size` bytes were transferred, at least one
    kAgain,   // call Wait(), then try the same again
    kEnd,     // the other side has closed its sending side
    kFailed,  // error() has the cause; also returned after Close()
  };
  struct Step {
    Outcome outcome = Outcome::kFailed;
    size_t size = 0;
  };

  // `socket` must be connected.
  explicit Transport(boost::asio::ip::tcp::socket socket);
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  // Closes the connection.
  ~Transport();

  int fd() { return socket_.native_handle(); }

  // Uses TLS from now on. `ssl` was created by MakeTlsClient() with fd(). Call
  // TryHandshake() first, until it returns kDone (with `size` 0).
  void UseTls(SslPointer ssl);
  Step TryHandshake();

  Step TryRead(char* to, size_t size);
  Step TryWrite(const char* from, size_t size);

  // Waits for the event that the last step needs, or for bytes to read.
  boost::asio::awaitable<void> Wait();

  // Closes the connection and makes a pending Wait() return at once.
  void Close();

  // Returns true if an idle connection can be reused: it is open, and no bytes
  // have arrived.
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
