#ifndef TESTS_GATEWAY_UPSTREAM_FAKE_FAKE_UPSTREAM_H_
#define TESTS_GATEWAY_UPSTREAM_FAKE_FAKE_UPSTREAM_H_

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "tests/gateway/upstream_fake/ledger.h"

namespace hermes::gateway {

struct FakeUpstreamOptions {
  std::string host = "127.0.0.1";  // an IP address
  uint16_t port = 0;               // 0 to let the kernel choose
  std::string key;  // if not "", the Bearer token that requests must send
};

// A server that stands in for an OpenAI-compatible server with a model: POST
// /v1/chat/completions, plain and streamed, and GET /v1/models, over HTTP/1.1.
// The last user message determines the answer (script.h). GET /requests lists
// the requests that it got, DELETE /requests clears that list, GET /stats
// returns figures; these three are not counted as requests.
//
// Uses only the thread that runs the io_context, which must outlive this object
// and must not run when it is destroyed.
class FakeUpstream {
 public:
  // Listens on the address of `options`. Errors: Unavailable, with the kernel's
  // reason.
  static absl::StatusOr<std::unique_ptr<FakeUpstream>> Listen(
      boost::asio::io_context& io, const FakeUpstreamOptions& options);

  uint16_t port() const;
  UpstreamLedger& ledger() { return *ledger_; }

 private:
  FakeUpstream(boost::asio::io_context& io, const FakeUpstreamOptions& options);
  void Bind(boost::system::error_code& error);
  void Accept();

  const FakeUpstreamOptions options_;
  boost::asio::ip::tcp::acceptor acceptor_;
  const std::shared_ptr<UpstreamLedger> ledger_;
};

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_UPSTREAM_FAKE_FAKE_UPSTREAM_H_
