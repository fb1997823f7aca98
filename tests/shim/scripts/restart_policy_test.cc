// Tests of slots below a real s6-svscan: the effects of the rows of the restart
// policy.
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "gtest/gtest.h"
#include "shim/base/expected.h"
#include "shim/slot/service_directory.h"
#include "shim/slot/slot_control.h"
#include "shim/slot/slot_records.h"
#include "shim/slot/slot_status.h"
#include "tests/shim/slot/slot_tree.h"

namespace hermes {
namespace {

using fixture::Eventually;
using fixture::Exists;
using fixture::SlotTree;
using fixture::Slurp;

bool Start(SlotTree& tree, const SlotSpec& spec) {
  return tree.control().Register(spec).ok() &&
         tree.control().WantUp(spec.name).ok();
}

bool IsDown(SlotTree& tree, const std::string& slot = "gateway-default") {
  const Expected<SlotStatus> status = tree.control().Status(slot);
  return status.ok() && !status.value().up && !status.value().finishing &&
         !status.value().wanted_up;
}

bool Says(const SlotTree& tree, const std::string& text) {
  return Eventually(
      [&] { return tree.DockerLogs().find(text) != std::string::npos; });
}

TEST(StartDelayTest, ShowsDelayBeforeFirstStartAsBackingOff) {
  SlotTree tree;
  SlotSpec spec = tree.place().Spec();
  spec.start_delay_s = 1;
  ASSERT_TRUE(tree.control().Register(spec).ok());
  ASSERT_TRUE(fixture::StartBare(tree, spec.name));
  EXPECT_TRUE(Eventually([&] {
    const Expected<SlotStatus> status = tree.control().Status(spec.name);
    return status.ok() && status.value().backing_off &&
           status.value().delay_s == 1;
  }));
  EXPECT_TRUE(tree.Lives().empty());
  EXPECT_NE(tree.AwaitLife(1), 0);
  EXPECT_TRUE(tree.Status(spec.name).executed);
}

TEST(StartDelayTest, EndsOnStopOfSlot) {
  SlotTree tree;
  SlotSpec spec = tree.place().Spec();
  spec.start_delay_s = 3600;
  ASSERT_TRUE(tree.control().Register(spec).ok());
  ASSERT_TRUE(fixture::StartBare(tree, spec.name));
  ASSERT_TRUE(Eventually([&] { return tree.Status(spec.name).backing_off; }));
  ASSERT_TRUE(tree.control().WantDown(spec.name).ok());
  EXPECT_TRUE(Eventually([&] { return IsDown(tree); }));
  EXPECT_TRUE(tree.Lives().empty());
}

TEST(StartDelayTest, EndsOnStopOfContainer) {
  SlotTree tree;
  SlotSpec spec = tree.place().Spec();
  spec.start_delay_s = 3600;
  spec.kill_timeout_ms = 3600000;
  ASSERT_TRUE(tree.control().Register(spec).ok());
  ASSERT_TRUE(fixture::StartBare(tree, spec.name));
  ASSERT_TRUE(Eventually([&] { return tree.Status(spec.name).backing_off; }));
  tree.Stop();
  EXPECT_TRUE(
      fixture::ProcessesIn("s6-supervise", tree.place().scandir()).empty());
}

TEST(StartDelayTest, EndsOnOperatorsStart) {
  SlotTree tree;
  SlotSpec spec = tree.place().Spec();
  spec.start_delay_s = 3600;
  ASSERT_TRUE(Start(tree, spec));
  EXPECT_NE(tree.AwaitLife(1), 0);
}

TEST(RestartPolicyTest,
     FailsForGoodWithReasonIfProfileIsDeletedWhileGatewayRuns) {
  SlotTree tree;
  SlotSpec spec = tree.place().Spec();
  spec.name = "gateway-coder";
  const std::string home = tree.place().home() + "/profiles/coder";
  std::filesystem::create_directories(home);
  ASSERT_TRUE(Start(tree, spec));
  const pid_t life = tree.AwaitLife(1);
  std::filesystem::remove(home);
  kill(life, SIGKILL);
  EXPECT_TRUE(Says(tree, "its profile's directory no longer exists"));
  EXPECT_TRUE(Eventually([&] { return IsDown(tree, "gateway-coder"); }));
  EXPECT_EQ(tree.Status("gateway-coder").failed_code, 78);
  EXPECT_EQ(tree.Lives().size(), 1u);
}

TEST(RestartPolicyTest, DoesNotStartGatewayOfDeletedProfile) {
  SlotTree tree;
  std::filesystem::create_directory(tree.place().home() + "/profiles");
  SlotSpec spec = tree.place().Spec();
  spec.name = "gateway-coder";
  ASSERT_TRUE(Start(tree, spec));
  EXPECT_TRUE(Says(tree, "its profile's directory no longer exists"));
  EXPECT_TRUE(Eventually([&] { return IsDown(tree, "gateway-coder"); }));
  EXPECT_TRUE(tree.Lives().empty());
}

TEST(RestartPolicyTest, FailsForGoodAfterTooManyEarlyExits) {
  SlotTree tree({"HERMES_GATEWAY_MAX_RESTARTS=2"});
  tree.Order("exit", "9");
  ASSERT_TRUE(Start(tree, tree.place().Spec()));
  EXPECT_TRUE(Says(tree, "it has ended soon after its start 3 times in a row"));
  EXPECT_TRUE(Eventually([&] { return IsDown(tree); }));
  EXPECT_EQ(tree.Lives().size(), 3u);
  EXPECT_EQ(tree.Status().failed_code, 9);
  EXPECT_TRUE(Exists(tree.place().scandir() + "/gateway-default/down"));
}

TEST(RestartPolicyTest, FailsForGoodAfterTooManyExitsWithZero) {
  SlotTree tree({"HERMES_GATEWAY_MAX_RESTARTS=0"});
  tree.Order("exit", "0");
  ASSERT_TRUE(Start(tree, tree.place().Spec()));
  // The slot is also down before its first start.
  EXPECT_NE(tree.AwaitLife(1), 0);
  EXPECT_TRUE(Eventually([&] { return IsDown(tree); }));
  EXPECT_EQ(tree.Status().failed_code, 1);
}

TEST(RestartPolicyTest, DelaysGatewayThatRequestsRestartsTooOften) {
  SlotTree tree;
  tree.Order("exit", "75");
  ASSERT_TRUE(Start(tree, tree.place().Spec()));
  EXPECT_TRUE(Eventually([&] {
    const Expected<SlotStatus> status =
        tree.control().Status("gateway-default");
    return status.ok() && status.value().delay_s == 2;
  }));
  // Five exits that were not counted, and three that were, with delays of 1, 1
  // and 2 seconds.
  EXPECT_EQ(tree.Lives().size(), 8u);
}

TEST(DashboardSlotTest,
     PassesAddressAndDoesNotMarkDashboardAsSupervisedGateway) {
  SlotTree tree({"HERMES_DASHBOARD_PORT=9119"});
  SlotSpec spec = tree.place().Spec();
  spec.name = "dashboard";
  ASSERT_TRUE(Start(tree, spec));
  const pid_t life = tree.AwaitLife(1);
  const std::string files = tree.place().orders() + "/" + std::to_string(life);
  std::string argv = Slurp(files + ".argv");
  std::replace(argv.begin(), argv.end(), '\0', ' ');
  EXPECT_EQ(argv,
            tree.place().Path("hermes") + " dashboard --no-open --port 9119 ");
  EXPECT_EQ(Slurp(files + ".environ").find("SUPERVISED_CHILD"),
            std::string::npos);
  EXPECT_TRUE(tree.Status("dashboard").executed);
}

TEST(DashboardSlotTest, WritesOutputOnlyToContainerLog) {
  SlotTree tree;
  SlotSpec spec = tree.place().Spec();
  spec.name = "dashboard";
  ASSERT_TRUE(Start(tree, spec));
  ASSERT_NE(tree.AwaitLife(1), 0);
  EXPECT_TRUE(Says(tree, "a line on stdout\n"));
  EXPECT_TRUE(Says(tree, "a line on stderr\n"));
  EXPECT_TRUE(std::filesystem::is_empty(tree.place().home()));
}

TEST(DashboardSlotTest, StaysDownAfterConfigurationError) {
  SlotTree tree;
  tree.Order("exit", "78");
  SlotSpec spec = tree.place().Spec();
  spec.name = "dashboard";
  ASSERT_TRUE(Start(tree, spec));
  EXPECT_TRUE(Eventually([&] { return IsDown(tree, "dashboard"); }));
  EXPECT_EQ(tree.Lives().size(), 1u);
  EXPECT_EQ(tree.Status("dashboard").failed_code, 78);
}

TEST(DashboardSlotTest, StaysDownAfterFifthConsecutiveEarlyExit) {
  SlotTree tree({"HERMES_GATEWAY_MAX_RESTARTS=100"});
  tree.Order("exit", "1");
  SlotSpec spec = tree.place().Spec();
  spec.name = "dashboard";
  ASSERT_TRUE(tree.control().Register(spec).ok());
  // Writes a record of three early exits. Producing them would take long,
  // because each restart is delayed.
  ASSERT_TRUE(tree.control().WantDown("dashboard").ok());
  fixture::Spill(tree.place().scandir() + "/dashboard/data/" + kDeathsFile,
                 FormatRecord(DeathRecord{3, 0, 1, false}));
  ASSERT_TRUE(fixture::StartBare(tree, "dashboard"));
  ASSERT_NE(tree.AwaitLife(1), 0);
  // StartBare() starts the slot through s6-svc, which does not reset the count.
  // This is the fourth early exit.
  ASSERT_TRUE(Eventually(
      [&] { return tree.Status("dashboard").consecutive_early_exits == 4; }));
  EXPECT_TRUE(Says(tree, "dashboard: ended with exit code 1"));
  EXPECT_TRUE(Says(tree, "it has ended soon after its start 5 times in a row"));
  EXPECT_TRUE(Eventually([&] { return IsDown(tree, "dashboard"); }));
  EXPECT_EQ(tree.Lives().size(), 2u);
}

}  // namespace
}  // namespace hermes
