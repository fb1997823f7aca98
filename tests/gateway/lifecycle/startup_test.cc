#include "gateway/lifecycle/startup.h"

#include <gtest/gtest.h>

#include "absl/status/status.h"

namespace hermes::gateway {
namespace {

TEST(RootGuardTest, AllowsOtherUsers) {
  EXPECT_TRUE(CheckRoot(10000, {}).ok());
}

TEST(RootGuardTest, RejectsRoot) {
  for (const char* value : {"", "0", "no", "maybe"}) {
    EXPECT_TRUE(absl::IsPermissionDenied(
        CheckRoot(0, {{"HERMES_ALLOW_ROOT_GATEWAY", value}})))
        << value;
  }
}

TEST(RootGuardTest, AllowsRootIfVariableIsSet) {
  for (const char* value : {"1", "true", "yes"}) {
    EXPECT_TRUE(CheckRoot(0, {{"HERMES_ALLOW_ROOT_GATEWAY", value}}).ok())
        << value;
  }
}

TEST(ErrorCodeTest, ReturnsWordBeforeColon) {
  EXPECT_EQ(ErrorCodeOf(absl::FailedPreconditionError(
                "api_server_port_in_use: port 1")),
            "api_server_port_in_use");
  EXPECT_EQ(ErrorCodeOf(absl::FailedPreconditionError("/x/config.yaml:1: y")),
            "");
}

}  // namespace
}  // namespace hermes::gateway
