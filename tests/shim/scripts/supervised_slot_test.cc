// Tests of slots below a real s6-svscan: how `run` starts a gateway, and what
// `finish` does after it exits.
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "shim/base/expected.h"
#include "shim/slot/slot_control.h"
#include "shim/slot/slot_records.h"
#include "tests/shim/slot/slot_tree.h"

namespace hermes {
namespace {

using fixture::Alive;
using fixture::Eventually;
using fixture::Exists;
using fixture::SlotTree;
using fixture::Slurp;

// Registers the slot and wants it up. Returns the first life's pid, or 0.
pid_t StartIn(SlotTree& tree, const SlotSpec& spec) {
  if (!tree.control().Register(spec).ok()) return 0;
  if (!tree.control().WantUp(spec.name).ok()) return 0;
  return tree.AwaitLife(1);
}

pid_t StartIn(SlotTree& tree) { return StartIn(tree, tree.place().Spec()); }

std::string LifeFile(const SlotTree& tree, pid_t life, const char* what) {
  return Slurp(tree.place().orders() + "/" + std::to_string(life) + "." + what);
}

std::vector<std::string> SplitAtNul(const std::string& text) {
  std::vector<std::string> parts;
  size_t begin = 0;
  for (size_t end; (end = text.find('\0', begin)) != std::string::npos;
       begin = end + 1) {
    parts.push_back(text.substr(begin, end - begin));
  }
  return parts;
}

bool Has(const std::vector<std::string>& entries, const std::string& entry) {
  return std::find(entries.begin(), entries.end(), entry) != entries.end();
}

bool HasName(const std::vector<std::string>& entries, const std::string& name) {
  return std::any_of(entries.begin(), entries.end(), [&](const std::string& e) {
    return e.rfind(name + "=", 0) == 0;
  });
}

std::optional<DeathRecord> Deaths(const SlotTree& tree) {
  return ParseDeathRecord(tree.Data(kDeathsFile));
}

bool IsDown(SlotTree& tree) {
  const Expected<SlotStatus> status = tree.control().Status("gateway-default");
  return status.ok() && !status.value().up && !status.value().finishing &&
         !status.value().wanted_up;
}

bool IsBackingOff(SlotTree& tree) {
  const Expected<SlotStatus> status = tree.control().Status("gateway-default");
  return status.ok() && status.value().backing_off;
}

// Waits until `run` spends a delay of at least 4 s: long enough to see whether
// something ends it early.
bool AwaitLongDelay(SlotTree& tree) {
  return Eventually([&] {
    const auto deaths = Deaths(tree);
    return deaths && deaths->delay_s >= 4 && IsBackingOff(tree);
  });
}

TEST(RunSlotTest, PassesArgumentsToDefaultGateway) {
  SlotTree tree;
  const pid_t life = StartIn(tree);
  EXPECT_EQ(SplitAtNul(LifeFile(tree, life, "argv")),
            (std::vector<std::string>{tree.place().Path("hermes"), "gateway",
                                      "run", "--replace"}));
}

TEST(RunSlotTest, PassesProfileToNamedGateway) {
  SlotTree tree;
  SlotSpec spec = tree.place().Spec();
  spec.name = "gateway-coder";
  std::filesystem::create_directories(tree.place().home() + "/profiles/coder");
  const pid_t life = StartIn(tree, spec);
  EXPECT_EQ(SplitAtNul(LifeFile(tree, life, "argv")),
            (std::vector<std::string>{tree.place().Path("hermes"), "-p",
                                      "coder", "gateway", "run", "--replace"}));
}

TEST(RunSlotTest, PassesEnvironmentByteForByte) {
  const std::string odd = "ODD=a\nb = c\xff\x01\"'$`\\ ";
  SlotTree tree({odd, "EMPTY=", "LONG=" + std::string(100000, 'x')});
  const auto entries = SplitAtNul(LifeFile(tree, StartIn(tree), "environ"));
  EXPECT_TRUE(Has(entries, odd));
  EXPECT_TRUE(Has(entries, "EMPTY="));
  EXPECT_TRUE(Has(entries, "LONG=" + std::string(100000, 'x')));
  EXPECT_TRUE(Has(entries, "HERMES_HOME=" + tree.place().home()));
}

TEST(RunSlotTest, MarksGatewayAsSupervised) {
  SlotTree tree;
  const auto entries = SplitAtNul(LifeFile(tree, StartIn(tree), "environ"));
  EXPECT_TRUE(Has(entries, "HERMES_S6_SUPERVISED_CHILD=1"));
  EXPECT_TRUE(Has(entries, "HERMES_SUPERVISED_CHILD=1"));
  EXPECT_TRUE(Has(entries, "HOME=" + tree.place().home()));
}

TEST(RunSlotTest, DoesNotPassSocketsOfMainProcess) {
  SlotTree tree({"LISTEN_FDS=1", "LISTEN_PID=1", "NOTIFY_SOCKET=/run/n"});
  const auto entries = SplitAtNul(LifeFile(tree, StartIn(tree), "environ"));
  ASSERT_FALSE(entries.empty());
  EXPECT_FALSE(HasName(entries, "LISTEN_FDS"));
  EXPECT_FALSE(HasName(entries, "LISTEN_PID"));
  EXPECT_FALSE(HasName(entries, "NOTIFY_SOCKET"));
}

TEST(RunSlotTest, PrefersEnvironmentFileOfSlotToInheritedEnvironment) {
  SlotTree tree;
  SlotSpec spec = tree.place().Spec();
  spec.environment = Environment({"HERMES_HOME=" + tree.place().home(),
                                  "HERMES_BIN=" + tree.place().Path("hermes"),
                                  "GATEWAY_ORDERS=" + tree.place().orders(),
                                  "FROM_FILE=a\nb"});
  const auto entries =
      SplitAtNul(LifeFile(tree, StartIn(tree, spec), "environ"));
  EXPECT_TRUE(Has(entries, "FROM_FILE=a\nb"));
}

TEST(RunSlotTest, RejectsEnvironmentFileThatOthersCanRead) {
  SlotTree tree;
  SlotSpec spec = tree.place().Spec();
  spec.environment = Environment({"GATEWAY_ORDERS=" + tree.place().orders()});
  ASSERT_TRUE(tree.control().Register(spec).ok());
  const std::string file =
      tree.place().scandir() + "/gateway-default/data/environment";
  ASSERT_EQ(chmod(file.c_str(), 0644), 0);
  ASSERT_TRUE(tree.control().WantUp("gateway-default").ok());
  EXPECT_TRUE(Eventually([&] {
    return tree.DockerLogs().find("must belong to this uid") !=
           std::string::npos;
  }));
  EXPECT_TRUE(tree.Lives().empty());
}

TEST(RunSlotTest, RestoresUmaskAndFileLimitOfCommand) {
  SlotTree tree({"HERMES_ENTRY_UMASK=027", "HERMES_ENTRY_NOFILE_SOFT=321"});
  const pid_t life = StartIn(tree);
  EXPECT_EQ(LifeFile(tree, life, "limits"), "027 321");
  const auto entries = SplitAtNul(LifeFile(tree, life, "environ"));
  EXPECT_FALSE(HasName(entries, "HERMES_ENTRY_UMASK"));
  EXPECT_FALSE(HasName(entries, "HERMES_ENTRY_NOFILE_SOFT"));
}

TEST(RunSlotTest, WorksWithEmptyPath) {
  SlotTree tree({"PATH="});
  EXPECT_NE(StartIn(tree), 0);
}

TEST(RunSlotTest, ReportsForeignGatewayAsReadyAtStart) {
  SlotTree tree;
  ASSERT_NE(StartIn(tree), 0);
  EXPECT_TRUE(Eventually([&] { return tree.Status().ready; }));
}

TEST(RunSlotTest, DoesNotReportNotifyingGatewayAsReadyAtStart) {
  SlotTree tree({"HERMES_GATEWAY_NOTIFY=1"});
  const pid_t life = StartIn(tree);
  EXPECT_TRUE(
      Has(SplitAtNul(LifeFile(tree, life, "environ")), "HERMES_NOTIFY_FD=3"));
  EXPECT_FALSE(tree.Status().ready);
}

TEST(RunSlotTest, ReportsNotifyingGatewayAsReadyOnceItNotifies) {
  SlotTree tree({"HERMES_GATEWAY_NOTIFY=1"});
  tree.Order("notify");
  ASSERT_NE(StartIn(tree), 0);
  EXPECT_TRUE(Eventually([&] { return tree.Status().ready; }));
}

TEST(RunSlotTest, FailsForGoodAndNamesPathsIfGatewayIsMissing) {
  SlotTree tree({"HERMES_BIN=/nonexistent/hermes"});
  ASSERT_TRUE(tree.control().Register(tree.place().Spec()).ok());
  ASSERT_TRUE(tree.control().WantUp("gateway-default").ok());
  EXPECT_TRUE(Eventually([&] { return tree.Data(kFailedFile) == "127\n"; }));
  EXPECT_TRUE(Eventually([&] { return IsDown(tree); }));
  EXPECT_TRUE(Exists(tree.place().scandir() + "/gateway-default/down"));
  EXPECT_TRUE(Eventually([&] {
    return tree.DockerLogs().find("looked at /nonexistent/hermes;") !=
           std::string::npos;
  })) << tree.DockerLogs();
}

TEST(FinishSlotTest, RecordsFirstCrashAndRestartsAtOnce) {
  SlotTree tree;
  tree.Order("exit", "3");
  ASSERT_NE(StartIn(tree), 0);
  ASSERT_TRUE(Eventually([&] { return Deaths(tree).has_value(); }));
  tree.Revoke("exit");
  EXPECT_EQ(Deaths(tree)->consecutive_early_exits, 1);
  EXPECT_EQ(Deaths(tree)->delay_s, 0);
  EXPECT_EQ(Deaths(tree)->last_code, 3);
  EXPECT_NE(tree.AwaitLife(2), 0);
  EXPECT_TRUE(Eventually([&] {
    return tree.DockerLogs().find("ended with exit code 3") !=
           std::string::npos;
  }));
}

TEST(FinishSlotTest, LengthensDelayWithEachEarlyExit) {
  SlotTree tree;
  tree.Order("exit", "1");
  ASSERT_NE(StartIn(tree), 0);
  EXPECT_TRUE(Eventually([&] {
    const auto deaths = Deaths(tree);
    return deaths && deaths->consecutive_early_exits == 4 &&
           deaths->delay_s == 4;
  }));
}

TEST(FinishSlotTest, ShowsDelayAsBackingOffAndNotReady) {
  SlotTree tree;
  ASSERT_TRUE(tree.control().Register(tree.place().Spec()).ok());
  tree.Order("exit", "1");
  ASSERT_TRUE(tree.control().WantUp("gateway-default").ok());
  ASSERT_TRUE(Eventually([&] { return IsBackingOff(tree); }));
  EXPECT_FALSE(tree.Status().ready);
}

TEST(FinishSlotTest, StopsAtOnceDuringDelay) {
  SlotTree tree;
  tree.Order("exit", "1");
  ASSERT_NE(StartIn(tree), 0);
  ASSERT_TRUE(AwaitLongDelay(tree));
  const size_t lives = tree.Lives().size();
  ASSERT_TRUE(tree.control().WantDown("gateway-default").ok());
  ASSERT_TRUE(Eventually([&] { return IsDown(tree); }));
  // Down without another life: the delay was not spent to its end.
  EXPECT_EQ(tree.Lives().size(), lives);
  EXPECT_EQ(Deaths(tree)->delay_s, 0);
}

TEST(FinishSlotTest, StartsAtOnceAfterTermDuringDelay) {
  SlotTree tree;
  tree.Order("exit", "1");
  ASSERT_NE(StartIn(tree), 0);
  ASSERT_TRUE(AwaitLongDelay(tree));
  const size_t lives = tree.Lives().size();
  tree.Revoke("exit");
  kill(tree.Status().pid, SIGTERM);
  EXPECT_NE(tree.AwaitLife(lives + 1), 0);
  EXPECT_TRUE(Eventually([&] {
    return tree.DockerLogs().find(
               "ended before the gateway began; it is "
               "started again at once") != std::string::npos;
  })) << tree.DockerLogs();
}

TEST(FinishSlotTest, EndsDelayOnOperatorsStart) {
  SlotTree tree;
  tree.Order("exit", "1");
  ASSERT_NE(StartIn(tree), 0);
  ASSERT_TRUE(AwaitLongDelay(tree));
  const size_t lives = tree.Lives().size();
  tree.Revoke("exit");
  ASSERT_TRUE(tree.control().WantUp("gateway-default").ok());
  EXPECT_NE(tree.AwaitLife(lives + 1), 0);
  EXPECT_TRUE(Eventually([&] {
    return tree.DockerLogs().find("a start ended the delay") !=
           std::string::npos;
  }));
}

TEST(FinishSlotTest, StaysDownAfterConfigurationError) {
  SlotTree tree;
  tree.Order("exit", "78");
  ASSERT_NE(StartIn(tree), 0);
  EXPECT_TRUE(Eventually([&] { return tree.Data(kFailedFile) == "78\n"; }));
  EXPECT_TRUE(Eventually([&] { return IsDown(tree); }));
  EXPECT_TRUE(Exists(tree.place().scandir() + "/gateway-default/down"));
  EXPECT_EQ(tree.Lives().size(), 1u);
}

TEST(FinishSlotTest, ForgetsPermanentFailureOnOperatorsStart) {
  SlotTree tree;
  tree.Order("exit", "78");
  ASSERT_NE(StartIn(tree), 0);
  ASSERT_TRUE(Eventually([&] { return IsDown(tree); }));
  tree.Revoke("exit");
  ASSERT_TRUE(tree.control().WantUp("gateway-default").ok());
  EXPECT_NE(tree.AwaitLife(2), 0);
  EXPECT_EQ(tree.Data(kFailedFile), "");
  EXPECT_FALSE(Exists(tree.place().scandir() + "/gateway-default/down"));
}

TEST(FinishSlotTest, DoesNotCountExitThatRequestsRestart) {
  SlotTree tree;
  tree.Order("exit", "75");
  ASSERT_NE(StartIn(tree), 0);
  ASSERT_NE(tree.AwaitLife(2), 0);
  tree.Revoke("exit");
  EXPECT_EQ(Deaths(tree)->consecutive_early_exits, 0);
  EXPECT_EQ(Deaths(tree)->delay_s, 0);
}

TEST(FinishSlotTest, DoesNotCountOperatorsRestartAndConsumesMarker) {
  SlotTree tree;
  const pid_t life = StartIn(tree);
  const std::string marker =
      tree.place().scandir() + "/gateway-default/data/restart";
  fixture::Spill(marker, "");
  kill(life, SIGTERM);
  ASSERT_NE(tree.AwaitLife(2), 0);
  EXPECT_EQ(Deaths(tree)->consecutive_early_exits, 0);
  EXPECT_FALSE(Exists(marker));
}

TEST(FinishSlotTest, RestartsKilledGatewayAndReportsIt) {
  SlotTree tree;
  const pid_t life = StartIn(tree);
  kill(life, SIGKILL);
  EXPECT_NE(tree.AwaitLife(2), 0);
  EXPECT_TRUE(Eventually([&] {
    return tree.DockerLogs().find(
               "was killed by signal 9 (it may have been "
               "out of memory)") != std::string::npos;
  }));
  EXPECT_EQ(Deaths(tree)->last_code, 128 + SIGKILL);
}

TEST(FinishSlotTest, WaitsAMinuteAfterTakeover) {
  SlotTree tree;
  tree.Order("stop-exit", "0");
  const pid_t life = StartIn(tree);
  fixture::Spill(tree.place().home() + "/.gateway-takeover.json",
                 "{\"target_pid\": " + std::to_string(life) + "}");
  kill(life, SIGTERM);
  ASSERT_TRUE(Eventually([&] { return Deaths(tree).has_value(); }));
  EXPECT_EQ(Deaths(tree)->delay_s, 60);
  EXPECT_EQ(Deaths(tree)->consecutive_early_exits, 0);
}

TEST(FinishSlotTest, IgnoresTakeoverOfOtherProcess) {
  SlotTree tree;
  tree.Order("stop-exit", "0");
  const pid_t life = StartIn(tree);
  fixture::Spill(tree.place().home() + "/.gateway-takeover.json",
                 "{\"target_pid\": " + std::to_string(life + 1) + "}");
  kill(life, SIGTERM);
  ASSERT_TRUE(Eventually([&] { return Deaths(tree).has_value(); }));
  EXPECT_EQ(Deaths(tree)->delay_s, 0);
}

TEST(FinishSlotTest, EndsChildOfKilledGatewayBeforeNextLife) {
  SlotTree tree;
  tree.Order("orphan");
  const pid_t life = StartIn(tree);
  const pid_t orphan = std::stoi(Slurp(tree.place().orders() + "/orphan.pid"));
  ASSERT_TRUE(Alive(orphan));
  tree.Revoke("orphan");
  kill(life, SIGKILL);
  ASSERT_NE(tree.AwaitLife(2), 0);
  EXPECT_FALSE(Alive(orphan));
}

TEST(FinishSlotTest, LeavesNoProcessAfterStop) {
  SlotTree tree;
  const pid_t life = StartIn(tree);
  tree.Stop();
  EXPECT_FALSE(Alive(life));
  EXPECT_TRUE(
      fixture::ProcessesIn("s6-supervise", tree.place().scandir()).empty());
}

}  // namespace
}  // namespace hermes
