#ifndef GATEWAY_UPSTREAM_CALL_GUARD_H_
#define GATEWAY_UPSTREAM_CALL_GUARD_H_

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <functional>
#include <optional>

#include "gateway/loop/deadline.h"
#include "gateway/upstream/error.h"

namespace hermes::gateway::upstream {

// Ends the waits of one call to an upstream from outside: when its time limit
// expires, or when End() is called. Use only on the loop's thread.
//
// A coroutine sets how its wait can be ended, and checks afterwards:
//   guard.OnEnd([&] { socket.close(); });
//   co_await ...;
//   if (guard.ended()) co_return Error{*guard.ended()};
class CallGuard {
 public:
  // Limits the call to `total`, from now on.
  CallGuard(const boost::asio::any_io_executor& executor,
            std::chrono::milliseconds total);
  CallGuard(const CallGuard&) = delete;
  CallGuard& operator=(const CallGuard&) = delete;

  // Ends the call with `kind` unless LiftLimit() is called within `limit`.
  // Replaces the previous limit. Cheap enough for each read.
  void LimitWait(std::chrono::milliseconds limit, ErrorKind kind);
  // Removes the limit of LimitWait().
  void LiftLimit();

  // Ends the call. Only the first call's `kind` counts.
  void End(ErrorKind kind);
  std::optional<ErrorKind> ended() const { return ended_; }

  // Sets the function that ends the current wait; null removes it. It is called
  // at most once, and at once if the call has ended already.
  void OnEnd(std::function<void()> hook);

 private:
  Deadline total_;
  Deadline wait_;
  ErrorKind wait_kind_ = ErrorKind::kIdleTimeout;
  std::optional<ErrorKind> ended_;
  std::function<void()> hook_;
};

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_CALL_GUARD_H_
