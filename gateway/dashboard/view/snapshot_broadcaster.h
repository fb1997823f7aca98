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

namespace hermes::gateway::dashboard {

// Polls once and shares the snapshot with every subscriber. The worker's thread
// makes the snapshot, which stays fresh for `good_for`. While there is at least
// one subscriber (Watching), it polls every `interval`; otherwise only on
// request. For one event loop.
class SnapshotBroadcaster {
 public:
  struct Settings {
    std::chrono::milliseconds good_for{250};
    std::chrono::milliseconds interval{750};  // while there are subscribers
  };

  // `make` polls. It is called in the worker's thread and must stay callable
  // until the process ends.
  SnapshotBroadcaster(boost::asio::io_context& io, Worker& worker,
                      std::function<Survey()> make, Settings settings);

  // A snapshot; `document` is the serialised ProfilesDocument(). Version 0
  // means that there is none yet, because the worker is too busy.
  struct Look {
    std::string document;
    int64_t version = 0;         // rises when more than times has changed
    boost::json::object status;  // GatewayStatus() of the same poll
  };
  // Returns a fresh snapshot; polls first if the latest one is too old or
  // expired. If the worker is too busy, returns the latest one.
  boost::asio::awaitable<Look> Current();

  // A subscription: while it lives, the broadcaster keeps polling.
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

  // Completes when the version is not `seen`, when `until` has passed, or when
  // Wake() is called. The caller must hold a Watching.
  boost::asio::awaitable<void> Next(
      int64_t seen, std::chrono::steady_clock::time_point until);
  const Look& latest() const { return look_; }

  // Ends every Next(), so that each caller checks what else has changed.
  void Wake() { changed_.cancel(); }
  // Call this after an operation: Current() then ignores polls that began
  // before, and the broadcaster polls for its subscribers at once.
  void Expire();

 private:
  void Watch();
  boost::asio::awaitable<void> Keep();
  bool IsGood() const;
  // Polls, or waits for the poll under way. Returns false if the worker is too
  // busy.
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
  int64_t taken_after_ = -1;  // `expiries_` when the latest poll began
  bool refreshing_ = false;
  bool keeping_ = false;
  int watchers_ = 0;
  boost::asio::steady_timer changed_;    // cancelled with each new version
  boost::asio::steady_timer refreshed_;  // cancelled after each poll
  boost::asio::steady_timer pause_;
};

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_VIEW_SNAPSHOT_BROADCASTER_H_
