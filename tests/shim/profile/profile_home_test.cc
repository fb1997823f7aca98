#include "shim/profile/profile_home.h"

#include <filesystem>
#include <optional>
#include <string>

#include "gtest/gtest.h"
#include "shim/base/environment.h"
#include "tests/shim/slot/slot_tree.h"

namespace hermes {
namespace {

TEST(ProfileHomeOfSlotTest, ReturnsRootOrDirectoryBelowProfiles) {
  const Environment environment({"HERMES_HOME=/d"});
  EXPECT_EQ(ProfileHomeOfSlot("gateway-default", environment), "/d");
  EXPECT_EQ(ProfileHomeOfSlot("gateway-coder", environment),
            "/d/profiles/coder");
  EXPECT_EQ(ProfileHomeOfSlot("dashboard", environment), std::nullopt);
}

class IsProfileGoneTest : public testing::Test {
 protected:
  IsProfileGoneTest() : environment_({"HERMES_HOME=" + place_.home()}) {}

  bool IsGone(const char* slot) { return IsProfileGone(slot, environment_); }
  void Make(const std::string& directory) {
    std::filesystem::create_directories(place_.home() + "/" + directory);
  }

  fixture::SlotPlace place_;
  const Environment environment_;
};

TEST_F(IsProfileGoneTest, ReportsMissingProfileDirectory) {
  Make("profiles/coder");
  EXPECT_FALSE(IsGone("gateway-coder"));
  EXPECT_TRUE(IsGone("gateway-writer"));
}

TEST_F(IsProfileGoneTest, DoesNotReportMissingVolume) {
  EXPECT_FALSE(IsGone("gateway-coder"));
}

TEST_F(IsProfileGoneTest, NeverReportsDefaultProfileOrDashboard) {
  std::filesystem::remove(place_.home());
  EXPECT_FALSE(IsGone("gateway-default"));
  EXPECT_FALSE(IsGone("dashboard"));
}

}  // namespace
}  // namespace hermes
