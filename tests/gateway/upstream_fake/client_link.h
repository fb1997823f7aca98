#ifndef TESTS_GATEWAY_UPSTREAM_FAKE_CLIENT_LINK_H_
#define TESTS_GATEWAY_UPSTREAM_FAKE_CLIENT_LINK_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <string_view>

namespace hermes::gateway {

// The connection to one client. During an answer it notices at once that the
// client has disconnected; a client that only shuts down its sending side also
// counts as gone.
class ClientLink {
 public:
  explicit ClientLink(boost::asio::ip::tcp::socket socket);
  ~ClientLink();
  ClientLink(const ClientLink&) = delete;
  ClientLink& operator=(const ClientLink&) = delete;

  boost::asio::ip::tcp::socket& socket();
  // Between these two calls the connection watches the client. Between answers,
  // reading the next request shows whether the client is gone.
  void BeginAnswer();
  void EndAnswer();
  // Returns true after the client was seen to disconnect.
  bool gone() const;

  // Both return false as soon as the client is gone.
  boost::asio::awaitable<bool> Write(std::string_view bytes);
  boost::asio::awaitable<bool> Pause(std::chrono::milliseconds time);
  // Completes when the client is gone.
  boost::asio::awaitable<void> AwaitGone();

 private:
  struct State;
  static void Watch(const std::shared_ptr<State>& state);

  // Shared with the pending wait in the event loop, which may outlive this
  // object.
  const std::shared_ptr<State> state_;
};

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_UPSTREAM_FAKE_CLIENT_LINK_H_
