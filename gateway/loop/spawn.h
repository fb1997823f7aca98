#ifndef GATEWAY_LOOP_SPAWN_H_
#define GATEWAY_LOOP_SPAWN_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <utility>

namespace hermes::gateway {

// Runs a coroutine on `io`. An exception from the coroutine leaves
// io_context::run(), as one of any other handler does; asio::detached would
// swallow it, and the coroutine would silently stop.
inline void Spawn(boost::asio::io_context& io,
                  boost::asio::awaitable<void> coroutine) {
  boost::asio::co_spawn(io, std::move(coroutine),
                        [](const std::exception_ptr& error) {
                          if (error) std::rethrow_exception(error);
                        });
}

}  // namespace hermes::gateway

#endif  // GATEWAY_LOOP_SPAWN_H_
