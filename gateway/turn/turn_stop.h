#ifndef GATEWAY_TURN_TURN_STOP_H_
#define GATEWAY_TURN_TURN_STOP_H_

#include <functional>
#include <list>

namespace hermes::gateway {

// Why a turn is stopped.
enum class StopReason {
  kNone,
  kClientGone,   // the client has closed its connection
  kStopCommand,  // /stop, /new or /reset in the same session
  kDraining,     // the gateway is ending and does not wait any longer
  kTooLong,      // the answer exceeds the limit of its length
};

// The only way to end a turn from outside. Use it on the event loop's thread.
//
// Code that waits within a turn registers a callback that ends its wait:
//   const TurnStop::Registration cancel =
//       stop.OnRequest([&] { socket.cancel(); });
//   co_await ...;
//   if (stop.requested()) ...
class TurnStop {
 public:
  // Keeps a callback registered. The callback is called at most once, and never
  // after the registration was destroyed.
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

  // Requests the stop and runs the callbacks before it returns. Only the first
  // reason counts.
  void Request(StopReason reason);

  bool requested() const { return reason_ != StopReason::kNone; }
  StopReason reason() const { return reason_; }

  // Registers `callback`, or calls it at once if the stop was already
  // requested. `callback` may destroy its own registration, but no other. The
  // registration must not outlive this object.
  [[nodiscard]] Registration OnRequest(std::function<void()> callback);

 private:
  StopReason reason_ = StopReason::kNone;
  std::list<std::function<void()>> callbacks_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_TURN_STOP_H_
