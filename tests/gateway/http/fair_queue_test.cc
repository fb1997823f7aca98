#include "gateway/http/fair_queue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <vector>

namespace hermes::gateway::http {
namespace {

namespace asio = boost::asio;

constexpr int kMany = FairQueue::kFewMembers + 40;
constexpr int kPasses = 100;

// A loop with members that always have another step to do.
class Busy {
 public:
  explicit Busy(int members) : steps_(members, 0) {
    for (int i = 0; i < members; ++i) {
      members_.push_back(
          std::make_unique<FairQueue::Member>(queue_, io_.get_executor()));
    }
    for (int i = 0; i < members; ++i) {
      asio::co_spawn(io_, Step(i), asio::detached);
    }
  }
  ~Busy() {
    over_ = true;
    for (const auto& member : members_) member->Leave();
    io_.run();
  }

  // Runs the handlers that are ready now once. Returns the number of steps that
  // were done.
  int Pass() {
    const int before = total();
    bool over = false;
    asio::post(io_, [&] { over = true; });
    while (!over) io_.run_one();
    return total() - before;
  }

  FairQueue::Member& member(int i) { return *members_[i]; }
  const std::vector<int>& steps() const { return steps_; }

 private:
  int total() const {
    int sum = 0;
    for (const int steps : steps_) sum += steps;
    return sum;
  }
  asio::awaitable<void> Step(int i) {
    while (!over_) {
      co_await asio::post(io_, asio::use_awaitable);
      if (!members_[i]->TryStep()) co_await members_[i]->AwaitStep();
      ++steps_[i];
    }
  }

  asio::io_context io_{1};
  FairQueue queue_;
  std::vector<std::unique_ptr<FairQueue::Member>> members_;
  std::vector<int> steps_;
  bool over_ = false;
};

TEST(FairQueueTest, LimitsTheStepsOfManyMembersInAPass) {
  Busy busy(kMany);
  busy.Pass();  // all of them begin
  for (int i = 0; i < kPasses; ++i) {
    EXPECT_LE(busy.Pass(), FairQueue::kStepsPerPass);
  }
}

TEST(FairQueueTest, LetsManyMembersTakeTurns) {
  Busy busy(kMany);
  for (int i = 0; i < kPasses; ++i) busy.Pass();
  const auto [least, most] =
      std::minmax_element(busy.steps().begin(), busy.steps().end());
  EXPECT_GE(*least, 1);
  EXPECT_LE(*most, *least + 1);
}

TEST(FairQueueTest, DoesNotLimitFewMembers) {
  Busy busy(FairQueue::kFewMembers);
  busy.Pass();
  EXPECT_EQ(busy.Pass(), FairQueue::kFewMembers);
}

TEST(FairQueueTest, EndsTheWaitOfAMemberThatLeaves) {
  Busy busy(kMany);
  busy.Pass();
  busy.Pass();
  const int last = kMany - 1;
  ASSERT_EQ(busy.steps()[last], 0);
  busy.member(last).Leave();
  busy.Pass();
  EXPECT_EQ(busy.steps()[last], 1);
}

TEST(FairQueueTest, DoesNotCountADestroyedMember) {
  asio::io_context io{1};
  const FairQueue queue;
  std::vector<std::unique_ptr<FairQueue::Member>> members;
  for (int i = 0; i < kMany; ++i) {
    members.push_back(
        std::make_unique<FairQueue::Member>(queue, io.get_executor()));
  }
  for (int i = 0; i < FairQueue::kStepsPerPass; ++i) {
    EXPECT_TRUE(members[0]->TryStep());
  }
  EXPECT_FALSE(members[0]->TryStep());
  members.resize(FairQueue::kFewMembers);
  EXPECT_TRUE(members[0]->TryStep());
  io.run();
}

}  // namespace
}  // namespace hermes::gateway::http
