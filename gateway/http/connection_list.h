#ifndef GATEWAY_HTTP_CONNECTION_LIST_H_
#define GATEWAY_HTTP_CONNECTION_LIST_H_

#include <functional>
#include <list>
#include <utility>

namespace hermes::gateway {

// Connections that are in the same situation, the one that has been in it
// longest first, and how each of them is closed. For one thread; must outlive
// its places.
class ConnectionList {
 public:
  // Keeps a connection listed until it is destroyed.
  class Place {
   public:
    Place(ConnectionList& list, std::function<void()> close)
        : list_(list),
          at_(list.closers_.insert(list.closers_.end(), std::move(close))) {}
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() { list_.closers_.erase(at_); }

   private:
    ConnectionList& list_;
    std::list<std::function<void()>>::iterator at_;
  };

  // Closing must not destroy a place before it returns; it may be asked for
  // again.

  // Closes the first one; false if there is none.
  bool CloseOldest() {
    if (closers_.empty()) return false;
    closers_.splice(closers_.end(), closers_, closers_.begin());
    closers_.back()();
    return true;
  }

  void CloseAll() {
    for (const std::function<void()>& close : closers_) close();
  }

 private:
  std::list<std::function<void()>> closers_;
};

// The connections of one server.
struct ConnectionLists {
  ConnectionList all;
  // No whole request has come, so that nothing is owed to them ...
  ConnectionList reading;
  // ... and not even a whole header has, or one that has been replied to: where
  // there is no place left for a new client, the one that has been idle longest
  // makes room, so that clients which connect and say nothing keep nobody out.
  ConnectionList idle;
  // A client waits for a place: a connection that has served its request is not
  // kept for another one.
  bool room_wanted = false;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_HTTP_CONNECTION_LIST_H_
