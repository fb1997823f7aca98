#ifndef GATEWAY_LOOP_WORKER_H_
#define GATEWAY_LOOP_WORKER_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "gateway/loop/loop_poster.h"

namespace hermes::gateway {

// A thread that runs blocking calls one after the other for coroutines of one
// event loop. The first call starts it. If a call does not end, the thread is
// abandoned so that the process can still end; the process must then end by
// _exit(), without running destructors of objects that the call may still use.
class Worker {
 public:
  // Allows at most `most_waiting` calls to wait for the thread.
  Worker(boost::asio::io_context& io, size_t most_waiting);
  Worker(const Worker&) = delete;
  ~Worker();

  // Starts no further call and waits for the one in progress. Returns false if
  // that has not ended within `limit`.
  bool Finish(std::chrono::milliseconds limit);

  // Returns how long the call in progress has taken; 0 if there is none.
  std::chrono::milliseconds busy_for() const;

  // Has the thread call `call` and returns its result. Returns std::nullopt at
  // once if too many calls wait already, or if the thread cannot be started;
  // the next call tries to start it again. Whatever `call` refers to must live
  // until the process ends.
  template <typename T>
  boost::asio::awaitable<std::optional<T>> Run(std::function<T()> call) {
    boost::asio::steady_timer done(
        io_, boost::asio::steady_timer::time_point::max());
    const auto outcome = std::make_shared<Outcome<T>>(&done);
    // For a loop that ends before the call does.
    const Detach<T> detach(*outcome);
    const bool taken =
        Post([poster = LoopPoster::Of(io_), outcome, call = std::move(call)] {
          const auto result = std::make_shared<T>(call());
          poster->Post([outcome, result] {
            if (outcome->done == nullptr) return;
            outcome->result = std::move(*result);
            outcome->done->cancel();
          });
        });
    if (!taken) co_return std::nullopt;
    while (!outcome->result.has_value()) {
      boost::system::error_code cancelled;  // cancelling ends the wait
      co_await done.async_wait(
          boost::asio::redirect_error(boost::asio::use_awaitable, cancelled));
    }
    co_return std::move(outcome->result);
  }

 private:
  // Shared with the thread, but only the loop's thread accesses it. The
  // coroutine owns the timer: a timer that the thread destroyed might outlive
  // the loop.
  template <typename T>
  struct Outcome {
    explicit Outcome(boost::asio::steady_timer* timer) : done(timer) {}
    boost::asio::steady_timer* done;
    std::optional<T> result;
  };
  template <typename T>
  class Detach {
   public:
    explicit Detach(Outcome<T>& outcome) : outcome_(outcome) {}
    Detach(const Detach&) = delete;
    ~Detach() { outcome_.done = nullptr; }

   private:
    Outcome<T>& outcome_;
  };

  struct State;
  bool Post(std::function<void()> call);
  bool HasThread();
  static void Work(const std::shared_ptr<State>& state);

  boost::asio::io_context& io_;
  std::shared_ptr<State> state_;  // shared with the thread
  std::thread thread_;            // started by the first call
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LOOP_WORKER_H_
