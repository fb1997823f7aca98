#include "gateway/command/command_line.h"

#include <gtest/gtest.h>

#include "absl/status/status.h"

namespace hermes::gateway {
namespace {

using Words = std::vector<std::string>;
using Flags = std::vector<std::pair<std::string, std::string>>;

struct Case {
  const char* name;
  Words args;
  CommandKind kind;
  Flags flags;
  std::optional<std::string> profile;
  std::string subject;
};

class ParseCommandLineTest : public testing::TestWithParam<Case> {};

TEST_P(ParseCommandLineTest, ParsesCommandLine) {
  const auto line = ParseCommandLine(GetParam().args);
  ASSERT_TRUE(line.ok()) << line.status();
  EXPECT_EQ(line->kind, GetParam().kind);
  EXPECT_EQ(line->flags, GetParam().flags);
  EXPECT_EQ(line->profile, GetParam().profile);
  EXPECT_EQ(line->subject, GetParam().subject);
}

constexpr CommandKind kRun = CommandKind::kGatewayRun;

INSTANTIATE_TEST_SUITE_P(
    Table, ParseCommandLineTest,
    testing::Values(
        Case{"GatewayRun", {"gateway", "run"}, kRun, {}, {}, ""},
        Case{"BareGateway", {"gateway"}, kRun, {}, {}, ""},
        Case{"GatewayWithOptionsOnly",
             {"gateway", "--replace"},
             kRun,
             {{"replace", "true"}},
             {},
             ""},
        Case{"OptionBeforeRun",
             {"gateway", "--force", "run"},
             kRun,
             {{"force", "true"}},
             {},
             ""},
        Case{"VerboseCounts",
             {"gateway", "run", "-v", "-vv", "--verbose"},
             kRun,
             {{"verbosity", "4"}},
             {},
             ""},
        Case{"QuietCluster",
             {"gateway", "run", "-qv"},
             kRun,
             {{"quiet", "true"}, {"verbosity", "1"}},
             {},
             ""},
        Case{"EveryRunFlag",
             {"gateway", "run", "--no-supervise", "--external-supervisor",
              "--accept-hooks", "--quiet"},
             kRun,
             {{"no_supervise", "true"},
              {"external_supervisor", "true"},
              {"accept_hooks", "true"},
              {"quiet", "true"}},
             {},
             ""},
        Case{"ProfileBefore", {"-p", "ab", "gateway"}, kRun, {}, "ab", ""},
        Case{"ProfileGlued", {"gateway", "-pab", "run"}, kRun, {}, "ab", ""},
        Case{"ProfileLong",
             {"gateway", "run", "--profile", "ab"},
             kRun,
             {},
             "ab",
             ""},
        Case{"ProfileLongGlued",
             {"gateway", "run", "--profile=ab"},
             kRun,
             {},
             "ab",
             ""},
        Case{"LastProfileWins",
             {"-p", "one", "gateway", "-p", "two"},
             kRun,
             {},
             "two",
             ""},
        Case{"EmptyDashes", {"gateway", "run", "--"}, kRun, {}, {}, ""},
        Case{"Version", {"--version"}, CommandKind::kVersion, {}, {}, ""},
        Case{"Help", {"--help"}, CommandKind::kHelp, {}, {}, ""},
        Case{"GatewayHelp",
             {"gateway", "-h"},
             CommandKind::kHelp,
             {},
             {},
             "gateway"},
        Case{"RunHelp",
             {"gateway", "run", "--help"},
             CommandKind::kHelp,
             {},
             {},
             "gateway run"},
        Case{"NoCommand", {}, CommandKind::kNotBuilt, {}, {}, ""},
        Case{"GatewayStart",
             {"gateway", "start", "--all"},
             CommandKind::kControl,
             {},
             {},
             ""},
        Case{"OptionBeforeVerb",
             {"gateway", "--all", "stop", "-pab"},
             CommandKind::kControl,
             {},
             "ab",
             ""},
        Case{"VerbsHelp",
             {"gateway", "stop", "--all", "-h"},
             CommandKind::kHelp,
             {},
             {},
             "gateway stop"},
        Case{"Install",
             {"gateway", "install", "--system"},
             CommandKind::kAdvice,
             {},
             {},
             "install"},
        Case{"Uninstall",
             {"gateway", "uninstall"},
             CommandKind::kAdvice,
             {},
             {},
             "uninstall"},
        Case{"GatewaySetup",
             {"gateway", "setup"},
             CommandKind::kNotBuilt,
             {},
             {},
             "gateway setup"},
        Case{"Dashboard",
             {"dashboard", "--no-open", "--host", "0.0.0.0"},
             CommandKind::kDashboard,
             {},
             {},
             ""}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

struct WordsCase {
  const char* name;
  Words args;
  Words words;
  std::optional<std::string> profile;
};

class ProfileWordsTest : public testing::TestWithParam<WordsCase> {};

TEST_P(ProfileWordsTest, PassesWordsOnUnparsed) {
  const auto line = ParseCommandLine(GetParam().args);
  ASSERT_TRUE(line.ok()) << line.status();
  EXPECT_EQ(line->kind, CommandKind::kProfile);
  EXPECT_EQ(line->words, GetParam().words);
  EXPECT_EQ(line->profile, GetParam().profile);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ProfileWordsTest,
    testing::Values(
        WordsCase{"None", {"profile"}, {}, {}},
        WordsCase{"List", {"profile", "list"}, {"list"}, {}},
        WordsCase{
            "Options",
            {"profile", "create", "ab", "--description", "a b", "--clone"},
            {"create", "ab", "--description", "a b", "--clone"},
            {}},
        WordsCase{"Help", {"profile", "--help"}, {"--help"}, {}},
        WordsCase{
            "GlobalOption", {"profile", "-p", "ab", "show"}, {"show"}, "ab"},
        WordsCase{"BehindDashes",
                  {"profile", "create", "--", "-p"},
                  {"create", "--", "-p"},
                  {}}),
    [](const testing::TestParamInfo<WordsCase>& i) { return i.param.name; });

struct UsageCase {
  const char* name;
  Words args;
  std::string named;  // the word that the message must contain
};

class UsageTest : public testing::TestWithParam<UsageCase> {};

TEST_P(UsageTest, ReportsErrorWithTheWord) {
  const auto line = ParseCommandLine(GetParam().args);
  ASSERT_EQ(line.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(std::string(line.status().message()).find(GetParam().named),
            std::string::npos)
      << line.status();
}

INSTANTIATE_TEST_SUITE_P(
    Table, UsageTest,
    testing::Values(
        UsageCase{"UnknownCommand", {"frobnicate"}, "frobnicate"},
        UsageCase{"UnknownVerb", {"gateway", "runs"}, "runs"},
        UsageCase{"UnknownOption", {"gateway", "run", "--nope"}, "--nope"},
        UsageCase{"FlagfileIsNotOurs",
                  {"gateway", "run", "--flagfile=/etc/passwd"},
                  "--flagfile=/etc/passwd"},
        UsageCase{"FromenvIsNotOurs",
                  {"gateway", "run", "--fromenv=replace"},
                  "--fromenv=replace"},
        UsageCase{"NegatedFlag", {"gateway", "--noreplace"}, "--noreplace"},
        UsageCase{"ExtraWord", {"gateway", "run", "now"}, "now"},
        UsageCase{
            "BehindDashes", {"gateway", "run", "--", "--model"}, "--model"},
        UsageCase{"VerbBehindDashes", {"gateway", "stop", "--", "x"}, "x"},
        UsageCase{
            "OptionOfAnotherVerb", {"gateway", "stop", "--json"}, "--json"},
        UsageCase{"WordBehindVerb", {"gateway", "start", "coder"}, "coder"},
        UsageCase{"MissingProfile", {"gateway", "run", "-p"}, "-p"},
        UsageCase{
            "DashesAreNoProfile", {"gateway", "--profile", "--"}, "--profile"}),
    [](const testing::TestParamInfo<UsageCase>& i) { return i.param.name; });

TEST(ParseCommandLineTest, LeavesProfileOptionAfterDashesAlone) {
  EXPECT_FALSE(ParseCommandLine({"gateway", "run", "--", "-p", "x"}).ok());
}

}  // namespace
}  // namespace hermes::gateway
