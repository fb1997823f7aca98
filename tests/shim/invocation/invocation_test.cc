#include "shim/invocation/invocation.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace hermes {
namespace {

using Args = std::vector<std::string>;

// Classifies with a PATH that has sh, login, gateway, hermes and hermes-entry.
// /init may be dropped, and every path in /own is this program.
Invocation ClassifyHere(const Args& args) {
  const auto is_on_path = [](std::string_view word) {
    for (const std::string_view known :
         {"sh", "login", "gateway", "hermes", "hermes-entry"}) {
      if (word == known) return true;
    }
    EXPECT_EQ(word.find('/'), std::string_view::npos);
    return false;
  };
  const auto is_this_program = [](std::string_view path) {
    return path.substr(0, 5) == "/own/";
  };
  return Classify(args, {is_on_path, [] { return true; }, is_this_program});
}

struct Case {
  std::string name;
  Args args;
  InvocationKind kind;
  Args argv;
};

class ClassifyTest : public testing::TestWithParam<Case> {};

TEST_P(ClassifyTest, ReturnsKindAndArgv) {
  const Invocation invocation = ClassifyHere(GetParam().args);
  EXPECT_EQ(KindName(invocation.kind), KindName(GetParam().kind));
  EXPECT_EQ(invocation.argv, GetParam().argv);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, ClassifyTest,
    testing::Values(
        Case{"Nothing", {}, InvocationKind::kNothing, {"hermes"}},
        Case{"OwnPath",
             {"/own/entrypoint.sh", "gateway", "run"},
             InvocationKind::kGatewayRun,
             {"hermes", "gateway", "run"}},
        Case{"OwnPathsNested",
             {"/own/hermes-entry", "/own/main-wrapper.sh", "/own/hermes", "sh"},
             InvocationKind::kOnPath,
             {"sh"}},
        Case{"EntrypointOfAnotherProgram",
             {"/app/entrypoint.sh", "gateway", "run"},
             InvocationKind::kPath,
             {"/app/entrypoint.sh", "gateway", "run"}},
        Case{"OwnPathWithForeignName",
             {"/own/tini", "gateway", "run"},
             InvocationKind::kPath,
             {"/own/tini", "gateway", "run"}},
        Case{"GatewayRun",
             {"gateway", "run"},
             InvocationKind::kGatewayRun,
             {"hermes", "gateway", "run"}},
        Case{"GatewayRunWithLeadingProfile",
             {"-p", "a", "gateway", "run"},
             InvocationKind::kGatewayRun,
             {"hermes", "-p", "a", "gateway", "run"}},
        Case{"GatewayRunKeepsItsFlagInArgv",
             {"gateway", "run", "--no-supervise"},
             InvocationKind::kGatewayRun,
             {"hermes", "gateway", "run", "--no-supervise"}},
        Case{"GatewayHelpIsASubcommand",
             {"gateway", "run", "--help"},
             InvocationKind::kSubcommand,
             {"hermes", "gateway", "run", "--help"}},
        Case{"OtherGatewayVerb",
             {"gateway", "stop", "--all"},
             InvocationKind::kSubcommand,
             {"hermes", "gateway", "stop", "--all"}},
        Case{"SubcommandBeatsPath",
             {"login"},
             InvocationKind::kSubcommand,
             {"hermes", "login"}},
        Case{"AbsolutePath",
             {"/bin/true", "-x"},
             InvocationKind::kPath,
             {"/bin/true", "-x"}},
        Case{"RelativePath", {"./a"}, InvocationKind::kPath, {"./a"}},
        Case{"OnPath",
             {"sh", "-c", "exit 42"},
             InvocationKind::kOnPath,
             {"sh", "-c", "exit 42"}},
        Case{"UnknownWord",
             {"frobnicate", "x"},
             InvocationKind::kOther,
             {"hermes", "frobnicate", "x"}},
        Case{"LeadingDash",
             {"--version"},
             InvocationKind::kOther,
             {"hermes", "--version"}},
        Case{"LeadingDashWithSlash",
             {"--config=/etc/x"},
             InvocationKind::kOther,
             {"hermes", "--config=/etc/x"}},
        Case{"ProfileBeforeAnotherSubcommand",
             {"-p", "a", "chat"},
             InvocationKind::kOther,
             {"hermes", "-p", "a", "chat"}},
        Case{"EmptyWord", {""}, InvocationKind::kOther, {"hermes", ""}}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Nesting, ClassifyTest,
    testing::Values(
        Case{"OwnNameAlone", {"hermes"}, InvocationKind::kNothing, {"hermes"}},
        Case{"Twice",
             {"hermes-entry", "hermes", "hermes-entry", "gateway", "run"},
             InvocationKind::kGatewayRun,
             {"hermes", "gateway", "run"}},
        Case{"BeforeAProgram",
             {"hermes-entry", "sh"},
             InvocationKind::kOnPath,
             {"sh"}},
        Case{"NotLaterOnTheLine",
             {"sh", "hermes", "gateway"},
             InvocationKind::kOnPath,
             {"sh", "hermes", "gateway"}},
        Case{"InitBeforeIt",
             {"/init", "hermes-entry", "gateway", "run"},
             InvocationKind::kGatewayRun,
             {"hermes", "gateway", "run"}},
        Case{"InitAlone", {"/init"}, InvocationKind::kPath, {"/init"}}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

INSTANTIATE_TEST_SUITE_P(
    TheUsersCommandIsUntouched, ClassifyTest,
    testing::Values(Case{"OurSwitchesInside",
                         {"sh", "--entry-version", "--no-supervise", "-p", "x"},
                         InvocationKind::kOnPath,
                         {"sh", "--entry-version", "--no-supervise", "-p",
                          "x"}},
                    Case{"GatewayRunInside",
                         {"sh", "gateway", "run"},
                         InvocationKind::kOnPath,
                         {"sh", "gateway", "run"}},
                    Case{"BytesAndEmptyWords",
                         {"/x", "", "a b", "\xff\n", "--", "--"},
                         InvocationKind::kPath,
                         {"/x", "", "a b", "\xff\n", "--", "--"}}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

TEST(ClassifyTest, TreatsInitOtherThanOverlaysAsPath) {
  const Invocation invocation =
      Classify({"/init", "gateway", "run"},
               {[](std::string_view) { return false; }, [] { return false; },
                [](std::string_view) { return false; }});
  EXPECT_EQ(invocation.kind, InvocationKind::kPath);
  EXPECT_EQ(invocation.argv, (Args{"/init", "gateway", "run"}));
}

TEST(ClassifyTest, DoesNotSearchPathForKnownCommandOptionOrPath) {
  const auto never = [](std::string_view word) {
    ADD_FAILURE() << "looked for " << word;
    return false;
  };
  for (const Args& args : {Args{}, Args{"gateway", "run"}, Args{"login"},
                           Args{"/bin/true"}, Args{"--version"}}) {
    Classify(args, {never, [] { return true; }, never});
  }
}

TEST(ClassifyTest, ReturnsOptionsOfGatewayRun) {
  const Invocation invocation =
      ClassifyHere({"hermes", "-pcoder", "gateway", "--no-supervise"});
  EXPECT_EQ(invocation.gateway_run.profile, "coder");
  EXPECT_TRUE(invocation.gateway_run.opt_out);
}

}  // namespace
}  // namespace hermes
