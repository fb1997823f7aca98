#include "gateway/loop/loop_poster.h"

#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>
#include <thread>

namespace hermes::gateway {
namespace {

TEST(LoopPosterTest, RunsTaskOnLoop) {
  boost::asio::io_context io(1);
  const auto poster = LoopPoster::Of(io);
  const auto busy = boost::asio::make_work_guard(io);
  std::thread::id ran_on;
  std::thread other([&] {
    poster->Post([&] {
      ran_on = std::this_thread::get_id();
      io.stop();
    });
  });
  io.run();
  other.join();
  EXPECT_EQ(ran_on, std::this_thread::get_id());
}

TEST(LoopPosterTest, ReturnsOnePosterPerLoop) {
  boost::asio::io_context one(1);
  boost::asio::io_context other(1);
  EXPECT_EQ(LoopPoster::Of(one), LoopPoster::Of(one));
  EXPECT_NE(LoopPoster::Of(one), LoopPoster::Of(other));
}

TEST(LoopPosterTest, DropsTaskForDestroyedLoop) {
  std::optional<boost::asio::io_context> io(std::in_place, 1);
  const auto poster = LoopPoster::Of(*io);
  const auto owned = std::make_shared<int>(0);
  poster->Post([owned] { FAIL() << "before the end"; });
  io.reset();
  EXPECT_EQ(owned.use_count(), 1);
  poster->Post([owned] { FAIL() << "after the end"; });
  EXPECT_EQ(owned.use_count(), 1);
}

TEST(LoopPosterTest, AllowsDestroyingLoopWhileOthersPost) {
  for (int round = 0; round < 50; ++round) {
    std::optional<boost::asio::io_context> io(std::in_place, 1);
    const auto poster = LoopPoster::Of(*io);
    std::thread other([&] {
      for (int n = 0; n < 100; ++n) poster->Post([] {});
    });
    io->poll();
    io.reset();
    other.join();
  }
}

}  // namespace
}  // namespace hermes::gateway
