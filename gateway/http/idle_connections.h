#ifndef GATEWAY_HTTP_IDLE_CONNECTIONS_H_
#define GATEWAY_HTTP_IDLE_CONNECTIONS_H_

#include <functional>
#include <list>
#include <utility>

namespace hermes::gateway {

// The connections of a server that nothing is owed to: no whole request header
// has come. Where there is no place left for a new client, the one that has
// been idle longest makes room, so that clients which connect and say nothing
// keep nobody out. For one thread; must outlive its places.
class IdleConnections {
 public:
  // Keeps a connection listed until it is destroyed.
  class Place {
   public:
    Place(IdleConnections& list, std::function<void()> close)
        : list_(list),
          at_(list.closers_.insert(list.closers_.end(), std::move(close))) {}
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() { list_.closers_.erase(at_); }

   private:
    IdleConnections& list_;
    std::list<std::function<void()>>::iterator at_;
  };

  // Closes the one that is idle longest; false if none is. `close` must not
  // destroy a place before it returns. It may be called again.
  bool CloseOldest() {
    if (closers_.empty()) return false;
    closers_.splice(closers_.end(), closers_, closers_.begin());
    closers_.back()();
    return true;
  }

  // While a client waits for a place: a connection that has served its request
  // is not kept for another one.
  void set_room_wanted(bool wanted) { room_wanted_ = wanted; }
  bool room_wanted() const { return room_wanted_; }

 private:
  std::list<std::function<void()>> closers_;
  bool room_wanted_ = false;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_HTTP_IDLE_CONNECTIONS_H_
