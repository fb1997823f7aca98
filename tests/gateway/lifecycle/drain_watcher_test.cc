#include "gateway/lifecycle/drain_watcher.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <vector>

#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

class DrainWatcherTest : public testing::Test {
 protected:
  void Start() {
    watcher_.Start(
        [this](const DrainRequest& request) { seen_.push_back(request); });
  }
  // Runs the loop until `count` changes have been reported.
  void RunUntil(size_t count) {
    const auto deadline =
        std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (seen_.size() < count &&
           std::chrono::steady_clock::now() < deadline) {
      io_.run_one_for(std::chrono::milliseconds(10));
    }
    ASSERT_EQ(seen_.size(), count);
  }

  const TempDirectory home_;
  boost::asio::io_context io_;
  Worker worker_{io_, 1};
  DrainWatcher watcher_{io_, worker_, home_.fd(), std::chrono::milliseconds(1)};
  std::vector<DrainRequest> seen_;
};

TEST_F(DrainWatcherTest, ReportsEachChangeOnce) {
  Start();
  EXPECT_TRUE(seen_.empty());
  home_.Write(kDrainRequestFile, "{}");
  RunUntil(1);
  EXPECT_TRUE(seen_[0].active);
  EXPECT_TRUE(watcher_.request().active);
  ASSERT_EQ(unlink(home_.Path(kDrainRequestFile).c_str()), 0);
  RunUntil(2);
  EXPECT_FALSE(seen_[1].active);
}

TEST_F(DrainWatcherTest, ReportsExistingRequestAtOnce) {
  home_.Write(kDrainRequestFile, "{}");
  Start();
  ASSERT_EQ(seen_.size(), 1u);
  EXPECT_TRUE(seen_[0].active);
}

TEST_F(DrainWatcherTest, ReportsWhyRequestIsIgnored) {
  home_.Write(kDrainRequestFile, R"({"epoch":"another:1"})");
  Start();
  ASSERT_EQ(seen_.size(), 1u);
  EXPECT_FALSE(seen_[0].active);
  EXPECT_EQ(seen_[0].ignored_because, "it was made for another boot");
}

}  // namespace
}  // namespace hermes::gateway
