#include "gateway/lifecycle/drain_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

const WallTime kNow{std::chrono::seconds(1795341600)};  // 2026-11-22T10:00:00Z
constexpr char kEpoch[] = "boot:7";

DrainRequest Judge(const std::optional<std::string>& text) {
  return JudgeDrainRequest(text, kEpoch, kNow);
}

TEST(DrainRequestTest, ReportsNoRequestWithoutFile) {
  EXPECT_EQ(Judge(std::nullopt), DrainRequest());
}

TEST(DrainRequestTest, ReadsPrincipalAndOptions) {
  const DrainRequest request = Judge(
      R"({"action":"drain","requested_at":"2026-11-22T09:59:00+00:00",
          "principal":"ops","epoch":"boot:7","suppress_notification":true})");
  EXPECT_TRUE(request.active);
  EXPECT_TRUE(request.suppress_notification);
  EXPECT_EQ(request.principal, "ops");
  EXPECT_EQ(request.ignored_because, "");
}

struct Case {
  const char* name;
  const char* text;
  bool active;
};

class DrainRequestRowTest : public testing::TestWithParam<Case> {};

TEST_P(DrainRequestRowTest, JudgesRequest) {
  const DrainRequest request = Judge(GetParam().text);
  EXPECT_EQ(request.active, GetParam().active);
  EXPECT_EQ(request.ignored_because.empty(), GetParam().active);
}

INSTANTIATE_TEST_SUITE_P(
    Table, DrainRequestRowTest,
    testing::Values(
        Case{"Empty", "", true}, Case{"NoJson", "{\"act", true},
        Case{"NoObject", "[1]", true}, Case{"NoKeys", "{}", true},
        Case{"NoTime", R"({"requested_at":"soon"})", true},
        Case{"OddTypes", R"({"requested_at":[],"epoch":7,"principal":{}})",
             true},
        Case{"HugeTime", R"({"requested_at":1e300})", true},
        Case{"AnHourOld", R"({"requested_at":"2026-11-22T09:00:00Z"})", true},
        Case{"OlderThanAnHour", R"({"requested_at":"2026-11-22T08:59:59Z"})",
             false},
        Case{"OldNumber", R"({"requested_at":1795337000.5})", false},
        Case{"AnHourAhead", R"({"requested_at":"2026-11-22T11:00:00Z"})", true},
        Case{"FurtherAhead", R"({"requested_at":"2026-11-22T11:00:01Z"})",
             false},
        Case{"OtherBoot", R"({"epoch":"boot:8"})", false},
        Case{"SameBoot", R"({"epoch":"boot:7"})", true}),
    [](const testing::TestParamInfo<Case>& each) {
      return std::string(each.param.name);
    });

TEST(DrainRequestTest, IgnoresEpochIfOwnBootIsUnknown) {
  EXPECT_TRUE(JudgeDrainRequest(R"({"epoch":"boot:8"})", "", kNow).active);
}

TEST(OwnDrainEpochTest, ContainsBootIdAndStartOfInit) {
  const std::string epoch = OwnDrainEpoch();
  EXPECT_THAT(epoch, testing::MatchesRegex("[0-9a-f-]{36}:[0-9]+"));
  EXPECT_EQ(OwnDrainEpoch(), epoch);
}

TEST(ReadDrainRequestTest, TreatsUnreadableFileAsActive) {
  const TempDirectory home;
  EXPECT_FALSE(ReadDrainRequest(home.fd(), kEpoch).active);
  ASSERT_EQ(mkfifo(home.Path(kDrainRequestFile).c_str(), 0600), 0);
  EXPECT_TRUE(ReadDrainRequest(home.fd(), kEpoch).active);
  ASSERT_EQ(unlink(home.Path(kDrainRequestFile).c_str()), 0);
  home.Write(kDrainRequestFile, std::string(100'000, ' '));
  EXPECT_TRUE(ReadDrainRequest(home.fd(), kEpoch).active);
}

}  // namespace
}  // namespace hermes::gateway
