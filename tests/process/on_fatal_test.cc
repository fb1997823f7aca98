// Tests of a gateway that fails for good, and of what its container does then.
#include <signal.h>

#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/poll.h"
#include "tests/process/processes.h"
#include "tests/process/volume.h"

namespace hermes::fixture {
namespace {

constexpr std::string_view kFailed = "has failed for good with exit code 78";

int CountOf(std::string_view text, std::string_view part) {
  int count = 0;
  for (size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

ContainerOptions Failing(const std::vector<std::string>& more = {}) {
  ContainerOptions options = Volume().Boot({"gateway", "run"});
  options.variables = {"GATEWAY_EXIT=78"};
  options.variables.insert(options.variables.end(), more.begin(), more.end());
  return options;
}

TEST(OnFatalTest, KeepsContainerRunningByDefaultAndSaysSo) {
  Container container(Failing());
  ASSERT_TRUE(container.init().WaitForErr(kFailed)) << container.init().err();
  EXPECT_NE(container.init().err().find("`hermes gateway start`"),
            std::string::npos);
  EXPECT_TRUE(container.init().Running());
  container.init().Signal(SIGTERM);
  EXPECT_EQ(container.init().Wait(), 0);
}

TEST(OnFatalTest, ExitEndsContainerWithGatewaysCode) {
  Container container(Failing({"HERMES_GATEWAY_ON_FATAL=exit"}));
  EXPECT_EQ(container.init().Wait(), 78) << container.init().err();
  EXPECT_NE(container.init().err().find("HERMES_GATEWAY_ON_FATAL=exit"),
            std::string::npos);
  EXPECT_EQ(container.GatewayStarts().size(), 1u);
}

TEST(OnFatalTest, ExitEndsContainerAfterTooManyEarlyExits) {
  ContainerOptions options = Volume().Boot({"gateway", "run"});
  options.variables = {"GATEWAY_EXIT=3", "HERMES_GATEWAY_MAX_RESTARTS=1",
                       "HERMES_GATEWAY_ON_FATAL=exit"};
  Container container(options);
  EXPECT_EQ(container.init().Wait(), 3) << container.init().err();
  EXPECT_EQ(container.GatewayStarts().size(), 2u);
}

TEST(OnFatalTest, ExitKeepsContainerRunningIfAnotherProfileFails) {
  ContainerOptions options =
      Volume()
          .AddProfile("bad", R"({"desired_state":"running"})")
          .Boot({"gateway", "run"});
  options.variables = {"GATEWAY_EXIT=78", "GATEWAY_ONLY=bad",
                       "HERMES_GATEWAY_ON_FATAL=exit"};
  Container container(options);
  ASSERT_TRUE(WaitForProfiles(container, {"default"}))
      << container.init().err();
  ASSERT_TRUE(WaitUntil([&] {
    return container.SlotStatus("gateway-bad", "up,wantedup") == "false false";
  }));
  EXPECT_TRUE(container.init().Running());
}

TEST(OnFatalTest, ReportsEachFailureOnce) {
  Container container(Failing());
  ASSERT_TRUE(container.init().WaitForErr(kFailed));
  ASSERT_TRUE(WaitUntil([&] {
    return container.SlotStatus("gateway-default", "up,wantedup") ==
           "false false";
  }));
  EXPECT_EQ(CountOf(container.init().err(), kFailed), 1);
  const auto svc = container.Start({"-U", "/run/service/gateway-default"}, {},
                                   kHermesUid, "/usr/bin/s6-svc");
  ASSERT_EQ(svc->Wait(), 0) << svc->err();
  EXPECT_TRUE(WaitUntil([&] {
    return CountOf(container.init().err(), kFailed) == 2;
  })) << container.init().err();
  EXPECT_EQ(container.GatewayStarts().size(), 2u);
}

// The same below a foreign s6-svscan.
TEST(OnFatalTest, ExitEndsHeartbeatInForeignTree) {
  ContainerOptions options;
  options.init = Init::kS6;
  options.uid = kHermesUid;
  Container container(options);
  const auto entry = container.Start(
      {"gateway", "run"}, {"GATEWAY_EXIT=78", "HERMES_GATEWAY_ON_FATAL=exit"},
      kHermesUid);
  EXPECT_EQ(entry->Wait(), 78) << entry->err();
  EXPECT_NE(entry->err().find(kFailed), std::string::npos) << entry->err();
}

}  // namespace
}  // namespace hermes::fixture
