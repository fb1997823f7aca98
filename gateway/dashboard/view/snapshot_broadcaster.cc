#include "gateway/dashboard/view/snapshot_broadcaster.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>
#include <optional>
#include <utility>

#include "gateway/dashboard/view/gateway_status.h"

namespace hermes::gateway::dashboard {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

// Waits until the timer expires or is cancelled; the caller cannot tell which.
asio::awaitable<void> Wait(asio::steady_timer& timer) {
  boost::system::error_code cancelled;
  co_await timer.async_wait(
      asio::redirect_error(asio::use_awaitable, cancelled));
}

}  // namespace

SnapshotBroadcaster::SnapshotBroadcaster(asio::io_context& io, Worker& worker,
                                         std::function<Survey()> make,
                                         Settings settings)
    : io_(io),
      worker_(worker),
      make_(std::move(make)),
      settings_(settings),
      changed_(io, Clock::time_point::max()),
      refreshed_(io, Clock::time_point::max()),
      pause_(io) {}

bool SnapshotBroadcaster::IsGood() const {
  return taken_after_ == expiries_ &&
         Clock::now() - taken_at_ <= settings_.good_for;
}

asio::awaitable<SnapshotBroadcaster::Look> SnapshotBroadcaster::Current() {
  if (IsGood()) co_return look_;
  bool made;
  do {
    made = co_await Refresh();
  } while (made && taken_after_ != expiries_);
  co_return look_;
}

// Only one poll runs at a time; callers that come meanwhile wait for it.
asio::awaitable<bool> SnapshotBroadcaster::Refresh() {
  if (refreshing_) {
    while (refreshing_) co_await Wait(refreshed_);
    co_return true;
  }
  refreshing_ = true;
  const int64_t begun_after = expiries_;
  std::optional<Survey> survey = co_await worker_.Run<Survey>(make_);
  refreshing_ = false;
  if (survey.has_value()) {
    taken_after_ = begun_after;
    Take(*survey);
  }
  refreshed_.cancel();
  co_return survey.has_value();
}

void SnapshotBroadcaster::Take(const Survey& survey) {
  taken_at_ = Clock::now();
  boost::json::object document = ProfilesDocument(survey);
  look_.document = boost::json::serialize(document);
  look_.status = GatewayStatus(survey);
  std::string fingerprint = FingerprintOf(std::move(document));
  if (fingerprint == fingerprint_) return;
  fingerprint_ = std::move(fingerprint);
  ++look_.version;
  changed_.cancel();
}

void SnapshotBroadcaster::Watch() {
  ++watchers_;
  if (std::exchange(keeping_, true)) return;
  asio::co_spawn(io_, Keep(), asio::detached);
}

asio::awaitable<void> SnapshotBroadcaster::Keep() {
  while (watchers_ > 0) {
    co_await Current();
    pause_.expires_after(settings_.interval);
    co_await Wait(pause_);
  }
  keeping_ = false;
}

asio::awaitable<void> SnapshotBroadcaster::Next(int64_t seen,
                                                Clock::time_point until) {
  if (look_.version != seen || Clock::now() >= until) co_return;
  // A separate timer, because cancelling `changed_` ends the waits of all
  // callers.
  asio::steady_timer limit(io_, until);
  limit.async_wait([this](const boost::system::error_code& error) {
    if (!error) changed_.cancel();
  });
  co_await Wait(changed_);
}

void SnapshotBroadcaster::Expire() {
  ++expiries_;
  pause_.cancel();
}

}  // namespace hermes::gateway::dashboard
