#include "gateway/loop/worker.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>

namespace hermes::gateway {

struct Worker::State {
  explicit State(size_t most) : most_waiting(most) {}
  const size_t most_waiting;
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::function<void()>> calls;
  std::optional<std::chrono::steady_clock::time_point> call_begun;
  bool ended = false;  // no call may start any more
  bool left = false;   // the thread has finished its last call
};

Worker::Worker(boost::asio::io_context& io, size_t most_waiting)
    : io_(io), state_(std::make_shared<State>(most_waiting)) {}

Worker::~Worker() {
  if (!Finish(std::chrono::milliseconds(0))) thread_.detach();
}

bool Worker::Finish(std::chrono::milliseconds limit) {
  {
    std::unique_lock<std::mutex> lock(state_->mutex);
    state_->ended = true;
    state_->calls.clear();
    if (!thread_.joinable()) return true;
    state_->changed.notify_all();
    if (!state_->changed.wait_for(lock, limit, [&] { return state_->left; })) {
      return false;
    }
  }
  thread_.join();
  return true;
}

std::chrono::milliseconds Worker::busy_for() const {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  if (!state_->call_begun.has_value()) return std::chrono::milliseconds(0);
  return std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - *state_->call_begun);
}

bool Worker::Post(std::function<void()> call) {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  if (state_->ended || state_->calls.size() >= state_->most_waiting ||
      !HasThread()) {
    return false;
  }
  state_->calls.push_back(std::move(call));
  state_->changed.notify_all();
  return true;
}

// Starts the thread unless it runs. Requires the mutex.
bool Worker::HasThread() {
  if (thread_.joinable()) return true;
  try {
    thread_ = std::thread([state = state_] { Work(state); });
  } catch (const std::system_error&) {
    return false;  // no room for another thread at present
  }
  return true;
}

void Worker::Work(const std::shared_ptr<State>& state) {
  std::unique_lock<std::mutex> lock(state->mutex);
  for (;;) {
    state->changed.wait(lock,
                        [&] { return state->ended || !state->calls.empty(); });
    if (state->ended) break;
    std::function<void()> call = std::move(state->calls.front());
    state->calls.pop_front();
    state->call_begun = std::chrono::steady_clock::now();
    lock.unlock();
    call();
    // Without the mutex: the destructor may run code of the loop's objects.
    call = nullptr;
    lock.lock();
    state->call_begun.reset();
  }
  state->left = true;
  state->changed.notify_all();
}

}  // namespace hermes::gateway
