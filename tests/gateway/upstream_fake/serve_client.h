#ifndef TESTS_GATEWAY_UPSTREAM_FAKE_SERVE_CLIENT_H_
#define TESTS_GATEWAY_UPSTREAM_FAKE_SERVE_CLIENT_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>

#include "tests/gateway/upstream_fake/ledger.h"

namespace hermes::gateway {

// Answers the requests of one client, one after another, until it leaves or a
// script ends the connection. `key`: what it must show, "" for nothing.
// The ledger is shared: a coroutine that the end of its io_context destroys may
// be the last one that has it.
boost::asio::awaitable<void> ServeClient(
    boost::asio::ip::tcp::socket socket, std::string key,
    std::shared_ptr<UpstreamLedger> ledger);

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_UPSTREAM_FAKE_SERVE_CLIENT_H_
