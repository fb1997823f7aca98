#include "shim/entry/tini_options.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hermes {
namespace {

using Args = std::vector<std::string>;

struct Case {
  std::string name;
  Args args;
  Args rest;
};

class WithoutTiniOptionsTest : public testing::TestWithParam<Case> {};

TEST_P(WithoutTiniOptionsTest, ReturnsCommandAsTableSays) {
  EXPECT_EQ(WithoutTiniOptions(GetParam().args), GetParam().rest);
}

INSTANTIATE_TEST_SUITE_P(
    Table, WithoutTiniOptionsTest,
    testing::Values(
        Case{"None", {"gateway", "run"}, {"gateway", "run"}},
        Case{"Nothing", {}, {}},
        Case{"Dashes", {"--", "gateway", "run"}, {"gateway", "run"}},
        Case{"Group", {"-g", "--", "x"}, {"x"}},
        Case{"Subreaper", {"-s", "x"}, {"x"}},
        Case{"Verbose", {"-v", "x"}, {"x"}},
        Case{"VeryVerbose", {"-vvv", "x"}, {"x"}},
        Case{"Warn", {"-w", "x"}, {"x"}}, Case{"License", {"-l", "x"}, {"x"}},
        Case{"Joined", {"-vgws", "x"}, {"x"}},
        Case{"ExitCode", {"-e", "143", "x"}, {"x"}},
        Case{"ExitCodeGlued", {"-e143", "x"}, {"x"}},
        Case{"Signal", {"-p", "SIGTERM", "x"}, {"x"}},
        Case{"SignalGlued", {"-pSIGKILL", "x"}, {"x"}},
        Case{"FlagsAndValue", {"-vge", "143", "--", "x"}, {"x"}},
        Case{"AllOfThem",
             {"-g", "-s", "-v", "-w", "-e", "0", "-p", "SIGTERM", "--", "x"},
             {"x"}},
        Case{"OnlyOneDashes", {"--", "--", "x"}, {"--", "x"}},
        Case{"CommandsOwnOptionsStay", {"-g", "sh", "-g"}, {"sh", "-g"}},
        Case{"ForeignOptionIsTheCommands",
             {"-g", "--yolo", "-v"},
             {"--yolo", "-v"}},
        Case{"UnknownLetterIsTheCommands", {"-gz", "x"}, {"-gz", "x"}},
        Case{"LoneDashIsTheCommands", {"-", "x"}, {"-", "x"}},
        Case{"MissingValue", {"-e"}, {}},
        Case{"VersionAlone", {"--version"}, {"--entry-version"}},
        Case{"HelpAlone", {"-h"}, {"--entry-help"}},
        Case{"VersionOfTheCommand", {"--", "--version"}, {"--version"}}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

}  // namespace
}  // namespace hermes
