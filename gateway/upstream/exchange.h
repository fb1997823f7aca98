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

// The buffer that bytes are read into. All connections of a loop share one,
// because none uses it while it waits.
using ReadBuffer = std::array<char, size_t{64} * 1024>;

// One request over one connection, and its reply. When the guard ends the call,
// the connection is closed and the pending method returns the guard's reason.
class Exchange {
 public:
  // `buffer` must outlive this.
  Exchange(std::unique_ptr<Transport> transport, ReadBuffer& buffer);
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  // Sends `request` and reads up to the end of the reply's header.
  boost::asio::awaitable<std::optional<Error>> Start(CallGuard& guard,
                                                     std::string_view request);

  // Waits for bytes of the body and passes all that have arrived to `on_body`.
  // Returns after one read, even if it brought no bytes of the body. Requires:
  // Start() has succeeded and the reply is not complete().
  boost::asio::awaitable<std::optional<Error>> ReadBody(
      CallGuard& guard, absl::FunctionRef<void(std::string_view)> on_body);

  const ResponseHead& head() const { return parser_->head(); }
  bool complete() const { return parser_->complete(); }
  // Returns true if the upstream has sent any byte.
  bool answered() const { return answered_; }
  // Returns the connection if it may be used again; otherwise closes it and
  // returns null.
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
  std::string pending_;  // bytes that arrived and could not be parsed yet
  bool answered_ = false;
  bool at_end_ = false;
  bool more_at_once_ = false;  // the last read filled the buffer
};

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_EXCHANGE_H_
