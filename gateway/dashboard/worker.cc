#include "gateway/dashboard/worker.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace hermes::gateway {

struct Worker::State {
  explicit State(size_t most) : most_waiting(most) {}
  const size_t most_waiting;
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::function<void()>> calls;
  bool ended = false;
};

Worker::Worker(boost::asio::io_context& io, size_t most_waiting)
    : io_(io), state_(std::make_shared<State>(most_waiting)) {
  std::thread([state = state_] { Work(state); }).detach();
}

Worker::~Worker() {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  state_->ended = true;
  state_->calls.clear();
  state_->changed.notify_one();
}

bool Worker::Post(std::function<void()> call) {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  if (state_->calls.size() >= state_->most_waiting) return false;
  state_->calls.push_back(std::move(call));
  state_->changed.notify_one();
  return true;
}

void Worker::Work(const std::shared_ptr<State>& state) {
  std::unique_lock<std::mutex> lock(state->mutex);
  for (;;) {
    state->changed.wait(lock,
                        [&] { return state->ended || !state->calls.empty(); });
    if (state->ended) return;
    std::function<void()> call = std::move(state->calls.front());
    state->calls.pop_front();
    lock.unlock();
    call();
    // What it holds may belong to the loop; not under the mutex.
    call = nullptr;
    lock.lock();
  }
}

}  // namespace hermes::gateway
