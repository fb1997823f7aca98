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
  uint16_t port = 0;               // 0: the kernel chooses
  std::string key;  // not "": requests must have it as their Bearer token
};

// A server that stands in for one that has a model: POST
// /v1/chat/completions, plain and streamed, and GET /v1/models, over HTTP/1.1.
// The last user message says how it answers (script.h). GET /requests lists
// what it was asked, DELETE /requests forgets that, GET /stats gives figures;
// these three count as no requests themselves.
//
// Everything happens on the one thread that runs the io_context, which must
// outlive this object and must not run any more when it goes.
class FakeUpstream {
 public:
  // Errors: what the kernel says of the address.
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
