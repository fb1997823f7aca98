#ifndef GATEWAY_UPSTREAM_CALL_GUARD_H_
#define GATEWAY_UPSTREAM_CALL_GUARD_H_

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <functional>
#include <optional>

#include "gateway/loop/deadline.h"
#include "gateway/upstream/error.h"

namespace hermes::gateway::upstream {

// Ends the waits of one call to an upstream from outside of it: when its time
// is up, or when it is told to. Belongs to the loop's thread.
//
// Whoever waits says how his wait can be ended, and looks afterwards:
//   guard.OnEnd([&] { socket.close(); });
//   co_await ...;
//   if (guard.ended()) co_return Error{*guard.ended()};
class CallGuard {
 public:
  // The call may take `total`, from now on.
  CallGuard(const boost::asio::any_io_executor& executor,
            std::chrono::milliseconds total);
  CallGuard(const CallGuard&) = delete;
  CallGuard& operator=(const CallGuard&) = delete;

  // What is waited for now may take `limit`, else the call ends for `kind`.
  // Replaces the limit of before. Cheap enough for each read.
  void LimitWait(std::chrono::milliseconds limit, ErrorKind kind);
  // Nothing of the upstream is waited for now.
  void LiftLimit();

  // The first kind is the one that stays.
  void End(ErrorKind kind);
  std::optional<ErrorKind> ended() const { return ended_; }

  // What ends the wait of now on; null: nothing. It is called at most once,
  // and at once if the call has ended already.
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
