#ifndef TESTS_GATEWAY_UPSTREAM_FAKE_SERVE_CLIENT_H_
#define TESTS_GATEWAY_UPSTREAM_FAKE_SERVE_CLIENT_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>

#include "tests/gateway/upstream_fake/ledger.h"

namespace hermes::gateway {

// Answers the requests of one client, one after another, until the client
// disconnects or a script ends the connection. Requests must send `key` unless
// it is "". `ledger` is shared, because a coroutine that is destroyed with its
// io_context may be its last owner.
boost::asio::awaitable<void> ServeClient(
    boost::asio::ip::tcp::socket socket, std::string key,
    std::shared_ptr<UpstreamLedger> ledger);

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_UPSTREAM_FAKE_SERVE_CLIENT_H_
