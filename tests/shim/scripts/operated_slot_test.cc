// Tests of slots that uid 10000 operates, below an s6-svscan that runs as root.
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "shim/base/child_process.h"
#include "shim/base/directory_tree.h"
#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"
#include "shim/facts/s6_programs.h"
#include "shim/slot/service_directory.h"
#include "shim/slot/slot_control.h"
#include "shim/slot/slot_environment.h"
#include "shim/slot/slot_records.h"
#include "shim/slot/slot_status.h"
#include "tests/shim/slot/slot_tree.h"

namespace hermes {
namespace {

using fixture::AsUid;
using fixture::Eventually;
using fixture::Exists;
using fixture::ProcessesIn;
using fixture::SlotTree;
using fixture::Slurp;

constexpr uid_t kOperator = 10000;
constexpr uid_t kStranger = 12345;

struct stat Stat(const std::string& path) {
  struct stat st = {};
  EXPECT_EQ(lstat(path.c_str(), &st), 0) << path;
  return st;
}

uid_t UidOf(pid_t pid) { return Stat("/proc/" + std::to_string(pid)).st_uid; }

class OperatedSlotTest : public testing::Test {
 protected:
  OperatedSlotTest() {
    for (const std::string& path :
         {tree_.place().home(), tree_.place().orders()}) {
      EXPECT_EQ(chown(path.c_str(), kOperator, kOperator), 0);
    }
  }

  SlotSpec Spec() {
    SlotSpec spec = tree_.place().Spec();
    spec.operated_by = TreeOperator{kOperator, kOperator};
    return spec;
  }
  std::string Slot(const std::string& name) {
    return tree_.place().scandir() + "/gateway-default/" + name;
  }
  bool Operator(const std::function<bool(SlotControl&)>& action) {
    return AsUid(kOperator, [&] { return action(tree_.control()); });
  }
  bool Start() {
    return Operator([](SlotControl& control) {
      return control.WantUp("gateway-default").ok();
    });
  }
  // Runs s6-svc with a wait, for which it needs event/.
  bool Svc(std::vector<std::string> arguments) {
    const std::string svc = FindS6Programs("").svc;
    const ProcessContext context = tree_.place().Context();
    arguments.insert(arguments.begin(), svc);
    arguments.push_back(Slot(""));
    const auto result = RunProgram(
        {svc, arguments, context.environment, context.signal_mask}, 30000);
    return result.ok() && result.value().exit_code == 0;
  }

  SlotTree tree_;
};

TEST_F(OperatedSlotTest, LetsOperatorStartRestartQueryAndStop) {
  ASSERT_TRUE(tree_.control().Register(Spec()).ok());
  EXPECT_TRUE(Operator([](SlotControl& control) {
    return control.SupervisorListens("gateway-default");
  }));
  ASSERT_TRUE(Start());
  ASSERT_NE(tree_.AwaitLife(1), 0);
  EXPECT_TRUE(Operator([](SlotControl& control) {
    const Expected<SlotStatus> status = control.Status("gateway-default");
    return status.ok() && status.value().executed &&
           control.Restart("gateway-default").ok();
  }));
  ASSERT_NE(tree_.AwaitLife(2), 0);
  EXPECT_TRUE(Operator([](SlotControl& control) {
    return control.WantDown("gateway-default").ok() &&
           control.WaitForEnd("gateway-default", 30000).ok();
  }));
  EXPECT_EQ(tree_.Status().consecutive_early_exits, 0);
  EXPECT_TRUE(Exists(Slot("down")));
}

TEST_F(OperatedSlotTest, LetsOperatorWaitForEvents) {
  ASSERT_TRUE(tree_.control().Register(Spec()).ok());
  EXPECT_TRUE(AsUid(kOperator, [&] {
    return Svc({"-wu", "-T", "20000", "-u"}) &&
           Svc({"-wD", "-T", "20000", "-d"});
  }));
}

TEST_F(OperatedSlotTest, LetsOtherUidsOnlyReadState) {
  ASSERT_TRUE(tree_.control().Register(Spec()).ok());
  tree_.Status();  // waits for the supervisor's first one
  EXPECT_TRUE(AsUid(kStranger, [&] {
    return tree_.control().Status("gateway-default").ok() &&
           !tree_.control().WantUp("gateway-default").ok();
  }));
}

TEST_F(OperatedSlotTest, RunsNoProcessOfSlotAsRoot) {
  ASSERT_TRUE(tree_.control().Register(Spec()).ok());
  ASSERT_TRUE(Eventually([&] {
    const std::vector<pid_t> waiting = ProcessesIn("run", Slot("log"));
    return waiting.size() == 1 && UidOf(waiting.front()) == kOperator;
  }));
  ASSERT_TRUE(Start());
  const pid_t life = tree_.AwaitLife(1);
  EXPECT_EQ(UidOf(life), kOperator);
  ASSERT_TRUE(Eventually([&] { return !tree_.LogFile().empty(); }));
  const std::vector<pid_t> loggers =
      ProcessesIn("s6-log", tree_.place().home());
  ASSERT_EQ(loggers.size(), 1u);
  EXPECT_EQ(UidOf(loggers.front()), kOperator);
  // The files that `finish` has written belong to the operator as well.
  kill(life, SIGKILL);
  ASSERT_NE(tree_.AwaitLife(2), 0);
  for (const char* record : {kDeathsFile, kStartFile, kLoggerFile}) {
    EXPECT_EQ(Stat(Slot("data/") + record).st_uid, kOperator) << record;
  }
}

TEST_F(OperatedSlotTest, GivesUpRootBeforeBackoff) {
  SlotSpec spec = Spec();
  spec.start_delay_s = 3600;
  ASSERT_TRUE(tree_.control().Register(spec).ok());
  ASSERT_TRUE(fixture::StartBare(tree_, "gateway-default"));
  ASSERT_TRUE(Eventually([&] { return tree_.Status().backing_off; }));
  EXPECT_EQ(UidOf(tree_.Status().pid), kOperator);
}

TEST_F(OperatedSlotTest, CreatesDownFileInRootsDirectoryAfterPermanentFailure) {
  tree_.Order("exit", "78");
  ASSERT_TRUE(tree_.control().Register(Spec()).ok());
  ASSERT_TRUE(Start());
  EXPECT_TRUE(Eventually([&] {
    const auto status = tree_.control().Status("gateway-default");
    return status.ok() && status.value().failed_code == 78 &&
           !status.value().up && !status.value().wanted_up;
  }));
  // `finish` asks the supervisor for it through a FIFO, so it appears a moment
  // later.
  EXPECT_TRUE(Eventually([&] { return Exists(Slot("down")); }));
  EXPECT_EQ(tree_.Lives().size(), 1u);
}

TEST_F(OperatedSlotTest, LoadsEnvironmentFromRootsFile) {
  SlotSpec spec = Spec();
  spec.environment = Environment({"HERMES_HOME=" + tree_.place().home(),
                                  "HERMES_BIN=" + tree_.place().Path("hermes"),
                                  "GATEWAY_ORDERS=" + tree_.place().orders(),
                                  "SECRET=of the container"});
  ASSERT_TRUE(tree_.control().Register(spec).ok());
  EXPECT_FALSE(Exists(Slot("data/environment")));
  EXPECT_EQ(Stat(Slot("environment")).st_uid, 0u);
  EXPECT_EQ(Stat(Slot("environment")).st_mode & 07777, 0600u);
  EXPECT_TRUE(AsUid(kOperator, [&] {
    return access(Slot("environment").c_str(), R_OK) != 0;
  }));
  ASSERT_TRUE(Start());
  const pid_t life = tree_.AwaitLife(1);
  EXPECT_NE(
      Slurp(tree_.place().orders() + "/" + std::to_string(life) + ".environ")
          .find("SECRET=of the container"),
      std::string::npos);
}

TEST_F(OperatedSlotTest, DoesNotReadOperatorsFileAsRoot) {
  ASSERT_TRUE(tree_.control().Register(Spec()).ok());
  ASSERT_EQ(chown(Slot("").c_str(), kOperator, kOperator), 0);
  // A hard link to a secret file of root would look like this.
  fixture::Spill(Slot("environment"), "SECRET=of root");
  ASSERT_EQ(chmod(Slot("environment").c_str(), 0600), 0);
  ASSERT_TRUE(Start());
  const pid_t life = tree_.AwaitLife(1);
  EXPECT_EQ(UidOf(life), kOperator);
  EXPECT_EQ(
      Slurp(tree_.place().orders() + "/" + std::to_string(life) + ".environ")
          .find("SECRET"),
      std::string::npos);
}

TEST_F(OperatedSlotTest, DoesNotTrustFileInOperatorsDirectory) {
  const std::string directory = tree_.place().Path("data-of-a-slot");
  std::filesystem::create_directory(directory);
  fixture::Spill(directory + "/environment", "SECRET=of root");
  ASSERT_EQ(chmod((directory + "/environment").c_str(), 0600), 0);
  const Expected<UniqueFd> opened = OpenDirectory(AT_FDCWD, directory);
  ASSERT_TRUE(opened.ok());
  EXPECT_TRUE(LoadSlotEnvironment(opened.value().get(), Environment()).ok());
  ASSERT_EQ(chown(directory.c_str(), kOperator, kOperator), 0);
  const Expected<Environment> loaded =
      LoadSlotEnvironment(opened.value().get(), Environment());
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().err, EPERM);
}

TEST_F(OperatedSlotTest, DoesNotRunOperatorsOwnSlotAsRoot) {
  const std::string control = tree_.place().scandir() + "/.s6-svscan/control";
  ASSERT_EQ(chown(tree_.place().scandir().c_str(), kOperator, kOperator), 0);
  ASSERT_EQ(chown((tree_.place().scandir() + "/.s6-svscan").c_str(), kOperator,
                  kOperator),
            0);
  ASSERT_EQ(chown(control.c_str(), kOperator, kOperator), 0);
  SlotSpec spec = tree_.place().Spec();
  spec.registered_down = false;
  EXPECT_TRUE(AsUid(kOperator, [&] {
    const Expected<bool> published = PublishSlot(tree_.place().scandir(), spec);
    return published.ok() && published.value();
  }));
  const std::string svscanctl = FindS6Programs("").svscanctl;
  const ProcessContext context = tree_.place().Context();
  ASSERT_TRUE(RunProgram({svscanctl,
                          {svscanctl, "-a", tree_.place().scandir()},
                          context.environment,
                          context.signal_mask})
                  .ok());
  const pid_t life = tree_.AwaitLife(1);
  ASSERT_NE(life, 0);
  EXPECT_EQ(UidOf(life), kOperator);
}

TEST_F(OperatedSlotTest, DoesNotChangeOwnerThroughSymlinkedLogDirectory) {
  const std::string target = tree_.place().Path("etc");
  std::filesystem::create_directory(target);
  fixture::Spill(target + "/passwd", "");
  const std::string logs = tree_.place().home() + "/logs/gateways";
  ASSERT_TRUE(tree_.control().Register(Spec()).ok());
  ASSERT_TRUE(Start());
  ASSERT_NE(tree_.AwaitLife(1), 0);
  ASSERT_TRUE(Eventually([&] { return !tree_.LogFile().empty(); }));
  EXPECT_TRUE(AsUid(kOperator, [&] {
    return rename((logs + "/default").c_str(), (logs + "/old").c_str()) == 0 &&
           symlink(target.c_str(), (logs + "/default").c_str()) == 0;
  }));
  // Pretend that the last start was so long ago that the logger is started
  // again at once.
  unlink(Slot("data/logger").c_str());
  kill(ProcessesIn("s6-log", tree_.place().home()).front(), SIGKILL);
  ASSERT_TRUE(tree_.control().Restart("gateway-default").ok());
  EXPECT_TRUE(Eventually([&] {
    return tree_.DockerLogs().find("no file is written") != std::string::npos;
  })) << tree_.DockerLogs();
  EXPECT_EQ(Stat(target).st_uid, 0u);
  EXPECT_EQ(Stat(target + "/passwd").st_uid, 0u);
  EXPECT_FALSE(Exists(target + "/lock"));
}

TEST_F(OperatedSlotTest, KeepsOperatorFromAddingFilesToSupervisorsDirectories) {
  ASSERT_TRUE(tree_.control().Register(Spec()).ok());
  for (const std::string service : {"", "log/"}) {
    EXPECT_EQ(Stat(Slot(service + "supervise")).st_uid, 0u);
    EXPECT_EQ(Stat(Slot(service + "supervise")).st_mode & 07777, 0711u);
    EXPECT_EQ(Stat(Slot(service + "supervise/control")).st_mode & 07777, 0660u);
    EXPECT_EQ(Stat(Slot(service + "supervise/control")).st_gid, kOperator);
    EXPECT_EQ(Stat(Slot(service + "event")).st_uid, 0u);
    EXPECT_EQ(Stat(Slot(service + "event")).st_mode & 07777, 03730u);
  }
  EXPECT_TRUE(AsUid(kOperator, [&] {
    return symlink("/etc/passwd", Slot("supervise/status.new").c_str()) != 0 &&
           rename(Slot("data").c_str(), Slot("data2").c_str()) != 0;
  }));
}

}  // namespace
}  // namespace hermes
