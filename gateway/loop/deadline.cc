#include "gateway/loop/deadline.h"

#include <boost/asio/steady_timer.hpp>
#include <utility>

namespace hermes::gateway {
namespace {

using Clock = std::chrono::steady_clock;
using boost::system::error_code;

constexpr Clock::time_point kNever = Clock::time_point::max();

}  // namespace

struct Deadline::State {
  State(const boost::asio::any_io_executor& executor,
        std::function<void()> on_expiry_in)
      : timer(executor), on_expiry(std::move(on_expiry_in)) {}

  boost::asio::steady_timer timer;
  std::function<void()> on_expiry;
  Clock::time_point at = kNever;
  Clock::time_point armed_for = kNever;  // when the timer fires
  bool expired = false;
};

Deadline::Deadline(const boost::asio::any_io_executor& executor,
                   std::function<void()> on_expiry)
    : state_(std::make_shared<State>(executor, std::move(on_expiry))) {}

Deadline::~Deadline() {
  state_->on_expiry = nullptr;
  state_->timer.cancel();
}

void Deadline::ExpireAfter(std::chrono::milliseconds time) {
  state_->expired = false;
  state_->at = Clock::now() + time;
  if (state_->at < state_->armed_for) Arm(state_);
}

void Deadline::Disarm() {
  state_->expired = false;
  state_->at = kNever;
}

bool Deadline::expired() const { return state_->expired; }

void Deadline::Arm(const std::shared_ptr<State>& state) {
  state->armed_for = state->at;
  state->timer.expires_at(state->at);
  state->timer.async_wait([state](const error_code& error) {
    if (error || state->on_expiry == nullptr) return;
    state->armed_for = kNever;
    if (state->at == kNever) return;
    if (Clock::now() < state->at) return Arm(state);
    state->at = kNever;
    state->expired = true;
    // A copy, because the callback may destroy the Deadline.
    const std::function<void()> on_expiry = state->on_expiry;
    on_expiry();
  });
}

}  // namespace hermes::gateway
