#include "gateway/turn/work_tracker.h"

#include <utility>

namespace hermes::gateway {

std::unique_ptr<WorkTracker::Token> WorkTracker::Begin() {
  if (draining_ || paused_) return nullptr;
  ++active_;
  on_change_();
  return std::make_unique<Token>(this);
}

void WorkTracker::Drain(std::function<void()> on_idle) {
  draining_ = true;
  on_idle_ = std::move(on_idle);
  NotifyIfIdle();
}

void WorkTracker::Finish() {
  --active_;
  on_change_();
  NotifyIfIdle();
}

void WorkTracker::NotifyIfIdle() {
  if (active_ > 0 || on_idle_ == nullptr) return;
  std::exchange(on_idle_, nullptr)();
}

}  // namespace hermes::gateway
