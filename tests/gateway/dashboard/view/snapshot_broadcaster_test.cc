#include "gateway/dashboard/view/snapshot_broadcaster.h"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "shim/manager/slot_state.h"
#include "tests/gateway/loop/coroutines.h"

namespace hermes::gateway::dashboard {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using std::chrono::hours;
using std::chrono::milliseconds;

// Simulates and counts polls. The test's thread and the worker's thread share
// it.
class Looks {
 public:
  Survey Make() {
    const int look = ++made_;
    std::shared_future<void> gate;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      gate = gate_;
    }
    Survey survey = At(look);
    if (gate.valid()) gate.wait();
    return survey;
  }
  int made() const { return made_; }
  // Makes each poll wait for `gate` after it has read the state.
  void WaitFor(const std::shared_future<void>& gate) {
    const std::lock_guard<std::mutex> lock(mutex_);
    gate_ = gate;
  }
  // Sets `not_supervised_because` of the next polls.
  void Say(const std::string& reason) {
    const std::lock_guard<std::mutex> lock(mutex_);
    reason_ = reason;
  }

 private:
  Survey At(int look) {
    Survey survey;
    const std::lock_guard<std::mutex> lock(mutex_);
    survey.not_supervised_because = reason_;
    survey.profiles.emplace_back();
    survey.profiles[0].report.profile = "default";
    survey.profiles[0].report.view.state = SlotState::kDown;
    // A change of only this member does not count.
    survey.profiles[0].report.view.status.seconds_since_change = look;
    return survey;
  }

  std::atomic<int> made_ = 0;
  std::mutex mutex_;
  std::shared_future<void> gate_;
  std::string reason_ = "first";
};

class SnapshotBroadcasterTest : public testing::Test {
 protected:
  // By default the broadcaster does not poll because time passes.
  void Start(SnapshotBroadcaster::Settings settings = {hours(1), hours(1)},
             size_t most_waiting = 8) {
    worker_ = std::make_unique<Worker>(io_, most_waiting);
    feed_ = std::make_unique<SnapshotBroadcaster>(
        io_, *worker_, [looks = looks_] { return looks->Make(); }, settings);
  }

  asio::awaitable<void> Ask(std::vector<SnapshotBroadcaster::Look>& looks) {
    const SnapshotBroadcaster::Look look = co_await feed_->Current();
    looks.push_back(look);
  }
  // Appends every new version's document until there are `most`.
  asio::awaitable<void> Follow(size_t most, std::vector<std::string>& seen) {
    const SnapshotBroadcaster::Watching watching(*feed_);
    SnapshotBroadcaster::Look look = co_await feed_->Current();
    seen.push_back(look.document);
    while (seen.size() < most) {
      co_await feed_->Next(look.version, Clock::now() + hours(1));
      if (feed_->latest().version == look.version) continue;
      look = feed_->latest();
      seen.push_back(look.document);
    }
  }
  asio::awaitable<void> WaitFor(int64_t seen, Clock::time_point until,
                                int& done) {
    const SnapshotBroadcaster::Watching watching(*feed_);
    co_await feed_->Next(seen, until);
    ++done;
  }

  std::shared_ptr<Looks> looks_ = std::make_shared<Looks>();
  asio::io_context io_;
  std::unique_ptr<Worker> worker_;
  std::unique_ptr<SnapshotBroadcaster> feed_;
  Coroutines coroutines_{io_};
};

TEST_F(SnapshotBroadcasterTest, DoesNotPollWithoutRequests) {
  Start({milliseconds(0), milliseconds(1)});
  coroutines_.RunSome();
  EXPECT_EQ(looks_->made(), 0);
}

TEST_F(SnapshotBroadcasterTest, SharesFreshSnapshot) {
  Start();
  std::vector<SnapshotBroadcaster::Look> seen;
  for (int i = 0; i < 5; ++i) coroutines_.Start(Ask(seen));
  ASSERT_TRUE(coroutines_.RunToEnd());
  coroutines_.Start(Ask(seen));
  ASSERT_TRUE(coroutines_.RunToEnd());
  EXPECT_EQ(looks_->made(), 1);
  ASSERT_EQ(seen.size(), 6u);
  for (const SnapshotBroadcaster::Look& look : seen) {
    EXPECT_EQ(look.version, 1);
    EXPECT_EQ(look.status.at("profiles_total"), 1);
    EXPECT_EQ(look.status.at("health"), "down");
    EXPECT_TRUE(absl::StrContains(look.document, "\"first\""));
  }
}

TEST_F(SnapshotBroadcasterTest, PollsAgainIfSnapshotIsOld) {
  Start({milliseconds(-1), hours(1)});
  std::vector<SnapshotBroadcaster::Look> seen;
  for (int i = 0; i < 2; ++i) {
    coroutines_.Start(Ask(seen));
    ASSERT_TRUE(coroutines_.RunToEnd());
  }
  EXPECT_EQ(looks_->made(), 2);
  // Only a time has changed, so the text differs, but not the version.
  EXPECT_NE(seen[0].document, seen[1].document);
  EXPECT_EQ(seen[0].version, seen[1].version);
}

TEST_F(SnapshotBroadcasterTest, NotifiesSubscribersOnlyOfChanges) {
  Start({milliseconds(0), milliseconds(1)});
  std::vector<std::string> seen;
  coroutines_.Start(Follow(2, seen));
  ASSERT_TRUE(coroutines_.RunUntil([&] { return looks_->made() >= 5; }));
  EXPECT_EQ(seen.size(), 1u);
  looks_->Say("second");
  ASSERT_TRUE(coroutines_.RunToEnd());
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_TRUE(absl::StrContains(seen[1], "\"second\""));
}

TEST_F(SnapshotBroadcasterTest, PollsOnceForManySubscribers) {
  Start({hours(1), hours(1)});
  std::vector<std::string> seen;
  for (int i = 0; i < 50; ++i) coroutines_.Start(Follow(1, seen));
  ASSERT_TRUE(coroutines_.RunToEnd());
  EXPECT_EQ(seen.size(), 50u);
  EXPECT_EQ(looks_->made(), 1);
}

TEST_F(SnapshotBroadcasterTest, StopsPollingWithoutSubscribers) {
  Start({milliseconds(0), milliseconds(1)});
  std::vector<std::string> seen;
  coroutines_.Start(Follow(1, seen));
  ASSERT_TRUE(coroutines_.RunToEnd());
  // The poll under way ends; then the loop is idle.
  ASSERT_TRUE(coroutines_.RunUntil([&] {
    const int before = looks_->made();
    io_.run_one_for(milliseconds(100));
    return io_.run_one_for(milliseconds(100)) == 0 && looks_->made() == before;
  }));
  // Polling resumes with the next subscriber.
  coroutines_.Start(Follow(2, seen));
  ASSERT_TRUE(coroutines_.RunToEnd());
}

TEST_F(SnapshotBroadcasterTest, EndsWaitAtItsDeadline) {
  Start();
  std::vector<SnapshotBroadcaster::Look> seen;
  coroutines_.Start(Ask(seen));
  ASSERT_TRUE(coroutines_.RunToEnd());
  int done = 0;
  coroutines_.Start(WaitFor(1, Clock::now() + milliseconds(20), done));
  coroutines_.Start(WaitFor(1, Clock::now() - milliseconds(1), done));
  coroutines_.Start(
      WaitFor(0, Clock::now() + hours(1), done));  // has changed already
  ASSERT_TRUE(coroutines_.RunToEnd());
  EXPECT_EQ(done, 3);
}

TEST_F(SnapshotBroadcasterTest, WakeEndsEveryWait) {
  Start();
  std::vector<SnapshotBroadcaster::Look> seen;
  coroutines_.Start(Ask(seen));
  ASSERT_TRUE(coroutines_.RunToEnd());
  int done = 0;
  for (int i = 0; i < 3; ++i) {
    coroutines_.Start(WaitFor(1, Clock::now() + hours(1), done));
  }
  coroutines_.RunSome();
  EXPECT_EQ(done, 0);
  feed_->Wake();
  ASSERT_TRUE(coroutines_.RunToEnd());
  EXPECT_EQ(done, 3);
}

TEST_F(SnapshotBroadcasterTest, PollsAtOnceAfterExpire) {
  Start();
  std::vector<std::string> seen;
  coroutines_.Start(Follow(2, seen));
  ASSERT_TRUE(coroutines_.RunUntil([&] { return seen.size() == 1; }));
  coroutines_.RunSome();
  looks_->Say("second");
  feed_->Expire();
  ASSERT_TRUE(coroutines_.RunToEnd());
  EXPECT_TRUE(absl::StrContains(seen[1], "\"second\""));
}

// A request after an operation must not get an older snapshot.
TEST_F(SnapshotBroadcasterTest, IgnoresPollThatBeganBeforeExpire) {
  Start();
  std::promise<void> release;
  looks_->WaitFor(release.get_future().share());
  std::vector<SnapshotBroadcaster::Look> before;
  std::vector<SnapshotBroadcaster::Look> after;
  coroutines_.Start(Ask(before));
  ASSERT_TRUE(coroutines_.RunUntil([&] { return looks_->made() == 1; }));
  looks_->Say("second");
  feed_->Expire();
  coroutines_.Start(Ask(after));
  coroutines_.RunSome();
  looks_->WaitFor({});
  release.set_value();
  ASSERT_TRUE(coroutines_.RunToEnd());
  ASSERT_EQ(after.size(), 1u);
  EXPECT_TRUE(absl::StrContains(after[0].document, "\"second\""))
      << after[0].document;
}

// The worker refuses the poll because too many calls wait. The caller gets the
// latest snapshot; version 0 means that there is none.
TEST_F(SnapshotBroadcasterTest, ReturnsVersionZeroIfWorkerIsTooBusy) {
  Start({hours(1), hours(1)}, 0);
  std::vector<SnapshotBroadcaster::Look> seen;
  coroutines_.Start(Ask(seen));
  ASSERT_TRUE(coroutines_.RunToEnd());
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].version, 0);
  EXPECT_EQ(seen[0].document, "");
  EXPECT_EQ(looks_->made(), 0);
}

}  // namespace
}  // namespace hermes::gateway::dashboard
