#include "gateway/http/fair_queue.h"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>

namespace hermes::gateway::http {

namespace asio = boost::asio;

struct FairQueue::State : std::enable_shared_from_this<State> {
  std::list<Member*> waiting;
  int members = 0;
  int left = kStepsPerPass;
  bool pass_is_due = false;

  bool Take(const asio::any_io_executor& executor) {
    if (members <= kFewMembers) return true;
    const bool taken = left > 0 && waiting.empty();
    if (taken) --left;
    EndPassLater(executor);
    return taken;
  }

  // Ends the pass with a posted handler, which runs after all handlers that are
  // ready now.
  void EndPassLater(const asio::any_io_executor& executor) {
    if (pass_is_due) return;
    pass_is_due = true;
    asio::post(executor, [self = shared_from_this(), executor] {
      self->pass_is_due = false;
      self->BeginPass(executor);
    });
  }

  void BeginPass(const asio::any_io_executor& executor) {
    for (left = kStepsPerPass; left > 0 && !waiting.empty(); --left) {
      waiting.front()->Leave();
    }
    if (left < kStepsPerPass) EndPassLater(executor);
  }
};

FairQueue::FairQueue() : state_(std::make_shared<State>()) {}

FairQueue::Member::Member(const FairQueue& queue,
                          const asio::any_io_executor& executor)
    : state_(queue.state_),
      wait_(executor, asio::steady_timer::time_point::max()) {
  ++state_->members;
}

FairQueue::Member::~Member() {
  Leave();
  --state_->members;
}

bool FairQueue::Member::TryStep() { return state_->Take(wait_.get_executor()); }

asio::awaitable<void> FairQueue::Member::AwaitStep() {
  at_ = state_->waiting.insert(state_->waiting.end(), this);
  waiting_ = true;
  boost::system::error_code cancelled;
  co_await wait_.async_wait(
      asio::redirect_error(asio::use_awaitable, cancelled));
}

void FairQueue::Member::Leave() {
  if (!waiting_) return;
  waiting_ = false;
  state_->waiting.erase(at_);
  wait_.cancel();
}

}  // namespace hermes::gateway::http
