#include "gateway/loop/worker.h"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/gateway/loop/coroutines.h"

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;

using Outcomes = std::vector<std::optional<int>>;

asio::awaitable<void> RunCall(Worker& worker, std::function<int()> call,
                              Outcomes& outcomes) {
  const std::optional<int> outcome = co_await worker.Run<int>(std::move(call));
  outcomes.push_back(outcome);
}

TEST(WorkerTest, RunsCallsInSeparateThreadInOrder) {
  asio::io_context io;
  Worker worker(io, 8);
  std::vector<std::thread::id> threads;
  Outcomes outcomes;
  Coroutines coroutines(io);
  for (int i = 0; i < 3; ++i) {
    coroutines.Start(RunCall(
        worker,
        [&threads, i] {
          threads.push_back(std::this_thread::get_id());
          return i;
        },
        outcomes));
  }
  ASSERT_TRUE(coroutines.RunToEnd());
  EXPECT_EQ(outcomes, (Outcomes{0, 1, 2}));
  ASSERT_EQ(threads.size(), 3u);
  EXPECT_NE(threads[0], std::this_thread::get_id());
  EXPECT_EQ(threads[0], threads[2]);
}

// A call in progress does not count as waiting.
TEST(WorkerTest, RejectsCallsBeyondLimitAtOnce) {
  asio::io_context io;
  Worker worker(io, 1);
  std::promise<void> started;
  std::promise<void> release;
  Outcomes first;
  Outcomes others;
  Coroutines coroutines(io);
  coroutines.Start(RunCall(
      worker,
      [&] {
        started.set_value();
        release.get_future().wait();
        return 1;
      },
      first));
  coroutines.RunSome();
  started.get_future().wait();
  for (int i = 2; i < 5; ++i) {
    coroutines.Start(RunCall(
        worker, [i] { return i; }, others));
  }
  coroutines.RunSome();
  EXPECT_EQ(others, (Outcomes{std::nullopt, std::nullopt}));
  EXPECT_TRUE(first.empty());
  release.set_value();
  ASSERT_TRUE(coroutines.RunToEnd());
  EXPECT_EQ(first, Outcomes{1});
  EXPECT_EQ(others, (Outcomes{std::nullopt, std::nullopt, 2}));
}

// Neither a hanging call nor the calls queued after it keep the process from
// ending, and none of them is touched after the loop is destroyed.
TEST(WorkerTest, AbandonsCallThatDoesNotEnd) {
  std::promise<void> started;
  auto release = std::make_shared<std::promise<void>>();
  auto ended = std::make_shared<std::promise<void>>();
  auto never = std::make_shared<int>(0);
  std::future<void> end = ended->get_future();
  Outcomes outcomes;
  {
    asio::io_context io;
    Worker worker(io, 8);
    Coroutines coroutines(io);
    coroutines.Start(RunCall(
        worker,
        [&started, release, ended] {
          started.set_value();
          release->get_future().wait();
          ended->set_value();
          return 1;
        },
        outcomes));
    coroutines.Start(RunCall(
        worker, [never] { return ++*never; }, outcomes));
    coroutines.RunSome();
    started.get_future().wait();
  }
  release->set_value();
  end.wait();
  EXPECT_TRUE(outcomes.empty());
  EXPECT_EQ(*never, 0);
}

TEST(WorkerTest, FinishWaitsOnlyForCurrentCall) {
  asio::io_context io;
  Worker worker(io, 8);
  std::promise<void> started;
  std::promise<void> release;
  std::atomic<bool> second_was_called = false;
  Outcomes outcomes;
  Coroutines coroutines(io);
  coroutines.Start(RunCall(
      worker,
      [&] {
        started.set_value();
        release.get_future().wait();
        return 1;
      },
      outcomes));
  coroutines.Start(RunCall(
      worker, [&] { return second_was_called = true, 2; }, outcomes));
  coroutines.RunSome();
  started.get_future().wait();
  EXPECT_FALSE(worker.Finish(std::chrono::milliseconds(1)));
  release.set_value();
  EXPECT_TRUE(worker.Finish(std::chrono::seconds(60)));
  EXPECT_TRUE(worker.Finish(std::chrono::milliseconds(0)));
  EXPECT_FALSE(second_was_called);
}

TEST(WorkerTest, RejectsCallsAfterFinish) {
  asio::io_context io;
  Worker worker(io, 8);
  ASSERT_TRUE(worker.Finish(std::chrono::seconds(60)));
  Outcomes outcomes;
  Coroutines coroutines(io);
  coroutines.Start(RunCall(
      worker, [] { return 1; }, outcomes));
  ASSERT_TRUE(coroutines.RunToEnd());
  EXPECT_EQ(outcomes, Outcomes{std::nullopt});
}

}  // namespace
}  // namespace hermes::gateway
