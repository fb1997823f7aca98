#include "gateway/command/exit_code.h"

#include <gtest/gtest.h>

namespace hermes::gateway {
namespace {

struct Case {
  const char* name;
  absl::StatusCode status;
  int exit_code;
};

class ExitCodeTest : public testing::TestWithParam<Case> {};

TEST_P(ExitCodeTest, MatchesDocumentation) {
  EXPECT_EQ(ExitCodeFor(absl::Status(GetParam().status, "x")),
            GetParam().exit_code);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ExitCodeTest,
    testing::Values(Case{"Ok", absl::StatusCode::kOk, 0},
                    Case{"AlreadyRunning", absl::StatusCode::kAlreadyExists, 1},
                    Case{"LostRace", absl::StatusCode::kAborted, 1},
                    Case{"Usage", absl::StatusCode::kInvalidArgument, 64},
                    Case{"Kernel", absl::StatusCode::kInternal, 71},
                    Case{"CannotCreate", absl::StatusCode::kNotFound, 73},
                    Case{"DiskFull", absl::StatusCode::kResourceExhausted, 73},
                    Case{"Permission", absl::StatusCode::kPermissionDenied, 77},
                    Case{"Configuration", absl::StatusCode::kFailedPrecondition,
                         78}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

}  // namespace
}  // namespace hermes::gateway
