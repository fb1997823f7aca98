#include "shim/base/exit_codes.h"

#include <cerrno>
#include <string>

#include "gtest/gtest.h"

namespace hermes {
namespace {

struct Case {
  const char* name;
  int actual;
  int documented;
};

class ExitCodeTest : public testing::TestWithParam<Case> {};

TEST_P(ExitCodeTest, MatchesDocumentation) {
  EXPECT_EQ(GetParam().actual, GetParam().documented);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ExitCodeTest,
    testing::Values(Case{"PlannedEnd", kExitPlannedEnd, 0},
                    Case{"Usage", kExitUsage, 64}, Case{"S6", kExitS6, 69},
                    Case{"System", kExitSystem, 71},
                    Case{"CannotCreate", kExitCannotCreate, 73},
                    Case{"RestartMe", kExitRestartMe, 75},
                    Case{"Permission", kExitPermission, 77},
                    Case{"Configuration", kExitConfiguration, 78},
                    Case{"NotExecutable", kExitNotExecutable, 126},
                    Case{"NotFound", kExitNotFound, 127},
                    Case{"SignalBase", kExitSignalBase, 128},
                    Case{"ExecEnoent", ExitCodeOfExecFailure(ENOENT), 127},
                    Case{"ExecEnotdir", ExitCodeOfExecFailure(ENOTDIR), 127},
                    Case{"ExecEacces", ExitCodeOfExecFailure(EACCES), 126},
                    Case{"ExecEnoexec", ExitCodeOfExecFailure(ENOEXEC), 126},
                    Case{"ExecE2big", ExitCodeOfExecFailure(E2BIG), 126}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

}  // namespace
}  // namespace hermes
