#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "tests/gateway/process/gateway_process.h"

namespace hermes::gateway {
namespace {

Launch Replacing() {
  Launch launch;
  launch.args = {"gateway", "run", "--replace"};
  return launch;
}

TEST(SingleInstanceTest, RejectsSecondStartWithHints) {
  const TempDirectory home;
  GatewayProcess first(home);
  ASSERT_TRUE(first.WaitForState("running"));
  GatewayProcess second(home);
  EXPECT_EQ(second.Wait(), 1);
  const std::string err = second.Err();
  EXPECT_EQ(std::count(err.begin(), err.end(), '\n'), 1) << err;
  for (const std::string& part :
       {std::to_string(first.pid()), std::string("--replace"),
        std::string("kill -INT")}) {
    EXPECT_NE(err.find(part), std::string::npos) << err;
  }
  EXPECT_TRUE(first.Running());
  EXPECT_EQ(first.State().at("pid"), first.pid());
}

TEST(SingleInstanceTest, ReplaceTakesOverAndOldGatewayExitsWith0) {
  const TempDirectory home;
  GatewayProcess first(home);
  ASSERT_TRUE(first.WaitForState("running"));
  GatewayProcess second(home, Replacing());
  EXPECT_EQ(first.Wait(), 0);
  EXPECT_TRUE(second.WaitForState("running"));
  EXPECT_FALSE(home.Has(".gateway-takeover.json"));
  EXPECT_NE(home.Read("gateway.pid").find(std::to_string(second.pid())),
            std::string::npos);
}

TEST(SingleInstanceTest, ReplaceKillsGatewayThatIgnoresTerm) {
  const TempDirectory home;
  GatewayProcess first(home);
  ASSERT_TRUE(first.WaitForState("running"));
  first.Signal(SIGSTOP);
  GatewayProcess second(home, Replacing());
  EXPECT_EQ(first.Wait(), 128 + SIGKILL);
  EXPECT_TRUE(second.WaitForState("running"));
}

TEST(SingleInstanceTest, ReplaceStartsWithoutPredecessor) {
  const TempDirectory home;
  GatewayProcess gateway(home, Replacing());
  EXPECT_TRUE(gateway.WaitForState("running"));
}

// A typing error must not take down a bot that works.
TEST(SingleInstanceTest, InvalidConfigurationLeavesOldGatewayRunning) {
  const TempDirectory home;
  GatewayProcess first(home);
  ASSERT_TRUE(first.WaitForState("running"));
  home.Write("config.yaml", "a: [\n");
  GatewayProcess second(home, Replacing());
  EXPECT_EQ(second.Wait(), 78);
  EXPECT_TRUE(first.Running());
  EXPECT_EQ(first.State().at("gateway_state"), "running");
}

TEST(SingleInstanceTest, StopsWaitingForOldGatewayOnOwnSignal) {
  const TempDirectory home;
  GatewayProcess first(home);
  ASSERT_TRUE(first.WaitForState("running"));
  first.Signal(SIGSTOP);
  GatewayProcess second(home, Replacing());
  ASSERT_TRUE(Eventually([&] { return home.Has(".gateway-takeover.json"); }));
  second.Signal(SIGTERM);
  EXPECT_EQ(second.Wait(), 1);
  EXPECT_TRUE(first.Running());
}

TEST(SingleInstanceTest, LetsOneOfTwoStartsWin) {
  for (int round = 0; round < 5; ++round) {
    const TempDirectory home;
    GatewayProcess one(home);
    GatewayProcess two(home);
    ASSERT_TRUE(Eventually([&] { return !one.Running() || !two.Running(); }));
    GatewayProcess& loser = one.Running() ? two : one;
    GatewayProcess& winner = one.Running() ? one : two;
    EXPECT_EQ(loser.Wait(), 1);
    EXPECT_TRUE(winner.WaitForState("running"));
    // Both seeded the home at the same time: it has one complete key.
    const std::string secret = home.Read(".env");
    EXPECT_EQ(secret.size() - secret.find("\nAPI_SERVER_KEY="),
              sizeof("\nAPI_SERVER_KEY=") - 1 + 64 + 1);
  }
}

TEST(SingleInstanceTest, StartsAfterKilledGateway) {
  const TempDirectory home;
  {
    GatewayProcess first(home);
    ASSERT_TRUE(first.WaitForState("running"));
    first.Signal(SIGKILL);
    EXPECT_EQ(first.Wait(), 128 + SIGKILL);
  }
  ASSERT_TRUE(home.Has("gateway.pid"));
  GatewayProcess second(home);
  EXPECT_TRUE(second.WaitForState("running"));
}

// On a volume that outlived its container, the recorded pid is alive, but it is
// this test.
TEST(SingleInstanceTest, StartsDespiteStalePidOfAnotherProcess) {
  for (const std::string& record :
       {std::to_string(getpid()),
        "{\"pid\":" + std::to_string(getpid()) +
            ",\"kind\":\"hermes-gateway\",\"argv\":[\"hermes\",\"gateway\"],"
            "\"start_time\":1,\"hermes_home\":\"/opt/data\"}",
        std::string("garbage")}) {
    const TempDirectory home;
    home.Write("gateway.pid", record);
    home.Write("gateway.lock", record);
    GatewayProcess gateway(home);
    EXPECT_TRUE(gateway.WaitForState("running")) << record;
  }
}

TEST(SingleInstanceTest, RunsProfilesIndependently) {
  const TempDirectory home;
  ASSERT_EQ(mkdir(home.Path("profiles").c_str(), 0755), 0);
  ASSERT_EQ(mkdir(home.Path("profiles/coder").c_str(), 0755), 0);
  GatewayProcess first(home);
  ASSERT_TRUE(first.WaitForState("running"));
  Launch launch;
  launch.args = {"-p", "coder", "gateway", "run"};
  launch.environment = {{"API_SERVER_KEY", kTestKey}};
  GatewayProcess second(home, launch);
  ASSERT_TRUE(Eventually([&] { return !second.Out().empty(); }))
      << second.Err();
  EXPECT_NE(second.Out().find("profile: coder"), std::string::npos);
  // The container's key belongs only to the default profile.
  EXPECT_NE(second.Out().find("off: API_SERVER_KEY is not set"),
            std::string::npos);
  EXPECT_TRUE(first.Running());
  EXPECT_TRUE(home.Has("profiles/coder/gateway.pid"));
  EXPECT_FALSE(home.Has("profiles/coder/.env"));
}

}  // namespace
}  // namespace hermes::gateway
