#include "gateway/diagnostics/watchdog.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace hermes::gateway {
namespace {

TEST(WatchdogTest, ActsWhenLimitHasPassed) {
  std::promise<void> acted;
  const Watchdog watchdog(std::chrono::milliseconds(1),
                          [&] { acted.set_value(); });
  EXPECT_EQ(acted.get_future().wait_for(std::chrono::seconds(30)),
            std::future_status::ready);
}

// Must join at once, although an hour is left.
TEST(WatchdogTest, IsDisarmedByDestruction) {
  std::atomic<bool> acted = false;
  {
    const Watchdog watchdog(std::chrono::hours(1), [&] { acted = true; });
  }
  EXPECT_FALSE(acted);
}

TEST(WatchdogDeathTest, HardExitReportsAndExitsWithOne) {
  EXPECT_EXIT(Watchdog::HardExit(), testing::ExitedWithCode(1),
              "hermes: the shutdown hangs");
}

}  // namespace
}  // namespace hermes::gateway
