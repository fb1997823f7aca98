#ifndef GATEWAY_DASHBOARD_VIEW_SNAPSHOT_BROADCASTER_H_
#define GATEWAY_DASHBOARD_VIEW_SNAPSHOT_BROADCASTER_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/object.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "gateway/dashboard/view/profiles_document.h"
#include "gateway/loop/worker.h"

namespace hermes::gateway {

// One look for all who want to know: a look is made in the worker's thread, and
// good for a while. As long as somebody watches a look is made again and again;
// otherwise nothing is done. For one loop.
class SnapshotBroadcaster {
 public:
  struct Settings {
    std::chrono::milliseconds good_for{250};
    std::chrono::milliseconds interval{750};  // while somebody watches
  };

  // `make` is called in the worker's thread, and must stay callable until the
  // process ends.
  SnapshotBroadcaster(boost::asio::io_context& io, Worker& worker,
                      std::function<Survey()> make, Settings settings);

  // The latest look; `document` is ProfilesDocument() of it. Version 0: none
  // could be made yet, because too much else is under way.
  struct Look {
    std::string document;
    int64_t version = 0;         // rises when more has changed than times
    boost::json::object status;  // GatewayStatus() of it
  };
  boost::asio::awaitable<Look> Current();

  // Keeps looks being made as long as it lives.
  class Watching {
   public:
    explicit Watching(SnapshotBroadcaster& feed) : feed_(feed) {
      feed_.Watch();
    }
    Watching(const Watching&) = delete;
    ~Watching() { --feed_.watchers_; }

   private:
    SnapshotBroadcaster& feed_;
  };

  // Done as soon as the version is another one than `seen`, `until` is over or
  // Wake() was called. For those who are Watching.
  boost::asio::awaitable<void> Next(
      int64_t seen, std::chrono::steady_clock::time_point until);
  const Look& latest() const { return look_; }

  // Ends every wait, of whoever waits: to look at what else has changed.
  void Wake() { changed_.cancel(); }
  // Something was done: looks begun before are good for nobody who asks from
  // now on, and for those who watch the next one is made at once.
  void Expire();

 private:
  void Watch();
  boost::asio::awaitable<void> Keep();
  bool IsGood() const;
  // False: no look can be made now.
  boost::asio::awaitable<bool> Refresh();
  void Take(const Survey& survey);

  boost::asio::io_context& io_;
  Worker& worker_;
  std::function<Survey()> make_;
  const Settings settings_;
  Look look_;
  std::string fingerprint_;
  std::chrono::steady_clock::time_point taken_at_;
  int64_t expiries_ = 0;
  int64_t taken_after_ = -1;  // what that was when the latest look was begun
  bool refreshing_ = false;
  bool keeping_ = false;
  int watchers_ = 0;
  boost::asio::steady_timer changed_;    // cancelled with each new version
  boost::asio::steady_timer refreshed_;  // cancelled with each look
  boost::asio::steady_timer pause_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_VIEW_SNAPSHOT_BROADCASTER_H_
