#ifndef GATEWAY_LOOP_LOOK_UP_H_
#define GATEWAY_LOOP_LOOK_UP_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "gateway/loop/spawn.h"
#include "gateway/loop/worker.h"

namespace hermes::gateway {

// Why there is no result, for a message: "no answer for 3 s", or that no thread
// could be started if `silence` is 0. Pure.
std::string DescribeNoAnswer(std::chrono::seconds silence);

// A look-up that may take forever, such as a read from a volume that hangs. At
// most one is under way; its result is shared by all coroutines that asked
// before it began. A coroutine waits at most `patience` for the one under way
// and as long for its own. For one loop.
template <typename T>
class LookUp {
 public:
  using Perform = std::function<boost::asio::awaitable<std::optional<T>>()>;

  // `perform` is run on `io` to its end, or until `io` is destroyed, even if
  // no coroutine waits for it any more. What it uses must live as long as `io`.
  LookUp(boost::asio::io_context& io, Perform perform,
         std::chrono::milliseconds patience)
      : state_(std::make_shared<State>(io, std::move(perform), patience)) {}

  // A look-up in the thread of `worker`. What `call` uses must live until the
  // process ends.
  LookUp(boost::asio::io_context& io, Worker& worker, std::function<T()> call,
         std::chrono::milliseconds patience)
      : LookUp(
            io,
            [&worker, call = std::move(call)] { return worker.Run<T>(call); },
            patience) {}

  // Returns the result of a look-up that began after this call. Returns
  // std::nullopt if there is none: at once if the one under way has taken
  // longer than `patience` already, and if `perform` has returned none.
  boost::asio::awaitable<std::optional<T>> Ask() {
    const std::shared_ptr<State> state = state_;
    // One that is under way may have seen what was there before.
    const uint64_t wanted = state->begun + 1;
    while (state->ended < wanted) {
      if (!state->IsUnderWay()) Begin(state);
      // The end may have come within Begin().
      if (!state->IsUnderWay()) continue;
      const Clock::time_point limit = state->begun_at + state->patience;
      if (Clock::now() >= limit) co_return std::nullopt;
      co_await Wait(state, limit);
    }
    co_return state->latest;
  }

  // The last result that there was; std::nullopt before the first.
  const std::optional<T>& last() const { return state_->last; }

  // How long the look-up under way has taken; 0 if there is none.
  std::chrono::seconds silence() const {
    if (!state_->IsUnderWay()) return std::chrono::seconds(0);
    return std::chrono::duration_cast<std::chrono::seconds>(Clock::now() -
                                                            state_->begun_at);
  }

 private:
  using Clock = std::chrono::steady_clock;
  using Timers = std::list<boost::asio::steady_timer*>;

  // Shared with the coroutines, which the loop may destroy after the LookUp.
  struct State {
    State(boost::asio::io_context& io_in, Perform perform_in,
          std::chrono::milliseconds patience_in)
        : io(io_in), perform(std::move(perform_in)), patience(patience_in) {}
    bool IsUnderWay() const { return begun != ended; }

    boost::asio::io_context& io;
    const Perform perform;
    const std::chrono::milliseconds patience;
    uint64_t begun = 0;  // how many
    uint64_t ended = 0;
    Clock::time_point begun_at;
    std::optional<T> latest;  // the result of the one that ended last
    std::optional<T> last;
    Timers waiting;
  };

  // Takes a waiting coroutine's timer off the list, whatever ends the wait.
  class Place {
   public:
    Place(State& state, boost::asio::steady_timer& timer)
        : state_(state),
          place_(state.waiting.insert(state.waiting.end(), &timer)) {}
    Place(const Place&) = delete;
    ~Place() { state_.waiting.erase(place_); }

   private:
    State& state_;
    typename Timers::iterator place_;
  };

  static void Begin(const std::shared_ptr<State>& state) {
    ++state->begun;
    state->begun_at = Clock::now();
    Spawn(state->io, Run(state));
  }

  static boost::asio::awaitable<void> Run(std::shared_ptr<State> state) {
    state->latest = co_await state->perform();
    if (state->latest.has_value()) state->last = state->latest;
    state->ended = state->begun;
    for (boost::asio::steady_timer* timer : state->waiting) timer->cancel();
  }

  // Until the look-up under way has ended, or `limit`.
  static boost::asio::awaitable<void> Wait(std::shared_ptr<State> state,
                                           Clock::time_point limit) {
    boost::asio::steady_timer timer(state->io, limit);
    const Place place(*state, timer);
    boost::system::error_code cancelled;
    co_await timer.async_wait(
        boost::asio::redirect_error(boost::asio::use_awaitable, cancelled));
  }

  std::shared_ptr<State> state_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LOOP_LOOK_UP_H_
