#include "shim/slot/kill_timeout.h"

#include <filesystem>
#include <fstream>
#include <string>

#include "gtest/gtest.h"

namespace hermes {
namespace {

class KillTimeoutTest : public testing::Test {
 protected:
  KillTimeoutTest() { std::filesystem::create_directories(slot_); }
  ~KillTimeoutTest() override { std::filesystem::remove_all(slot_); }

  void Write(const char* text) {
    std::ofstream(slot_ + "/timeout-kill") << text;
  }

  const std::string slot_ = testing::TempDir() + "kill_timeout";
};

TEST_F(KillTimeoutTest, ReturnsTimeoutOfSlot) {
  Write("1500\n");
  EXPECT_EQ(KillTimeoutMs(slot_), 1500);
}

TEST_F(KillTimeoutTest, ReturnsDefaultIfSlotHasNoTimeout) {
  EXPECT_EQ(KillTimeoutMs(slot_), 75000);
  for (const char* text : {"0\n", "", "soon\n", "99999999999\n", "1500x\n"}) {
    Write(text);
    EXPECT_EQ(KillTimeoutMs(slot_), 75000) << text;
  }
}

TEST_F(KillTimeoutTest, AllowsTimeForKillAndFinish) {
  Write("1500\n");
  EXPECT_GE(EndDeadlineMs(slot_), 1500 + 5000);
}

}  // namespace
}  // namespace hermes
