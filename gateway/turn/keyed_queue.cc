#include "gateway/turn/keyed_queue.h"

#include <boost/asio/this_coro.hpp>
#include <utility>

#include "absl/status/status.h"

namespace hermes::gateway {

namespace asio = boost::asio;

asio::awaitable<absl::StatusOr<std::unique_ptr<KeyedQueue::Place>>>
KeyedQueue::Enter(std::string key, TurnStop& stop) {
  const auto [at, is_first] = lines_.try_emplace(key);
  if (is_first) co_return std::make_unique<Place>(this, std::move(key));
  Line& line = at->second;
  if (line.size() >= kMostWaiting) {
    co_return absl::ResourceExhaustedError(
        "too many requests wait for this session");
  }
  const auto granted =
      std::make_shared<AsyncEvent>(co_await asio::this_coro::executor);
  const auto own = line.insert(line.end(), granted);
  ++waiting_;
  co_await granted->Wait(stop);
  --waiting_;
  // If the place was granted although the stop was requested too, return it:
  // its destructor passes it on.
  if (granted->is_set()) {
    co_return std::make_unique<Place>(this, std::move(key));
  }
  line.erase(own);
  co_return absl::CancelledError("stopped while waiting");
}

void KeyedQueue::Leave(const std::string& key) {
  const auto at = lines_.find(key);
  if (at->second.empty()) {
    lines_.erase(at);
    return;
  }
  const std::shared_ptr<AsyncEvent> next = at->second.front();
  at->second.pop_front();
  next->Set();
}

}  // namespace hermes::gateway
