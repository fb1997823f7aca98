#ifndef TESTS_GATEWAY_UPSTREAM_FAKE_CLIENT_LINK_H_
#define TESTS_GATEWAY_UPSTREAM_FAKE_CLIENT_LINK_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <string_view>

namespace hermes::gateway {

// The connection to one client, which notices at any moment of an answer that
// the client has left. A client that only shuts its sending side counts as
// gone.
class ClientLink {
 public:
  explicit ClientLink(boost::asio::ip::tcp::socket socket);
  ~ClientLink();
  ClientLink(const ClientLink&) = delete;
  ClientLink& operator=(const ClientLink&) = delete;

  boost::asio::ip::tcp::socket& socket();
  // An answer begins: from now on the client is looked after. Between answers
  // it is not, reading the next request tells.
  void BeginAnswer();
  void EndAnswer();
  // True from when the client was seen to leave.
  bool gone() const;

  // Both return false as soon as the client is gone.
  boost::asio::awaitable<bool> Write(std::string_view bytes);
  boost::asio::awaitable<bool> Pause(std::chrono::milliseconds time);
  // Returns once the client is gone.
  boost::asio::awaitable<void> AwaitGone();

 private:
  struct State;
  static void Watch(const std::shared_ptr<State>& state);

  // Shared with the wait in the reactor, which may end later than this.
  const std::shared_ptr<State> state_;
};

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_UPSTREAM_FAKE_CLIENT_LINK_H_
