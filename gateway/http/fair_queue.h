#ifndef GATEWAY_HTTP_FAIR_QUEUE_H_
#define GATEWAY_HTTP_FAIR_QUEUE_H_

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <list>
#include <memory>

namespace hermes::gateway::http {

// Bounds what many connections together do in one pass of the event loop over
// its ready handlers, so that accepting, timers and other connections have
// their turn soon, however many connections always have bytes to be handled.
// Each piece of work is a step; a member asks before it does one. Steps beyond
// a pass's share wait for the next passes, in the order they were asked for.
// For one thread. May be destroyed before its members.
class FairQueue {
 private:
  struct State;

 public:
  // The steps of all members together in one pass, once there are more than
  // kFewMembers. So few do not hold a pass up, and their steps cost nothing.
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

    // Takes a step of this pass; returns false if the caller has to
    // AwaitStep().
    bool TryStep();
    // Waits until a step was taken, or until Leave(). One call at a time.
    boost::asio::awaitable<void> AwaitStep();
    // Ends a pending AwaitStep() in the next pass.
    void Leave();

   private:
    friend struct State;

    const std::shared_ptr<State> state_;
    boost::asio::steady_timer wait_;  // never expires; its end is the step
    std::list<Member*>::iterator at_;
    bool waiting_ = false;
  };

 private:
  const std::shared_ptr<State> state_;
};

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_FAIR_QUEUE_H_
