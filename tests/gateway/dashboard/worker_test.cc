#include "gateway/dashboard/worker.h"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::seconds;

// A call that begins and then waits for Release().
class Held {
 public:
  std::function<int()> Call() {
    return [this] {
      began_.set_value();
      release_.get_future().wait();
      return 7;
    };
  }
  void WaitUntilItBegan() { began_.get_future().wait(); }
  void Release() { release_.set_value(); }

 private:
  std::promise<void> began_;
  std::promise<void> release_;
};

using Results = std::vector<std::optional<int>>;

void Spawn(asio::io_context& io, Worker& worker, std::function<int()> call,
           Results* results) {
  asio::co_spawn(
      io,
      [&worker, call = std::move(call), results]() -> asio::awaitable<void> {
        results->push_back(co_await worker.Run<int>(call));
      },
      asio::detached);
}

TEST(WorkerTest, CallsAreMadeInAnotherThreadOneAfterTheOther) {
  asio::io_context io;
  Worker worker(io, 8);
  Results results;
  std::thread::id where;
  Spawn(
      io, worker, [&] { return where = std::this_thread::get_id(), 1; },
      &results);
  Spawn(
      io, worker, [] { return 2; }, &results);
  io.run();
  EXPECT_EQ(results, (Results{1, 2}));
  EXPECT_NE(where, std::this_thread::get_id());
}

TEST(WorkerTest, TooManyThatWaitAreRefusedAtOnce) {
  asio::io_context io;
  Worker worker(io, 1);
  Held held;
  Results results;
  Spawn(io, worker, held.Call(), &results);
  io.poll();
  held.WaitUntilItBegan();
  Spawn(
      io, worker, [] { return 2; }, &results);
  Spawn(
      io, worker, [] { return 3; }, &results);
  io.poll();
  EXPECT_EQ(results, (Results{std::nullopt}));
  held.Release();
  io.run();
  EXPECT_EQ(results, (Results{std::nullopt, 7, 2}));
}

TEST(WorkerTest, FinishWaitsForTheCallUnderWayAlone) {
  asio::io_context io;
  Worker worker(io, 8);
  Held held;
  Results results;
  std::atomic<bool> second_was_called = false;
  Spawn(io, worker, held.Call(), &results);
  Spawn(
      io, worker, [&] { return second_was_called = true, 2; }, &results);
  io.poll();
  held.WaitUntilItBegan();
  EXPECT_FALSE(worker.Finish(milliseconds(1)));
  held.Release();
  EXPECT_TRUE(worker.Finish(seconds(60)));
  EXPECT_TRUE(worker.Finish(milliseconds(0)));
  EXPECT_FALSE(second_was_called);
}

TEST(WorkerTest, AfterFinishEverythingIsRefused) {
  asio::io_context io;
  Worker worker(io, 8);
  ASSERT_TRUE(worker.Finish(seconds(60)));
  Results results;
  Spawn(
      io, worker, [] { return 1; }, &results);
  io.run();
  EXPECT_EQ(results, (Results{std::nullopt}));
}

// As at the end of the process: the loop goes, and the call still runs.
TEST(WorkerTest, ACallMayOutliveLoopAndWorker) {
  auto held = std::make_shared<Held>();
  std::promise<void> called;
  {
    asio::io_context io;
    Worker worker(io, 8);
    Results results;
    Spawn(
        io, worker,
        [held, &called, call = held->Call()] {
          const int result = call();
          called.set_value();
          return result;
        },
        &results);
    io.poll();
    held->WaitUntilItBegan();
  }
  held->Release();
  EXPECT_EQ(called.get_future().wait_for(seconds(60)),
            std::future_status::ready);
}

}  // namespace
}  // namespace hermes::gateway
