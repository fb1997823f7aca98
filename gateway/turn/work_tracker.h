#ifndef GATEWAY_TURN_WORK_TRACKER_H_
#define GATEWAY_TURN_WORK_TRACKER_H_

#include <functional>
#include <memory>
#include <utility>

namespace hermes::gateway {

// Counts the work in progress, so that a drain can wait for it. Not
// thread-safe. Must outlive its tokens.
class WorkTracker {
 public:
  // One piece of work, which is in progress until the token is destroyed.
  class Token {
   public:
    explicit Token(WorkTracker* tracker) : tracker_(tracker) {}
    Token(const Token&) = delete;
    Token& operator=(const Token&) = delete;
    ~Token() { tracker_->Finish(); }

   private:
    WorkTracker* tracker_;
  };

  // `on_change` is called whenever the amount of work in progress changes.
  explicit WorkTracker(std::function<void()> on_change = [] {})
      : on_change_(std::move(on_change)) {}

  // Begins a piece of work. Returns nullptr while new work is refused.
  std::unique_ptr<Token> Begin();

  // Refuses new work until it is called with false. Work in progress continues.
  void Pause(bool paused) { paused_ = paused; }

  // Refuses new work from now on, and calls `on_idle` once, as soon as no work
  // is in progress. This may happen within this call.
  void Drain(std::function<void()> on_idle);

  int active() const { return active_; }
  bool draining() const { return draining_; }
  bool paused() const { return paused_; }

 private:
  void Finish();
  void NotifyIfIdle();

  const std::function<void()> on_change_;
  int active_ = 0;
  bool draining_ = false;
  bool paused_ = false;
  std::function<void()> on_idle_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_WORK_TRACKER_H_
