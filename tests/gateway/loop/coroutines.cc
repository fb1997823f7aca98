#include "tests/gateway/loop/coroutines.h"

#include <boost/asio/co_spawn.hpp>
#include <chrono>
#include <exception>
#include <utility>

namespace hermes::gateway {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

Coroutines::Coroutines(asio::io_context& io)
    : io_(io), work_(asio::make_work_guard(io)) {}

void Coroutines::Start(asio::awaitable<void> coroutine) {
  ++running_;
  asio::co_spawn(io_, std::move(coroutine),
                 [this](const std::exception_ptr& error) {
                   --running_;
                   if (error) std::rethrow_exception(error);
                 });
}

void Coroutines::RunSome() {
  while (io_.poll() > 0) {
  }
}

bool Coroutines::RunUntil(const std::function<bool()>& condition) {
  const Clock::time_point limit = Clock::now() + std::chrono::seconds(30);
  while (!condition()) {
    if (Clock::now() > limit) return false;
    io_.run_one_for(std::chrono::milliseconds(50));
  }
  return true;
}

bool Coroutines::RunToEnd() {
  return RunUntil([this] { return running_ == 0; });
}

}  // namespace hermes::gateway
