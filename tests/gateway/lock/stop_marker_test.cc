#include "gateway/lock/stop_marker.h"

#include <gtest/gtest.h>

#include <random>

namespace hermes::gateway {
namespace {

const WallTime kNow{std::chrono::seconds(1795341600)};

PidRecord Self() {
  PidRecord self;
  self.pid = 7;
  self.start_time = 42;
  self.hermes_home = "/data";
  return self;
}

struct Case {
  const char* name;
  const char* text;
  bool meant;
};

class MarkerTest : public testing::TestWithParam<Case> {};

TEST_P(MarkerTest, JudgesMarker) {
  EXPECT_EQ(MarkerIsFor(Self(), GetParam().text, kNow), GetParam().meant);
}

INSTANTIATE_TEST_SUITE_P(
    Table, MarkerTest,
    testing::Values(
        Case{"Exact",
             R"({"target_pid":7,"target_start_time":42,"stopper_pid":1,
                 "written_at":"2026-11-22T09:59:59+00:00"})",
             true},
        Case{"EpochInteger", R"({"target_pid":7,"written_at":1795341590})",
             true},
        Case{"EpochFraction", R"({"target_pid":7,"written_at":1795341590.5})",
             true},
        Case{"UnknownStart",
             R"({"target_pid":7,"target_start_time":null,
                 "written_at":1795341600})",
             true},
        Case{"OurHome",
             R"({"target_pid":7,"target_hermes_home":"/data",
                 "written_at":1795341600})",
             true},
        Case{"OtherHome",
             R"({"target_pid":7,"target_hermes_home":"/other",
                 "written_at":1795341600})",
             false},
        Case{"OtherPid", R"({"target_pid":8,"written_at":1795341600})", false},
        Case{"OtherLifeOfThatPid",
             R"({"target_pid":7,"target_start_time":41,
                 "written_at":1795341600})",
             false},
        Case{"LastSecond", R"({"target_pid":7,"written_at":1795341540})", true},
        Case{"TooOld", R"({"target_pid":7,"written_at":1795341539})", false},
        Case{"FarFuture", R"({"target_pid":7,"written_at":1795341661})", false},
        Case{"NoTime", R"({"target_pid":7})", false},
        Case{"NoPid", R"({"written_at":1795341600})", false},
        Case{"BadTime", R"({"target_pid":7,"written_at":"soon"})", false},
        Case{"HugeTime", R"({"target_pid":7,"written_at":1e300})", false},
        Case{"NoObject", "7", false}, Case{"NoJson", "{", false},
        Case{"Empty", "", false}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

TEST(MarkerTest, IsForItsTargetOnly) {
  PidRecord replacer = Self();
  replacer.pid = 8;
  const std::string text = FormatTakeover(Self(), replacer, kNow);
  EXPECT_TRUE(MarkerIsFor(Self(), text, kNow));
  EXPECT_FALSE(MarkerIsFor(replacer, text, kNow));
}

TEST(MarkerTest, SurvivesRandomBytes) {
  std::mt19937 random(3);
  const std::string base =
      R"({"target_pid":7,"target_start_time":42,"written_at":1795341600.0})";
  for (int round = 0; round < 5000; ++round) {
    std::string text = base;
    for (int flips = 0; flips < 3; ++flips) {
      text[random() % text.size()] = static_cast<char>(random());
    }
    // A marker with a changed pid must not be accepted: it is for another
    // process.
    if (MarkerIsFor(Self(), text, kNow)) {
      ASSERT_NE(text.find("\"target_pid\":7"), std::string::npos) << text;
    }
  }
}

}  // namespace
}  // namespace hermes::gateway
