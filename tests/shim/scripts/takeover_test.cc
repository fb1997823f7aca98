#include "shim/scripts/takeover.h"

#include <string>

#include "gtest/gtest.h"
#include "tests/shim/slot/slot_tree.h"

namespace hermes {
namespace {

struct Case {
  const char* name;
  const char* marker;
  bool names_42;
};

class MarkerNamesTest : public testing::TestWithParam<Case> {};

TEST_P(MarkerNamesTest, MatchesOnlyThatPid) {
  EXPECT_EQ(MarkerNames(GetParam().marker, 42), GetParam().names_42);
}

INSTANTIATE_TEST_SUITE_P(
    Table, MarkerNamesTest,
    testing::Values(Case{"Compact", R"({"target_pid":42,"x":1})", true},
                    Case{"Spaced", R"({"x":1, "target_pid" : 42})", true},
                    Case{"SpacedValue", R"({"target_pid":  42})", true},
                    Case{"Longer", R"({"target_pid":421})", false},
                    Case{"Fraction", R"({"target_pid":42.5})", false},
                    Case{"Other", R"({"replacer_pid":42})", false},
                    Case{"NoValue", R"({"target_pid":)", false},
                    Case{"Null", R"({"target_pid":null})", false},
                    Case{"Empty", "", false}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

TEST(StateReportsTakeoverTest, ChecksOnlyExitReason) {
  EXPECT_TRUE(StateReportsTakeover(R"({"pid":1,"exit_reason":"takeover"})"));
  EXPECT_TRUE(StateReportsTakeover(R"({"exit_reason" : "takeover"})"));
  EXPECT_FALSE(StateReportsTakeover(R"({"exit_reason":"planned stop"})"));
  EXPECT_FALSE(StateReportsTakeover(R"({"exit_reason":null})"));
  EXPECT_FALSE(StateReportsTakeover(R"({"takeover":1})"));
  EXPECT_FALSE(StateReportsTakeover(""));
}

TEST(IsTakenOverTest, AcceptsEitherFile) {
  const fixture::SlotPlace place;
  EXPECT_FALSE(IsTakenOver(place.home(), 42));
  fixture::Spill(place.home() + "/gateway_state.json",
                 R"({"exit_reason":"takeover"})");
  EXPECT_TRUE(IsTakenOver(place.home(), 42));
  fixture::Spill(place.home() + "/gateway_state.json", "{}");
  fixture::Spill(place.home() + "/.gateway-takeover.json",
                 R"({"target_pid":42})");
  EXPECT_TRUE(IsTakenOver(place.home(), 42));
  EXPECT_FALSE(IsTakenOver(place.home(), 43));
}

}  // namespace
}  // namespace hermes
