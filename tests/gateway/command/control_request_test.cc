#include "gateway/command/control_request.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace hermes::gateway {
namespace {

using Words = std::vector<std::string>;

constexpr ControlVerb kEveryVerb[] = {ControlVerb::kStart, ControlVerb::kStop,
                                      ControlVerb::kRestart,
                                      ControlVerb::kStatus, ControlVerb::kList};

TEST(ControlVerbTest, ConvertsBetweenWordAndVerb) {
  for (const ControlVerb verb : kEveryVerb) {
    EXPECT_EQ(FindControlVerb(WordOf(verb)), verb) << WordOf(verb);
  }
  EXPECT_EQ(FindControlVerb("run"), std::nullopt);
  EXPECT_EQ(FindControlVerb("Start"), std::nullopt);
}

// What each option sets, and the verbs that accept it.
struct Case {
  const char* name;
  Words words;
  bool ControlRequest::*member;  // null if it sets none
  std::vector<ControlVerb> verbs;
};

class OptionTest : public testing::TestWithParam<Case> {};

TEST_P(OptionTest, AcceptsOptionOnlyForItsVerbs) {
  const Case& option = GetParam();
  for (const ControlVerb verb : kEveryVerb) {
    const auto request = ParseControlOptions(verb, option.words);
    const bool takes =
        std::count(option.verbs.begin(), option.verbs.end(), verb) == 1;
    ASSERT_EQ(request.ok(), takes) << WordOf(verb);
    if (!takes) {
      EXPECT_EQ(request.status().code(), absl::StatusCode::kInvalidArgument);
      continue;
    }
    EXPECT_EQ(request->verb, verb);
    for (bool ControlRequest::*member :
         {&ControlRequest::all, &ControlRequest::no_wait, &ControlRequest::json,
          &ControlRequest::details}) {
      EXPECT_EQ(*request.*member, member == option.member) << WordOf(verb);
    }
  }
}

const std::vector<ControlVerb> kOperating = {
    ControlVerb::kStart, ControlVerb::kStop, ControlVerb::kRestart};
const std::vector<ControlVerb> kAll(std::begin(kEveryVerb),
                                    std::end(kEveryVerb));

INSTANTIATE_TEST_SUITE_P(
    Table, OptionTest,
    testing::Values(
        Case{"All", {"--all"}, &ControlRequest::all, kOperating},
        Case{"NoWait", {"--no-wait"}, &ControlRequest::no_wait, kOperating},
        Case{"Json",
             {"--json"},
             &ControlRequest::json,
             {ControlVerb::kStatus, ControlVerb::kList}},
        Case{"Deep",
             {"--deep"},
             &ControlRequest::details,
             {ControlVerb::kStatus}},
        Case{"Full",
             {"--full"},
             &ControlRequest::details,
             {ControlVerb::kStatus}},
        Case{"L", {"-l"}, &ControlRequest::details, {ControlVerb::kStatus}},
        Case{"System", {"--system"}, nullptr, kAll},
        Case{"Platform", {"--platform", "x"}, nullptr, kAll},
        Case{"PlatformGlued", {"--platform=x"}, nullptr, kAll},
        Case{"PlatformWithoutValue", {"--platform"}, nullptr, {}},
        Case{"Unknown", {"--al"}, nullptr, {}},
        Case{"Word", {"coder"}, nullptr, {}}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

}  // namespace
}  // namespace hermes::gateway
