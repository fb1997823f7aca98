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

// Lets one caller at a time continue for each key, in the order of arrival. Use
// it on one event loop. Must outlive its places and the waiting callers.
class KeyedQueue {
 public:
  // How many callers may wait for one key.
  static constexpr size_t kMostWaiting = 16;

  // The right to continue. Its destructor passes it to the next waiting caller.
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

  // Waits for the place. Errors: ResourceExhausted at once if too many callers
  // wait, Cancelled if `stop` is requested first.
  boost::asio::awaitable<absl::StatusOr<std::unique_ptr<Place>>> Enter(
      std::string key, TurnStop& stop);

  size_t waiting() const { return waiting_; }

 private:
  using Line = std::list<std::shared_ptr<AsyncEvent>>;

  void Leave(const std::string& key);

  std::map<std::string, Line> lines_;  // one for each key whose place is taken
  size_t waiting_ = 0;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_KEYED_QUEUE_H_
