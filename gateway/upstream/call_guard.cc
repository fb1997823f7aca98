#include "gateway/upstream/call_guard.h"

#include <algorithm>
#include <boost/system/error_code.hpp>
#include <utility>

namespace hermes::gateway {

CallGuard::CallGuard(const boost::asio::any_io_executor& executor,
                     std::chrono::milliseconds total)
    : timer_(executor),
      total_at_(Clock::now() + total),
      life_(this, [](CallGuard* /*this*/) {}) {
  Arm(Next());
}

void CallGuard::LimitWait(std::chrono::milliseconds limit, TroubleKind kind) {
  wait_at_ = Clock::now() + limit;
  wait_kind_ = kind;
  if (Next() < armed_at_ && !ended_) Arm(Next());
}

void CallGuard::LiftLimit() { wait_at_ = Clock::time_point::max(); }

void CallGuard::End(TroubleKind kind) {
  if (ended_) return;
  ended_ = kind;
  timer_.cancel();
  const std::function<void()> hook = std::exchange(hook_, nullptr);
  if (hook != nullptr) hook();
}

void CallGuard::OnEnd(std::function<void()> hook) {
  if (ended_ && hook != nullptr) {
    hook();
    hook = nullptr;
  }
  hook_ = std::move(hook);
}

CallGuard::Clock::time_point CallGuard::Next() const {
  return std::min(total_at_, wait_at_);
}

void CallGuard::Arm(Clock::time_point at) {
  armed_at_ = at;
  timer_.expires_at(at);
  timer_.async_wait([life = std::weak_ptr<CallGuard>(life_)](
                        const boost::system::error_code& cancelled) {
    const std::shared_ptr<CallGuard> guard = life.lock();
    if (!cancelled && guard != nullptr) guard->Look();
  });
}

// The deadline may have moved since the timer was armed.
void CallGuard::Look() {
  if (ended_) return;
  const Clock::time_point now = Clock::now();
  if (now >= total_at_) {
    End(TroubleKind::kTotalTimeout);
  } else if (now >= wait_at_) {
    End(wait_kind_);
  } else {
    Arm(Next());
  }
}

}  // namespace hermes::gateway
