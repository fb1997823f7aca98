#include "tests/gateway/upstream_fake/fake_upstream.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "tests/gateway/upstream_fake/serve_client.h"

namespace hermes::gateway {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

FakeUpstream::FakeUpstream(asio::io_context& io,
                           const FakeUpstreamOptions& options)
    : options_(options),
      acceptor_(io),
      ledger_(std::make_shared<UpstreamLedger>()) {}

absl::StatusOr<std::unique_ptr<FakeUpstream>> FakeUpstream::Listen(
    asio::io_context& io, const FakeUpstreamOptions& options) {
  std::unique_ptr<FakeUpstream> upstream(new FakeUpstream(io, options));
  error_code error;
  upstream->Bind(error);
  if (error) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", options.host, " port ", options.port,
                     ": ", error.message()));
  }
  upstream->Accept();
  return upstream;
}

void FakeUpstream::Bind(error_code& error) {
  const asio::ip::address address =
      asio::ip::make_address(options_.host, error);
  if (!error) acceptor_.open(tcp::endpoint(address, 0).protocol(), error);
  if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor_.bind({address, options_.port}, error);
  if (!error) acceptor_.listen(tcp::acceptor::max_listen_connections, error);
}

uint16_t FakeUpstream::port() const {
  error_code ignored;
  return acceptor_.local_endpoint(ignored).port();
}

void FakeUpstream::Accept() {
  acceptor_.async_accept([this](const error_code& error, tcp::socket socket) {
    if (error == asio::error::operation_aborted) return;
    if (!error) {
      asio::co_spawn(acceptor_.get_executor(),
                     ServeClient(std::move(socket), options_.key, ledger_),
                     asio::detached);
    }
    Accept();
  });
}

}  // namespace hermes::gateway
