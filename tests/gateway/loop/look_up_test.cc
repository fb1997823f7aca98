#include "gateway/loop/look_up.h"

#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <vector>

#include "gateway/loop/worker.h"
#include "tests/gateway/loop/coroutines.h"

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

using Results = std::vector<std::optional<int>>;

constexpr std::chrono::minutes kLong{5};
constexpr milliseconds kShort{20};

asio::awaitable<void> Ask(LookUp<int>& look_up, Results& results) {
  const std::optional<int> result = co_await look_up.Ask();
  results.push_back(result);
}

// Look-ups that end when the test releases them; each returns its number.
class Gate {
 public:
  explicit Gate(asio::io_context& io) : worker_(io, 4) {}
  ~Gate() {
    Open();
    worker_.Finish(kLong);
  }

  LookUp<int> Make(asio::io_context& io, milliseconds patience) {
    return {io, worker_,
            [this] {
              const int number = ++begun_;
              started_.set_value();
              opened_.wait();
              return number;
            },
            patience};
  }
  void AwaitFirst() { started_.get_future().wait(); }
  void Open() {
    if (!is_open_) open_.set_value();
    is_open_ = true;
  }
  // Lets later look-ups proceed without waiting.
  void Forget() { started_ = std::promise<void>(); }

 private:
  Worker worker_;
  int begun_ = 0;
  bool is_open_ = false;
  std::promise<void> started_;
  std::promise<void> open_;
  std::shared_future<void> opened_ = open_.get_future().share();
};

// A look-up in progress may have read an older state.
TEST(LookUpTest, SharesResultWithEarlierCallers) {
  asio::io_context io;
  Coroutines coroutines(io);
  Gate gate(io);
  LookUp<int> look_up = gate.Make(io, kLong);
  Results first;
  Results others;
  coroutines.Start(Ask(look_up, first));
  coroutines.RunSome();
  gate.AwaitFirst();
  gate.Forget();
  for (int i = 0; i < 3; ++i) coroutines.Start(Ask(look_up, others));
  coroutines.RunSome();
  EXPECT_TRUE(first.empty());
  gate.Open();
  ASSERT_TRUE(coroutines.RunToEnd());
  EXPECT_EQ(first, Results{1});
  EXPECT_EQ(others, (Results{2, 2, 2}));
  EXPECT_EQ(look_up.silence().count(), 0);
}

TEST(LookUpTest, DoesNotBlockCallersIfItHangs) {
  asio::io_context io;
  Coroutines coroutines(io);
  Gate gate(io);
  LookUp<int> look_up = gate.Make(io, kShort);
  Results results;
  coroutines.Start(Ask(look_up, results));
  ASSERT_TRUE(coroutines.RunToEnd());
  gate.AwaitFirst();
  gate.Forget();
  // The time limit has passed for this caller as well.
  coroutines.Start(Ask(look_up, results));
  coroutines.RunSome();
  EXPECT_EQ(results, (Results{std::nullopt, std::nullopt}));
  EXPECT_FALSE(look_up.last().has_value());
  gate.Open();
  ASSERT_TRUE(coroutines.RunUntil([&] { return look_up.last().has_value(); }));
  EXPECT_EQ(look_up.last(), 1);
}

TEST(LookUpTest, KeepsLastResultWithoutNewOne) {
  asio::io_context io;
  Coroutines coroutines(io);
  std::optional<int> answer = 7;
  LookUp<int> look_up(
      io,
      [&answer]() -> asio::awaitable<std::optional<int>> { co_return answer; },
      kLong);
  Results results;
  coroutines.Start(Ask(look_up, results));
  ASSERT_TRUE(coroutines.RunToEnd());
  answer.reset();
  coroutines.Start(Ask(look_up, results));
  ASSERT_TRUE(coroutines.RunToEnd());
  EXPECT_EQ(results, (Results{7, std::nullopt}));
  EXPECT_EQ(look_up.last(), 7);
}

// The end of the loop must not destroy what a look-up in progress still uses.
TEST(LookUpTest, MayBeDestroyedWhileCallerWaits) {
  Results results;
  {
    asio::io_context io;
    Coroutines coroutines(io);
    Gate gate(io);
    LookUp<int> look_up = gate.Make(io, kLong);
    coroutines.Start(Ask(look_up, results));
    coroutines.RunSome();
    gate.AwaitFirst();
  }
  EXPECT_TRUE(results.empty());
}

TEST(LookUpTest, DescribesMissingAnswer) {
  EXPECT_EQ(DescribeNoAnswer(std::chrono::seconds(3)), "no answer for 3 s");
  EXPECT_EQ(DescribeNoAnswer(std::chrono::seconds(0)),
            "no thread for the look-up can be started");
}

}  // namespace
}  // namespace hermes::gateway
