#include "shim/manager/manager_error.h"

#include <cerrno>
#include <string>

#include "gtest/gtest.h"
#include "shim/base/expected.h"

namespace hermes {
namespace {

struct Case {
  std::string name;
  int err;
  ManagerFault operating;
  ManagerFault registering;
};

class ManagerErrorTest : public testing::TestWithParam<Case> {};

TEST_P(ManagerErrorTest, MapsErrnoToFault) {
  const Error error = {GetParam().err, "operating", "/run/service/x"};
  EXPECT_EQ(OperatingError(error).fault, GetParam().operating);
  EXPECT_EQ(RegisteringError(error).fault, GetParam().registering);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ManagerErrorTest,
    testing::Values(
        Case{"S6SaidNo", 0, ManagerFault::kS6, ManagerFault::kS6},
        Case{"Access", EACCES, ManagerFault::kDenied, ManagerFault::kDenied},
        Case{"Permission", EPERM, ManagerFault::kDenied, ManagerFault::kDenied},
        Case{"Gone", ENOENT, ManagerFault::kNoSuchSlot,
             ManagerFault::kCannotRegister},
        Case{"Late", ETIMEDOUT, ManagerFault::kTimedOut, ManagerFault::kS6},
        Case{"StopSignal", EINTR, ManagerFault::kTimedOut,
             ManagerFault::kTimedOut},
        Case{"Else", ENOSPC, ManagerFault::kSystem,
             ManagerFault::kCannotRegister}),
    [](const testing::TestParamInfo<Case>& each) { return each.param.name; });

TEST(ManagerErrorTest, RepeatsMessageOfS6) {
  const Error error = {0, "s6 refused:", "s6-svc: fatal: no (exit code 111)"};
  EXPECT_EQ(OperatingError(error).line,
            "s6 refused: s6-svc: fatal: no (exit code 111)");
}

}  // namespace
}  // namespace hermes
