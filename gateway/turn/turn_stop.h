#ifndef GATEWAY_TURN_TURN_STOP_H_
#define GATEWAY_TURN_TURN_STOP_H_

#include <functional>
#include <list>

namespace hermes::gateway {

// Why a turn is cut short.
enum class StopReason {
  kNone,
  kClientGone,   // nobody is there to read the answer
  kStopCommand,  // /stop, /new or /reset on the same session
  kDraining,     // the gateway ends and waits no longer
  kTooLong,      // the answer has become longer than can be kept
};

// The one way to end a turn from outside of it. Belongs to the loop's thread.
//
// Whoever waits for something within a turn registers what ends that wait:
//   const TurnStop::Registration cancel =
//       stop.OnRequest([&] { socket.cancel(); });
//   co_await ...;
//   if (stop.requested()) ...
class TurnStop {
 public:
  // Calls its callback at most once, and never after it has been destroyed.
  class Registration {
   public:
    Registration() = default;
    Registration(Registration&& other) noexcept;
    Registration& operator=(Registration&& other) noexcept;
    ~Registration();

   private:
    friend class TurnStop;
    Registration(TurnStop* stop, std::list<std::function<void()>>::iterator at)
        : stop_(stop), at_(at) {}
    void Release();

    TurnStop* stop_ = nullptr;
    std::list<std::function<void()>>::iterator at_;
  };

  TurnStop() = default;
  TurnStop(const TurnStop&) = delete;
  TurnStop& operator=(const TurnStop&) = delete;

  // The first reason is the one that stays; callbacks run before it returns.
  void Request(StopReason reason);

  bool requested() const { return reason_ != StopReason::kNone; }
  StopReason reason() const { return reason_; }

  // `callback` may destroy its own registration, and no other. Where the stop
  // has been requested already it is called at once. The registration must
  // not outlive this object.
  [[nodiscard]] Registration OnRequest(std::function<void()> callback);

 private:
  StopReason reason_ = StopReason::kNone;
  std::list<std::function<void()>> callbacks_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_TURN_STOP_H_
