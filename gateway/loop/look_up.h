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

// Returns the reason for a missing result, for a message: "no answer for 3 s",
// or, if `silence` is 0, that no thread could be started. Pure.
std::string DescribeNoAnswer(std::chrono::seconds silence);

// A look-up that may take forever, such as a read from a volume that hangs. At
// most one is in progress; all coroutines that asked before it began share its
// result. A coroutine waits at most `patience` for the one in progress and then
// as long for its own. For one event loop.
template <typename T>
class LookUp {
 public:
  using Perform = std::function<boost::asio::awaitable<std::optional<T>>()>;

  // `perform` runs on `io` to its end, or until `io` is destroyed, even if no
  // coroutine waits for it any more. Whatever it uses must live as long as
  // `io`.
  LookUp(boost::asio::io_context& io, Perform perform,
         std::chrono::milliseconds patience)
      : state_(std::make_shared<State>(io, std::move(perform), patience)) {}

  // Performs look-ups in the thread of `worker`. Whatever `call` uses must live
  // until the process ends.
  LookUp(boost::asio::io_context& io, Worker& worker, std::function<T()> call,
         std::chrono::milliseconds patience)
      : LookUp(
            io,
            [&worker, call = std::move(call)] { return worker.Run<T>(call); },
            patience) {}

  // Returns the result of a look-up that began after this call. Returns
  // std::nullopt if it has none: at once if the one in progress has already
  // taken longer than `patience`, and also if `perform` returned std::nullopt.
  boost::asio::awaitable<std::optional<T>> Ask() {
    const std::shared_ptr<State> state = state_;
    // A look-up in progress may have read an earlier state.
    const uint64_t wanted = state->begun + 1;
    while (state->ended < wanted) {
      if (!state->IsUnderWay()) Begin(state);
      // The look-up may have ended within Begin().
      if (!state->IsUnderWay()) continue;
      const Clock::time_point limit = state->begun_at + state->patience;
      if (Clock::now() >= limit) co_return std::nullopt;
      co_await Wait(state, limit);
    }
    co_return state->latest;
  }

  // Returns the latest result that is not std::nullopt; std::nullopt before the
  // first.
  const std::optional<T>& last() const { return state_->last; }

  // Returns how long the look-up in progress has taken; 0 if there is none.
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
    uint64_t begun = 0;  // number of look-ups
    uint64_t ended = 0;
    Clock::time_point begun_at;
    std::optional<T> latest;  // the result of the latest one to end
    std::optional<T> last;
    Timers waiting;
  };

  // Removes a waiting coroutine's timer from the list, however the wait ends.
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

  // Waits until the look-up in progress has ended, or until `limit`.
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
