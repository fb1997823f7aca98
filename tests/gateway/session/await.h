#ifndef TESTS_GATEWAY_SESSION_AWAIT_H_
#define TESTS_GATEWAY_SESSION_AWAIT_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>
#include <utility>

namespace hermes::gateway {

// Runs the loop until `wanted` has ended, and returns its result.
template <typename Result>
Result Await(boost::asio::io_context& io,
             boost::asio::awaitable<Result> wanted) {
  std::optional<Result> result;
  boost::asio::co_spawn(io, std::move(wanted),
                        [&](const std::exception_ptr& error, Result value) {
                          if (error) std::rethrow_exception(error);
                          result = std::move(value);
                        });
  io.restart();
  while (!result.has_value()) io.run_one();
  return *std::move(result);
}

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_SESSION_AWAIT_H_
