#include "gateway/turn/turn_stop.h"

#include <utility>

namespace hermes::gateway {

TurnStop::Registration::Registration(Registration&& other) noexcept
    : stop_(std::exchange(other.stop_, nullptr)), at_(other.at_) {}

TurnStop::Registration& TurnStop::Registration::operator=(
    Registration&& other) noexcept {
  if (this == &other) return *this;
  Release();
  stop_ = std::exchange(other.stop_, nullptr);
  at_ = other.at_;
  return *this;
}

TurnStop::Registration::~Registration() { Release(); }

void TurnStop::Registration::Release() {
  TurnStop* const stop = std::exchange(stop_, nullptr);
  if (stop != nullptr) stop->callbacks_.erase(at_);
}

void TurnStop::Request(StopReason reason) {
  if (requested()) return;
  reason_ = reason;
  for (auto at = callbacks_.begin(); at != callbacks_.end();) {
    // Move it out first, because the callback may destroy its registration.
    const std::function<void()> callback = std::exchange(*at++, nullptr);
    if (callback != nullptr) callback();
  }
}

TurnStop::Registration TurnStop::OnRequest(std::function<void()> callback) {
  if (requested()) {
    callback();
    callback = nullptr;
  }
  return {this, callbacks_.insert(callbacks_.end(), std::move(callback))};
}

}  // namespace hermes::gateway
