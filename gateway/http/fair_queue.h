#ifndef GATEWAY_HTTP_FAIR_QUEUE_H_
#define GATEWAY_HTTP_FAIR_QUEUE_H_

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <list>
#include <memory>

namespace hermes::gateway::http {

// Limits the work that many connections together do in one pass of the event
// loop over its ready handlers. Accepting, timers and other connections then
// run soon, even if many connections always have bytes to be handled. A piece
// of work is a step; a member asks before each step. Steps beyond the limit of
// a pass wait for the next passes, in the order in which members asked. Not
// thread-safe. May be destroyed before its members.
class FairQueue {
 private:
  struct State;

 public:
  // The limit on the steps of all members together in one pass. It applies only
  // if there are more than kFewMembers: fewer do not delay a pass noticeably.
  static constexpr int kStepsPerPass = 16;
  static constexpr int kFewMembers = 128;

  FairQueue();

  // One connection. Must be destroyed before the executor's context.
  class Member {
   public:
    Member(const FairQueue& queue,
           const boost::asio::any_io_executor& executor);
    Member(const Member&) = delete;
    Member& operator=(const Member&) = delete;
    ~Member();

    // Takes a step of this pass. Returns false if the caller must call
    // AwaitStep() instead.
    bool TryStep();
    // Waits for a step, or until Leave() is called. Only one call at a time.
    boost::asio::awaitable<void> AwaitStep();
    // Makes a pending AwaitStep() return in the next pass.
    void Leave();

   private:
    friend struct State;

    const std::shared_ptr<State> state_;
    boost::asio::steady_timer wait_;  // never expires; cancelled for the step
    std::list<Member*>::iterator at_;
    bool waiting_ = false;
  };

 private:
  const std::shared_ptr<State> state_;
};

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_FAIR_QUEUE_H_
