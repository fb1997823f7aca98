// Tests of what a boot does and does not do, depending on the container's
// command and variables.
#include <fcntl.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/pid_namespace.h"
#include "tests/process/poll.h"
#include "tests/process/processes.h"
#include "tests/process/volume.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

constexpr char kRunning[] = R"({"desired_state":"running","updated_at":1})";
constexpr char kStopped[] = R"({"desired_state":"stopped","updated_at":1})";

bool IsWantedDown(Container& container, const std::string& slot) {
  return WaitUntil([&] {
    return container.SlotStatus(slot, "up,wantedup") == "false false";
  });
}

TEST(BootScopeTest, StartsAndWritesNothingForOneOffCommand) {
  ContainerOptions options = Volume()
                                 .Write("gateway_state.json", kRunning)
                                 .Write("gateway.pid", "1")
                                 .AddProfile("ann", kRunning)
                                 .Boot({"sleep", "1000"});
  options.variables = {"HERMES_GATEWAY_BOOTSTRAP_STATE=running",
                       "HERMES_DASHBOARD=1", "HERMES_GATEWAY_AUTOSTART=2"};
  options.uid = kHermesUid;
  options.prepare = [lay_out = options.prepare] {
    lay_out();
    WriteFile("/mnt/before", Listing(kHome));
  };
  Container container(options);
  ASSERT_TRUE(WaitUntil([&] { return !container.Slots().empty(); }));
  ASSERT_TRUE(IsWantedDown(container, "gateway-default"));
  ASSERT_TRUE(IsWantedDown(container, "gateway-ann"));
  ASSERT_TRUE(IsWantedDown(container, "dashboard"));
  EXPECT_TRUE(container.GatewayStarts().empty());
  const std::string data = container.ns().Path(std::string(kHome) + "/");
  EXPECT_EQ(Listing(data), ReadFile(container.ns().Path("/mnt/before")));
  const Volume after = Volume::Of(container);
  EXPECT_TRUE(after.Has("gateway.pid"));
  EXPECT_FALSE(after.Has("logs/container-boot.log"));
  EXPECT_FALSE(after.Has(".gateway_state.lock"));
  EXPECT_EQ(container.init().err(), "");
  EXPECT_EQ(container.init().out(), "");
}

TEST(BootScopeTest, LeavesSlotsDownForOptedOutGateway) {
  const Volume volume = Volume()
                            .Write("gateway_state.json", kRunning)
                            .AddProfile("ann", kRunning);
  Container container(volume.Boot({"gateway", "run", "--no-supervise"}));
  const GatewayStart gateway = container.WaitForGateway();
  ASSERT_NE(gateway.pid, -1) << container.init().err();
  EXPECT_EQ(gateway.arguments, (Strings{"gateway", "run", "--no-supervise"}));
  EXPECT_TRUE(IsWantedDown(container, "gateway-default"));
  EXPECT_TRUE(IsWantedDown(container, "gateway-ann"));
  EXPECT_EQ(container.GatewayStarts().size(), 1u);
  EXPECT_NE(Volume::Of(container)
                .Read("logs/container-boot.log")
                .find("profile=default prior_state=none action=registered"),
            std::string::npos);
}

TEST(BootScopeTest, RefusesDockerExecStartOfOptedOutProfile) {
  const Volume volume;
  Container container(volume.Boot({"gateway", "run", "--no-supervise"}));
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.init().err();
  const auto exec =
      container.Start({"gateway", "run"}, {}, kHermesUid, kFrontDoor);
  EXPECT_EQ(exec->Wait(), 1) << exec->err();
  EXPECT_NE(exec->err().find("foreground"), std::string::npos) << exec->err();
  EXPECT_EQ(std::count(exec->err().begin(), exec->err().end(), '\n'), 1);
  EXPECT_EQ(container.GatewayStarts().size(), 1u);
  EXPECT_FALSE(Volume::Of(container).Has("gateway_state.json"));
}

TEST(BootScopeTest, RecordsDockerExecsGatewayRunAcrossBoots) {
  Volume volume = Volume().AddProfile("ann", kStopped);
  {
    Container container(volume.Boot({"gateway", "run"}));
    ASSERT_TRUE(WaitForProfiles(container, {"default"}));
    const auto exec = container.Start({"-p", "ann", "gateway", "run"}, {},
                                      kHermesUid, kFrontDoor);
    EXPECT_EQ(exec->Wait(), 0) << exec->err();
    ASSERT_TRUE(WaitForProfiles(container, {"default", "ann"}));
    volume = Volume::Of(container);
  }
  EXPECT_NE(volume.Read("profiles/ann/gateway_state.json")
                .find(R"("desired_state":"running")"),
            std::string::npos);
  Container container(volume.Boot({"gateway", "run"}));
  EXPECT_TRUE(WaitForProfiles(container, {"default", "ann"}))
      << container.init().err();
}

TEST(BootScopeTest, AutostartStartsRunningProfilesWithAnotherCommand) {
  ContainerOptions options = Volume()
                                 .Write("gateway_state.json", kRunning)
                                 .AddProfile("ann", kRunning)
                                 .AddProfile("bob", kStopped)
                                 .Boot({"sleep", "1000"});
  options.variables = {"HERMES_GATEWAY_AUTOSTART=1"};
  Container container(options);
  EXPECT_TRUE(WaitForProfiles(container, {"default", "ann"}))
      << container.init().err();
  EXPECT_TRUE(IsWantedDown(container, "gateway-bob"));
}

TEST(BootScopeTest, AutostartOffStartsOnlyCommandsProfile) {
  ContainerOptions options =
      Volume().AddProfile("ann", kRunning).Boot({"gateway", "run"});
  options.variables = {"HERMES_GATEWAY_AUTOSTART=0"};
  Container container(options);
  EXPECT_TRUE(WaitForProfiles(container, {"default"}))
      << container.init().err();
  EXPECT_TRUE(IsWantedDown(container, "gateway-ann"));
}

TEST(BootScopeTest, BootstrapStateStartsGatewayOnBlankVolume) {
  ContainerOptions options = Volume().Boot({"sleep", "1000"});
  options.variables = {"HERMES_GATEWAY_AUTOSTART=1",
                       "HERMES_GATEWAY_BOOTSTRAP_STATE=running"};
  Container container(options);
  EXPECT_TRUE(WaitForProfiles(container, {"default"}))
      << container.init().err();
  EXPECT_NE(Volume::Of(container)
                .Read("gateway_state.json")
                .find(R"("gateway_state":"running")"),
            std::string::npos);
}

TEST(BootScopeTest, KeepsOtherGatewaysRunningWhileOneCrashes) {
  ContainerOptions options = Volume()
                                 .AddProfile("ann", kRunning)
                                 .AddProfile("bad", kRunning)
                                 .Boot({"gateway", "run"});
  options.variables = {"GATEWAY_EXIT=1", "GATEWAY_ONLY=bad"};
  Container container(options);
  ASSERT_TRUE(WaitForProfiles(container, {"default", "ann"}))
      << container.init().err();
  const auto others = [&] {
    std::map<pid_t, Strings> running;
    for (const GatewayStart& start : container.RunningGateways()) {
      if (start.arguments[1] == "bad") continue;
      running[start.pid] = start.arguments;
    }
    return running;
  };
  const std::map<pid_t, Strings> before = others();
  ASSERT_EQ(before.size(), 2u);
  ASSERT_TRUE(WaitUntil([&] { return container.GatewayStarts().size() >= 5; }));
  EXPECT_EQ(others(), before);
}

// The gateways start 600 s apart, so that on any machine the test ends before
// the second start.
TEST(BootScopeTest, StaggersStarts) {
  ContainerOptions options = Volume()
                                 .AddProfile("ann", kRunning)
                                 .AddProfile("bob", kRunning)
                                 .Boot({"gateway", "run"});
  options.variables = {"HERMES_GATEWAY_START_STAGGER=600"};
  Container container(options);
  ASSERT_TRUE(WaitForProfiles(container, {"default"}))
      << container.init().err();
  for (const char* slot : {"gateway-ann", "gateway-bob"}) {
    EXPECT_TRUE(WaitUntil([&] {
      return container.SlotStatus(slot, "up,wantedup,ready") ==
             "true true false";
    })) << slot
        << container.SlotStatus(slot, "up,wantedup,ready");
  }
  EXPECT_EQ(container.GatewayStarts().size(), 1u);
  // A stop ends the delay immediately.
  container.init().Signal(SIGTERM);
  EXPECT_EQ(container.init().Wait(), 0);
}

TEST(BootScopeTest, StartsDashboardIfItIsSwitchedOn) {
  ContainerOptions options = Volume().Boot({"gateway", "run"});
  options.variables = {"HERMES_DASHBOARD=yes", "HERMES_DASHBOARD_PORT=9119"};
  Container container(options);
  ASSERT_TRUE(WaitUntil([&] {
    const std::vector<GatewayStart> running = container.RunningGateways();
    return std::any_of(
        running.begin(), running.end(), [](const GatewayStart& start) {
          return start.arguments ==
                 Strings{"dashboard", "--no-open", "--port", "9119"};
        });
  })) << container.init().err();
  EXPECT_EQ(container.SlotStatus("dashboard", "up,wantedup"), "true true");
}

TEST(BootScopeTest, ExplainsEverySlotAndChangesNothing) {
  ContainerOptions options = Volume()
                                 .Write("gateway.pid", "1")
                                 .AddProfile("ann", kRunning)
                                 .AddProfile("bob", kStopped)
                                 .Boot({"--entry-explain", "gateway", "run"});
  options.uid = kHermesUid;
  options.prepare = [lay_out = options.prepare] {
    lay_out();
    WriteFile("/mnt/before", Listing(kHome));
  };
  Container container(options);
  ASSERT_EQ(container.init().Wait(), 0) << container.init().err();
  for (const char* line :
       {"boot of gateway-default: up (command)\n",
        "boot of gateway-ann: up (running)\n",
        "boot of gateway-bob: down (stopped)\n", "boot of dashboard: down\n"}) {
    EXPECT_NE(container.init().out().find(line), std::string::npos)
        << line << container.init().out();
  }
  const std::string data = container.ns().Path(std::string(kHome) + "/");
  EXPECT_EQ(Listing(data), ReadFile(container.ns().Path("/mnt/before")));
}

TEST(BootScopeTest, NamesEachBadSettingOnceAndRunsGateway) {
  ContainerOptions options = Volume().Boot({"gateway", "run"});
  options.variables = {
      "HERMES_GATEWAY_AUTOSTART=2",      "HERMES_GATEWAY_BOOTSTRAP_STATE=up",
      "HERMES_GATEWAY_START_STAGGER=1s", "HERMES_GATEWAY_MAX_RESTARTS=-1",
      "HERMES_GATEWAY_ON_FATAL=stop",    "HERMES_DASHBOARD_PORT=9119"};
  Container container(options);
  ASSERT_TRUE(WaitForProfiles(container, {"default"}));
  const std::string err = container.init().err();
  for (const std::string& variable : options.variables) {
    const std::string name = variable.substr(0, variable.find('='));
    const size_t first = err.find(name);
    EXPECT_NE(first, std::string::npos) << name << "\n" << err;
    EXPECT_EQ(err.find(name, first + 1), std::string::npos) << err;
  }
}

TEST(BootScopeTest, ReportsUnwritableLogDirectoryAndRunsGateway) {
  Container container(
      Volume().Write("logs", "no directory").Boot({"gateway", "run"}));
  ASSERT_TRUE(WaitForProfiles(container, {"default"}))
      << container.init().err();
  EXPECT_NE(container.init().err().find("the boot log could not be written"),
            std::string::npos)
      << container.init().err();
}

// Sets the directory's access time to 0. Listing the directory changes it.
void ForgetAccess(const std::string& directory) {
  const timespec times[2] = {{0, 0}, {0, UTIME_OMIT}};
  if (utimensat(AT_FDCWD, directory.c_str(), times, 0) != 0) _exit(98);
}

time_t Accessed(const Container& container, const std::string& below) {
  struct stat st = {};
  stat(container.ns().Path(std::string(kHome) + below).c_str(), &st);
  return st.st_atime;
}

// A warm boot on a volume of gigabytes must not take minutes.
TEST(BootScopeTest, ListsNoDirectoryExceptThatOfProfiles) {
  ContainerOptions options = Volume()
                                 .Write("sessions/old/1.json", "{}")
                                 .AddProfile("ann", kRunning)
                                 .Write("profiles/ann/sessions/1.json", "{}")
                                 .Boot({"gateway", "run"});
  options.prepare = [lay_out = options.prepare] {
    lay_out();
    const std::string home = kHome;
    for (const char* below : {"", "/sessions", "/sessions/old", "/profiles",
                              "/profiles/ann", "/profiles/ann/sessions"}) {
      ForgetAccess(home + below);
    }
  };
  Container container(options);
  ASSERT_TRUE(WaitForProfiles(container, {"default", "ann"}));
  EXPECT_NE(Accessed(container, "/profiles"), 0);
  for (const char* below : {"", "/sessions", "/sessions/old", "/profiles/ann",
                            "/profiles/ann/sessions"}) {
    EXPECT_EQ(Accessed(container, below), 0) << below;
  }
}

// s6-svscan runs, but none of its supervisors can start. The gateway becomes
// the command itself, and operators must not start a second one next to it.
TEST(BootScopeTest, RunsGatewayInForegroundAndHoldsItsSlotIfSupervisorsFail) {
  ContainerOptions options = Volume().Boot({"gateway", "run"});
  options.prepare = [lay_out = options.prepare] {
    lay_out();
    if (mount("/bin/false", "/usr/bin/s6-supervise", nullptr, MS_BIND,
              nullptr) != 0) {
      _exit(99);
    }
  };
  Container container(options);
  const GatewayStart gateway = container.WaitForGateway();
  ASSERT_NE(gateway.pid, -1) << container.init().err();
  EXPECT_EQ(gateway.arguments, (Strings{"gateway", "run"}));
  EXPECT_TRUE(container.init().WaitForErr("in the foreground instead"));
  EXPECT_EQ(container.init().err().find("under s6 supervision"),
            std::string::npos);
  EXPECT_EQ(access(container.ns()
                       .Path("/run/service/gateway-default/data/foreground")
                       .c_str(),
                   F_OK),
            0);
}

}  // namespace
}  // namespace hermes::fixture
