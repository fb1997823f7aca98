// Tests of which gateways run after a boot, depending on the state recorded on
// the volume.
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

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
using Profiles = std::set<std::string>;

constexpr char kRunning[] = R"({"desired_state":"running","updated_at":1})";
constexpr char kStopped[] =
    R"({"gateway_state":"running","desired_state":"stopped","updated_at":1})";
constexpr char kLog[] = "logs/container-boot.log";

// Waits until the supervisor of each slot reports its state. After that the
// boot starts no more of them.
bool Settled(Container& container, const Strings& slots) {
  return WaitUntil([&] {
    for (const std::string& slot : slots) {
      if (container.SlotStatus(slot, "wantedup").empty()) return false;
    }
    return true;
  });
}

TEST(BootIntentTest, StartsRunningProfilesAndLeavesStoppedOnesDown) {
  const Volume volume =
      Volume()
          .AddProfile("ann", kRunning)
          .AddProfile("bob", kStopped)
          .AddProfile("new")
          .AddProfile("old", R"({"gateway_state":"draining"})");
  Container container(volume.Boot({"gateway", "run"}));
  ASSERT_TRUE(WaitForProfiles(container, {"default", "ann", "old"}))
      << container.init().err();
  for (const char* slot : {"gateway-bob", "gateway-new"}) {
    ASSERT_TRUE(Settled(container, {slot}));
    EXPECT_EQ(container.SlotStatus(slot, "up,wantedup"), "false false");
  }
  const std::string log = Volume::Of(container).Read(kLog);
  EXPECT_NE(log.find(" profile=default prior_state=missing action=started "
                     "prior_exit=unknown\n"),
            std::string::npos)
      << log;
  EXPECT_NE(log.find(" profile=bob prior_state=running action=registered "
                     "prior_exit=unclean\n"),
            std::string::npos)
      << log;
}

class CommandIsIntentTest : public testing::TestWithParam<std::string> {};

INSTANTIATE_TEST_SUITE_P(State, CommandIsIntentTest,
                         testing::Values("", "{\"gateway_state\":\"run",
                                         "\xff\xfe", kStopped,
                                         std::string(70000, ' ')),
                         [](const testing::TestParamInfo<std::string>& each) {
                           return "Text" + std::to_string(each.index);
                         });

TEST_P(CommandIsIntentTest, StartsCommandsProfileWhateverItsRecordedState) {
  Volume volume;
  volume.Write("gateway_state.json", GetParam());
  Container container(volume.Boot({"gateway", "run"}));
  EXPECT_TRUE(WaitForProfiles(container, {"default"}))
      << container.init().err();
}

TEST(BootIntentTest, StartsCommandsProfileIfItsStateIsUnreadable) {
  ContainerOptions options =
      Volume().Write("gateway_state.json", kStopped).Boot({"gateway", "run"});
  options.prepare = [lay_out = options.prepare] {
    lay_out();
    const std::string path = std::string(kHome) + "/gateway_state.json";
    if (chown(path.c_str(), 0, 0) != 0 || chmod(path.c_str(), 0600) != 0) {
      _exit(1);
    }
  };
  Container container(options);
  EXPECT_TRUE(WaitForProfiles(container, {"default"}))
      << container.init().err();
  EXPECT_NE(Volume::Of(container).Read(kLog).find("prior_state=unreadable"),
            std::string::npos);
}

TEST(BootIntentTest, StartsOnlyProfileThatCommandNames) {
  const Volume volume = Volume().AddProfile("coder", kStopped);
  Container container(volume.Boot({"-p", "coder", "gateway", "run"}));
  EXPECT_TRUE(WaitForProfiles(container, {"coder"})) << container.init().err();
  ASSERT_TRUE(Settled(container, {"gateway-default"}));
  EXPECT_EQ(container.SlotStatus("gateway-default", "wantedup"), "false");
}

TEST(BootIntentTest, CreatesSlotForEveryProfileAndDashboard) {
  Volume volume = Volume().AddProfile("ann").AddProfile("bob");
  volume.Write("profiles/soulless/config.yaml", "");
  volume.Write("profiles/.deleted/gone/SOUL.md", "");
  volume.Write("profiles/Bad Name/SOUL.md", "");
  Container container(volume.Boot({"gateway", "run"}));
  EXPECT_TRUE(WaitForProfiles(container, {"default"}));
  const Strings slots = {"dashboard", "gateway-ann", "gateway-bob",
                         "gateway-default"};
  // The command's own slot is published first.
  EXPECT_TRUE(WaitUntil([&] { return container.Slots() == slots; }));
  ASSERT_TRUE(Settled(container, {"dashboard"}));
  EXPECT_EQ(container.SlotStatus("dashboard", "up,wantedup"), "false false");
}

TEST(BootIntentTest, CreatesSlotsForNewProfilesButNotForDeletedOnes) {
  Volume volume = Volume().AddProfile("ann", kRunning);
  {
    Container container(volume.Boot({"gateway", "run"}));
    ASSERT_TRUE(WaitForProfiles(container, {"default", "ann"}));
    container.init().Signal(SIGTERM);
    ASSERT_EQ(container.init().Wait(), 0);
    volume = Volume::Of(container);
  }
  volume.Remove("profiles/ann").AddProfile("zoe", kRunning);
  Container container(volume.Boot({"gateway", "run"}));
  EXPECT_TRUE(WaitForProfiles(container, {"default", "zoe"}))
      << container.init().err();
  const Strings slots = {"dashboard", "gateway-default", "gateway-zoe"};
  EXPECT_TRUE(WaitUntil([&] { return container.Slots() == slots; }));
  EXPECT_FALSE(Volume::Of(container).Has("profiles/ann/SOUL.md"));
}

// The gateway's own last write to the state file does not change the operator's
// intent either.
TEST(BootIntentTest, KeepsIntentWhenContainerStops) {
  Volume volume;
  ContainerOptions options =
      Volume().Write("gateway_state.json", kRunning).Boot({"gateway", "run"});
  options.real_gateway = true;
  options.variables.push_back("API_SERVER_PORT=0");
  {
    Container container(options);
    ASSERT_TRUE(WaitUntil([&] {
      return Volume::Of(container)
                 .Read("gateway_state.json")
                 .find(R"("gateway_state":"running")") != std::string::npos;
    })) << container.init().out();
    container.init().Signal(SIGTERM);
    ASSERT_EQ(container.init().Wait(), 0);
    volume = Volume::Of(container);
  }
  EXPECT_NE(
      volume.Read("gateway_state.json").find(R"("desired_state":"running")"),
      std::string::npos)
      << volume.Read("gateway_state.json");
  EXPECT_FALSE(volume.Has(".gateway-planned-stop.json"));
  ContainerOptions again = volume.Boot({"true"});
  again.arguments = {"sleep", "1000"};
  again.variables = {"HERMES_GATEWAY_AUTOSTART=1"};
  Container container(again);
  EXPECT_TRUE(WaitForProfiles(container, {"default"}))
      << container.init().err();
}

std::string DeadGateway(pid_t pid) {
  return R"({"pid":)" + std::to_string(pid) +
         R"(,"kind":"hermes-gateway","argv":["hermes","gateway","run"],)"
         R"("start_time":5,"hermes_home":"/mnt/data"})";
}

// Pid 1 certainly belongs to another process now.
TEST(BootIntentTest, RemovesStaleRuntimeFilesAndStartsRealGateway) {
  ContainerOptions options = Volume()
                                 .Write("gateway.pid", DeadGateway(1))
                                 .Write("gateway.lock", DeadGateway(1))
                                 .Write("processes.json", "[]")
                                 .AddProfile("ann")
                                 .Write("profiles/ann/gateway.pid", "1")
                                 .Boot({"gateway", "run"});
  options.real_gateway = true;
  options.variables.push_back("API_SERVER_PORT=0");
  Container container(options);
  ASSERT_TRUE(WaitUntil([&] {
    return container.SlotStatus("gateway-default", "ready") == "true";
  })) << container.init().out();
  const Volume after = Volume::Of(container);
  EXPECT_FALSE(after.Has("processes.json"));
  EXPECT_FALSE(after.Has("profiles/ann/gateway.pid"));
  EXPECT_NE(after.Read("gateway.pid"), DeadGateway(1));
}

// Returns options for a container in which a process outside the tree holds the
// locks of `homes`. The records in the lock files name no process of this
// container.
ContainerOptions HeldElsewhere(const Volume& volume, const Strings& arguments,
                               const Strings& homes) {
  ContainerOptions options = volume.Boot(arguments);
  options.prepare = [lay_out = options.prepare, homes] {
    lay_out();
    std::set<int> locks;
    for (const std::string& home : homes) {
      const std::string path = kHome + ("/" + home) + "/gateway.lock";
      const int fd = open(path.c_str(), O_RDWR | O_CREAT, 0644);
      if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) != 0) _exit(1);
      locks.insert(fd);
    }
    if (fork() != 0) return;
    // The fixture waits for the end of a pipe, so close all inherited
    // descriptors except the locks.
    for (int fd = 0; fd < 1024; ++fd) {
      if (locks.count(fd) == 0) close(fd);
    }
    for (;;) pause();
  };
  return options;
}

TEST(BootIntentTest, LeavesProfileHeldByAnotherContainerDownAndUntouched) {
  const Volume volume = Volume()
                            .AddProfile("ann", kRunning)
                            .Write("profiles/ann/gateway.pid", "1")
                            .Write("profiles/ann/processes.json", "[]");
  Container container(
      HeldElsewhere(volume, {"gateway", "run"}, {"profiles/ann"}));
  ASSERT_TRUE(WaitForProfiles(container, {"default"}))
      << container.init().err();
  ASSERT_TRUE(Settled(container, {"gateway-ann"}));
  EXPECT_EQ(container.SlotStatus("gateway-ann", "up,wantedup"), "false false");
  EXPECT_NE(container.init().err().find("gateway-ann stays down"),
            std::string::npos)
      << container.init().err();
  const Volume after = Volume::Of(container);
  EXPECT_TRUE(after.Has("profiles/ann/gateway.pid"));
  EXPECT_TRUE(after.Has("profiles/ann/processes.json"));
  EXPECT_NE(after.Read(kLog).find("profile=ann prior_state=none "
                                  "action=skipped"),
            std::string::npos)
      << after.Read(kLog);
}

TEST(BootIntentTest, WantsCommandsProfileUpEvenIfAnotherContainerHoldsIt) {
  const Volume volume = Volume().Write("gateway.pid", "1");
  Container container(HeldElsewhere(volume, {"gateway", "run"}, {"."}));
  ASSERT_TRUE(WaitUntil([&] {
    return container.SlotStatus("gateway-default", "wantedup") == "true";
  })) << container.init().err();
  EXPECT_TRUE(Volume::Of(container).Has("gateway.pid"));
}

}  // namespace
}  // namespace hermes::fixture
