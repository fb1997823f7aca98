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

// A thread for calls that block, one after the other, for coroutines of one
// loop. The first call starts it. The thread is left behind if a call does not
// end: the process must not be kept by it, and then has to end by _exit(),
// without destructors of what that call may still use.
class Worker {
 public:
  // At most `most_waiting` calls wait for their turn.
  Worker(boost::asio::io_context& io, size_t most_waiting);
  Worker(const Worker&) = delete;
  ~Worker();

  // Lets no further call begin, and waits for the one under way. Returns false
  // if that has not ended after `limit`.
  bool Finish(std::chrono::milliseconds limit);

  // How long the call under way has taken; 0 if there is none.
  std::chrono::milliseconds busy_for() const;

  // Has the thread call `call` and returns its result. Returns std::nullopt at
  // once if too many calls wait already or the thread cannot be started, which
  // the next call tries again. What `call` refers to must live until the
  // process ends.
  template <typename T>
  boost::asio::awaitable<std::optional<T>> Run(std::function<T()> call) {
    boost::asio::steady_timer done(
        io_, boost::asio::steady_timer::time_point::max());
    const auto outcome = std::make_shared<Outcome<T>>(&done);
    // Where the loop ends before the call does.
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
      boost::system::error_code cancelled;  // which is what it waits for
      co_await done.async_wait(
          boost::asio::redirect_error(boost::asio::use_awaitable, cancelled));
    }
    co_return std::move(outcome->result);
  }

 private:
  // Shared with the thread; touched by the loop's alone. The timer is the
  // coroutine's: one that the thread destroyed might outlive the loop.
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
  std::shared_ptr<State> state_;  // the thread's too, which may outlive this
  std::thread thread_;            // of the first call
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LOOP_WORKER_H_
