#ifndef GATEWAY_HTTP_CONNECTION_LIST_H_
#define GATEWAY_HTTP_CONNECTION_LIST_H_

#include <chrono>
#include <functional>
#include <list>
#include <utility>

namespace hermes::gateway::http {

// A list of connections that are in the same state, in the order in which they
// entered it, with a function to close each. Not thread-safe; must outlive its
// places.
class ConnectionList {
 public:
  using Clock = std::chrono::steady_clock;

 private:
  struct Entry {
    std::function<void()> close;
    Clock::time_point since;
    std::list<Entry>* in;  // the list that it is in
  };

 public:
  // Keeps a connection listed until it is destroyed.
  class Place {
   public:
    Place(ConnectionList& list, std::function<void()> close)
        : at_(list.entries_.insert(
              list.entries_.end(),
              {std::move(close), Clock::now(), &list.entries_})) {}
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() { at_->in->erase(at_); }

   private:
    std::list<Entry>::iterator at_;
  };

  // A function that closes a connection must not destroy a place before it
  // returns.

  // Closes the first connection of the list if it was listed at `latest` or
  // earlier; otherwise returns false. A connection that was closed does not
  // count again while its place still exists.
  bool CloseOldest(Clock::time_point latest = Clock::time_point::max()) {
    if (entries_.empty() || entries_.front().since > latest) return false;
    closed_.splice(closed_.end(), entries_, entries_.begin());
    closed_.back().in = &closed_;
    closed_.back().close();
    return true;
  }

  void CloseAll() {
    for (const Entry& entry : entries_) entry.close();
  }

 private:
  std::list<Entry> entries_;
  std::list<Entry> closed_;
};

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_CONNECTION_LIST_H_
