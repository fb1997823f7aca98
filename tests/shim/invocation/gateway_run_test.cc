#include "shim/invocation/gateway_run.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace hermes {
namespace {

using Args = std::vector<std::string>;

struct Case {
  std::string name;
  Args args;
  bool is_run;
  std::optional<std::string> profile;
  bool opt_out = false;
};

class ParseGatewayRunTest : public testing::TestWithParam<Case> {};

TEST_P(ParseGatewayRunTest, RecognisesGatewayRunAndItsOptions) {
  const auto run = ParseGatewayRun(GetParam().args);
  ASSERT_EQ(run.has_value(), GetParam().is_run);
  if (!run) return;
  EXPECT_EQ(run->profile, GetParam().profile);
  EXPECT_EQ(run->opt_out, GetParam().opt_out);
}

const std::optional<std::string> kNone;

INSTANTIATE_TEST_SUITE_P(
    Runs, ParseGatewayRunTest,
    testing::Values(
        Case{"Plain", {"gateway", "run"}, true, kNone},
        Case{"GatewayAlone", {"gateway"}, true, kNone},
        Case{"GatewayWithOptionsAlone", {"gateway", "-v"}, true, kNone},
        Case{"OptionBetween", {"gateway", "-v", "run"}, true, kNone},
        Case{"ShortProfileFirst", {"-p", "a", "gateway", "run"}, true, "a"},
        Case{"GluedProfileFirst", {"-pa", "gateway", "run"}, true, "a"},
        Case{"LongProfileMiddle",
             {"gateway", "--profile", "a", "run"},
             true,
             "a"},
        Case{"LongProfileEqualsLast",
             {"gateway", "run", "--profile=a"},
             true,
             "a"},
        Case{"ProfileCalledRun", {"gateway", "-p", "run"}, true, "run"},
        Case{"LastProfileCounts",
             {"-p", "a", "gateway", "run", "-p", "b"},
             true,
             "b"},
        Case{"EmptyProfile", {"gateway", "run", "--profile="}, true, ""},
        Case{"MissingProfileName", {"gateway", "run", "-p"}, true, ""},
        Case{"DashesAreNotAName", {"gateway", "run", "-p", "--"}, true, ""},
        Case{"ProfileAfterDashesIsIgnored",
             {"gateway", "run", "--", "-p", "a"},
             true,
             kNone},
        Case{"OptOut", {"gateway", "run", "--no-supervise"}, true, kNone, true},
        Case{"OptOutBeforeRun",
             {"gateway", "--no-supervise", "run"},
             true,
             kNone,
             true},
        Case{"OptOutAfterDashesIsIgnored",
             {"gateway", "run", "--", "--no-supervise"},
             true,
             kNone,
             false},
        Case{"SimilarOptionIsNotOptOut",
             {"gateway", "run", "--no-supervised"},
             true,
             kNone,
             false},
        Case{"ProfileNamedLikeOptOut",
             {"gateway", "run", "-p", "--no-supervise"},
             true,
             "--no-supervise",
             false}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Others, ParseGatewayRunTest,
    testing::Values(
        Case{"Nothing", {}, false, kNone},
        Case{"Stop", {"gateway", "stop"}, false, kNone},
        Case{"StartAfterOption", {"gateway", "-p", "a", "start"}, false, kNone},
        Case{"LongHelp", {"gateway", "run", "--help"}, false, kNone},
        Case{"ShortHelp", {"gateway", "-h"}, false, kNone},
        Case{"OtherWordFirst", {"run", "gateway"}, false, kNone},
        Case{"OtherOptionFirst", {"--yolo", "gateway", "run"}, false, kNone},
        Case{"OnlyAfterDashes", {"--", "gateway", "run"}, false, kNone},
        Case{"OnlyAProfile", {"-p", "gateway"}, false, kNone}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

TEST(ParseGatewayRunHelpTest, IgnoresHelpAfterDashes) {
  EXPECT_TRUE(ParseGatewayRun({"gateway", "run", "--", "--help"}).has_value());
}

}  // namespace
}  // namespace hermes
