#ifndef GATEWAY_UPSTREAM_EXCHANGE_H_
#define GATEWAY_UPSTREAM_EXCHANGE_H_

#include <array>
#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "gateway/upstream/call_guard.h"
#include "gateway/upstream/error.h"
#include "gateway/upstream/reply_parser.h"
#include "gateway/upstream/transport.h"

namespace hermes::gateway::upstream {

// Where bytes are read to. One for all connections of a loop: none is in use
// while anybody waits.
using ReadBuffer = std::array<char, size_t{64} * 1024>;

// One request over one connection, and its reply. A guard whose call has ended
// closes the connection; what a method returns then is that end.
class Exchange {
 public:
  // `buffer` must outlive this.
  Exchange(std::unique_ptr<Transport> transport, ReadBuffer& buffer);
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  // Sends `request` and reads up to the end of the reply's header.
  boost::asio::awaitable<std::optional<Error>> Start(CallGuard& guard,
                                                     std::string_view request);

  // Waits for bytes of the body, and passes on all that have come. Returns
  // after one read, also if there was none in it. Requires: Start() went well
  // and the reply is not complete().
  boost::asio::awaitable<std::optional<Error>> ReadBody(
      CallGuard& guard, absl::FunctionRef<void(std::string_view)> on_body);

  const ResponseHead& head() const { return parser_->head(); }
  bool complete() const { return parser_->complete(); }
  // Whether the other side has sent anything yet.
  bool answered() const { return answered_; }
  // The connection, if it may be used again; else null, and it is closed.
  std::unique_ptr<Transport> TakeConnection();

 private:
  boost::asio::awaitable<void> Send(CallGuard& guard, std::string_view request);
  boost::asio::awaitable<std::optional<Error>> Read(
      CallGuard& guard, absl::FunctionRef<void(std::string_view)> on_body);
  std::optional<Error> TakeIn(
      absl::FunctionRef<void(std::string_view)> on_body);
  std::optional<Error> Parse(std::string_view bytes,
                             absl::FunctionRef<void(std::string_view)> on_body);

  std::unique_ptr<Transport> transport_;
  ReadBuffer& buffer_;
  std::unique_ptr<ReplyParser> parser_;
  std::string pending_;  // what came and could not be taken yet
  bool answered_ = false;
  bool at_end_ = false;
  bool more_at_once_ = false;  // the last read took all that the buffer holds
};

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_EXCHANGE_H_
