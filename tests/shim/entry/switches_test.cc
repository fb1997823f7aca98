#include "shim/entry/switches.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hermes {
namespace {

using Args = std::vector<std::string>;

struct Case {
  std::string name;
  std::string word;
  Switch which;
};

class FindSwitchTest : public testing::TestWithParam<Case> {};

TEST_P(FindSwitchTest, FindsLeadingSwitchWithItsArguments) {
  const auto call = FindSwitch({GetParam().word, "a", "--entry-help"});
  ASSERT_TRUE(call.has_value());
  EXPECT_EQ(call->which, GetParam().which);
  EXPECT_EQ(call->word, GetParam().word);
  EXPECT_EQ(call->arguments, (Args{"a", "--entry-help"}));
}

INSTANTIATE_TEST_SUITE_P(
    Table, FindSwitchTest,
    testing::Values(Case{"Version", "--entry-version", Switch::kVersion},
                    Case{"Help", "--entry-help", Switch::kHelp},
                    Case{"Explain", "--entry-explain", Switch::kExplain},
                    Case{"Health", "--entry-health", Switch::kHealth},
                    Case{"Reconcile", "--entry-reconcile", Switch::kReconcile},
                    Case{"Typo", "--entry-healht", Switch::kUnknown},
                    Case{"WithValue", "--entry-health=1", Switch::kUnknown},
                    Case{"PrefixAlone", "--entry-", Switch::kUnknown}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

TEST(FindSwitchTest, FindsSwitchAfterLeadingOwnNames) {
  const auto call = FindSwitch({"hermes-entry", "hermes", "--entry-version"});
  ASSERT_TRUE(call.has_value());
  EXPECT_EQ(call->which, Switch::kVersion);
}

TEST(FindSwitchTest, FindsNoSwitchAfterUsersCommand) {
  for (const Args& args :
       {Args{}, Args{"hermes"}, Args{"gateway", "run", "--entry-help"},
        Args{"sh", "--entry-version"}, Args{"--", "--entry-help"},
        Args{"--version"}, Args{"--entry"}, Args{"-entry-help"}}) {
    EXPECT_FALSE(FindSwitch(args).has_value());
  }
}

}  // namespace
}  // namespace hermes
