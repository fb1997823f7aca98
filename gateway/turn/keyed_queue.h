#ifndef GATEWAY_TURN_KEYED_QUEUE_H_
#define GATEWAY_TURN_KEYED_QUEUE_H_

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "gateway/turn/async_event.h"
#include "gateway/turn/turn_stop.h"

namespace hermes::gateway {

// One at a time for each key, in the order in which they came. For one loop;
// must outlive its places and those that wait.
class KeyedQueue {
 public:
  // So many may wait for one key.
  static constexpr size_t kMostWaiting = 16;

  // The right to go on; the next one's, when it is destroyed.
  class Place {
   public:
    Place(KeyedQueue* queue, std::string key)
        : queue_(queue), key_(std::move(key)) {}
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() { queue_->Leave(key_); }

   private:
    KeyedQueue* queue_;
    std::string key_;
  };

  // Waits for the place. Errors: ResourceExhausted at once where too many
  // wait, Cancelled where `stop` was requested first.
  boost::asio::awaitable<absl::StatusOr<std::unique_ptr<Place>>> Enter(
      std::string key, TurnStop& stop);

  size_t waiting() const { return waiting_; }

 private:
  using Line = std::list<std::shared_ptr<AsyncEvent>>;

  void Leave(const std::string& key);

  std::map<std::string, Line> lines_;  // of each key that somebody has
  size_t waiting_ = 0;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_KEYED_QUEUE_H_
