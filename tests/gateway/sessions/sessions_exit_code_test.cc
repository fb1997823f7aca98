#include "gateway/sessions/sessions_exit_code.h"

#include <gtest/gtest.h>

#include "absl/status/status.h"

namespace hermes::gateway {
namespace {

struct Case {
  const char* name;
  absl::StatusCode status;
  int exit_code;
};

class SessionsExitCodeTest : public testing::TestWithParam<Case> {};

TEST_P(SessionsExitCodeTest, MatchesTable) {
  EXPECT_EQ(SessionsExitCodeFor(absl::Status(GetParam().status, "x")),
            GetParam().exit_code);
}

INSTANTIATE_TEST_SUITE_P(
    Table, SessionsExitCodeTest,
    testing::Values(Case{"Ok", absl::StatusCode::kOk, 0},
                    Case{"NotConfirmed", absl::StatusCode::kAborted, 1},
                    Case{"Usage", absl::StatusCode::kInvalidArgument, 64},
                    Case{"NoSuchSession", absl::StatusCode::kNotFound, 64},
                    Case{"Damaged", absl::StatusCode::kDataLoss, 69},
                    Case{"SystemCall", absl::StatusCode::kInternal, 71},
                    Case{"DiskFull", absl::StatusCode::kResourceExhausted, 73},
                    Case{"InUse", absl::StatusCode::kUnavailable, 75},
                    Case{"Permission", absl::StatusCode::kPermissionDenied, 77},
                    Case{"NewerVersion", absl::StatusCode::kFailedPrecondition,
                         78}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

}  // namespace
}  // namespace hermes::gateway
