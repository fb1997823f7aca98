#include "gateway/upstream/call_guard.h"

#include <utility>

namespace hermes::gateway::upstream {

CallGuard::CallGuard(const boost::asio::any_io_executor& executor,
                     std::chrono::milliseconds total)
    : total_(executor, [this] { End(ErrorKind::kTotalTimeout); }),
      wait_(executor, [this] { End(wait_kind_); }) {
  total_.ExpireAfter(total);
}

void CallGuard::LimitWait(std::chrono::milliseconds limit, ErrorKind kind) {
  wait_kind_ = kind;
  if (!ended_) wait_.ExpireAfter(limit);
}

void CallGuard::LiftLimit() { wait_.Disarm(); }

void CallGuard::End(ErrorKind kind) {
  if (ended_) return;
  ended_ = kind;
  total_.Disarm();
  wait_.Disarm();
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

}  // namespace hermes::gateway::upstream
