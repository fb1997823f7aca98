// Tests of hermes-entry as PID 1 of an image that has no other init.
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/pid_namespace.h"
#include "tests/process/poll.h"
#include "tests/process/processes.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

constexpr char kBreadcrumb[] =
    "hermes-entry: gateway-default now runs under s6 supervision";

ContainerOptions GatewayRun() {
  ContainerOptions options;
  options.arguments = {"gateway", "run"};
  return options;
}

class InitBootTest : public testing::TestWithParam<uid_t> {
 protected:
  static ContainerOptions Options() {
    ContainerOptions options = GatewayRun();
    options.uid = GetParam();
    return options;
  }
};

INSTANTIATE_TEST_SUITE_P(StartedAs, InitBootTest,
                         testing::Values(0, kHermesUid, 4242),
                         [](const testing::TestParamInfo<uid_t>& each) {
                           return "Uid" + std::to_string(each.param);
                         });

TEST_P(InitBootTest, SupervisesGatewayAndKeepsPid1AsHeartbeat) {
  Container container(Options());
  ASSERT_TRUE(container.init().WaitForErr(kBreadcrumb))
      << container.init().err();
  const GatewayStart gateway = container.WaitForGateway();
  EXPECT_EQ(gateway.arguments, (Strings{"gateway", "run", "--replace"}));
  // The gateway may run a moment before its supervisor has recorded that.
  const std::string up = "true true " + std::to_string(gateway.pid);
  EXPECT_TRUE(WaitUntil([&] {
    return container.SlotStatus("gateway-default", "up,wantedup,pid") == up;
  })) << container.SlotStatus("gateway-default", "up,wantedup,pid");
  // Other tools recognise supervision by this name.
  EXPECT_EQ(container.processes().Comm(1), "s6-svscan");
  EXPECT_EQ(container.processes().Arguments(1),
            (Strings{kEntry, "gateway", "run"}));
}

TEST_P(InitBootTest, RunsNoProcessAsRoot) {
  Container container(Options());
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.init().err();
  const Processes processes = container.processes();
  const std::string uid =
      std::to_string(GetParam() == 0 ? kHermesUid : GetParam());
  const std::string all = uid + "\t" + uid + "\t" + uid + "\t" + uid;
  for (const pid_t pid : processes.All()) {
    EXPECT_EQ(processes.Status(pid, "Uid"), all) << processes.Listing();
    EXPECT_EQ(processes.Status(pid, "Gid"), all) << processes.Listing();
    EXPECT_EQ(processes.Status(pid, "CapEff"), "0000000000000000");
  }
}

TEST_P(InitBootTest, RunsAtMostSixProcessesBesidesGateway) {
  Container container(Options());
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.init().err();
  const Processes processes = container.processes();
  EXPECT_TRUE(WaitUntil([&] { return processes.All().size() <= 7; }))
      << processes.Listing();
  EXPECT_TRUE(processes.WithComm("sleep").empty());
  EXPECT_TRUE(processes.WithComm("sh").empty());
}

TEST(InitBootOutputTest, PrintsFewLinesAndBreadcrumbOnce) {
  Container container(GatewayRun());
  ASSERT_NE(container.WaitForGateway().pid, -1);
  ASSERT_TRUE(container.init().WaitForErr(kBreadcrumb));
  const std::string err = container.init().err();
  EXPECT_LE(std::count(err.begin(), err.end(), '\n'), 10) << err;
  const size_t first = err.find("under s6 supervision");
  EXPECT_EQ(err.find("under s6 supervision", first + 1), std::string::npos)
      << err;
  EXPECT_NE(err.find("--no-supervise"), std::string::npos) << err;
  EXPECT_NE(err.find("HERMES_GATEWAY_NO_SUPERVISE=1"), std::string::npos)
      << err;
}

TEST(InitBootGatewayTest, RestartsKilledGatewayAndReportsSignal) {
  Container container(GatewayRun());
  const GatewayStart first = container.WaitForGateway();
  ASSERT_NE(first.pid, -1) << container.init().err();
  container.ns().Signal(first.pid, SIGKILL);
  EXPECT_NE(container.WaitForGateway(first.pid).pid, -1);
  EXPECT_TRUE(WaitUntil([&] {
    return (container.init().out() + container.init().err()).find("signal 9") !=
           std::string::npos;
  })) << container.init().out()
      << container.init().err();
}

TEST(InitBootGatewayTest, DoesNotRetryConfigurationError) {
  ContainerOptions options = GatewayRun();
  options.variables = {"GATEWAY_EXIT=78"};
  Container container(options);
  ASSERT_TRUE(WaitUntil([&] { return !container.GatewayStarts().empty(); }))
      << container.init().err();
  ASSERT_TRUE(WaitUntil([&] {
    return container.SlotStatus("gateway-default", "up,wantedup") ==
           "false false";
  })) << container.init().err();
  EXPECT_EQ(container.GatewayStarts().size(), 1u);
  EXPECT_TRUE(container.init().Running());
}

TEST(InitBootGatewayTest, StartsOneTreeForNestedEntry) {
  ContainerOptions options;
  options.arguments = {"hermes-entry", "gateway", "run"};
  Container container(options);
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.init().err();
  // PID 1 and the real s6-svscan below it have this name. A child that one of
  // them has just forked has it too until its exec.
  EXPECT_TRUE(WaitUntil([&] {
    return container.processes().WithComm("s6-svscan").size() == 2;
  })) << container.processes().Listing();
}

// Creates what an earlier run of the same container leaves in /run if it was
// killed.
void CreateLeftovers() {
  for (const char* directory :
       {"/run/service", "/run/service/.s6-svscan",
        "/run/service/gateway-default", "/run/service/gateway-default/data",
        "/run/service/gateway-default/supervise", "/run/s6", "/run/others"}) {
    mkdir(directory, 0700);
  }
  mkfifo("/run/service/.s6-svscan/control", 0600);
  mkfifo("/run/service/gateway-default/supervise/control", 0600);
  WriteFile("/run/service/gateway-default/run", "#!/bin/false\n");
  WriteFile("/run/service/gateway-default/down", "");
  WriteFile("/run/others/file", "kept");
}

TEST(InitBootLeftoversTest, BootsDespiteLeftoversOfPreviousRun) {
  ContainerOptions options = GatewayRun();
  options.prepare = CreateLeftovers;
  Container container(options);
  ASSERT_TRUE(container.init().WaitForErr(kBreadcrumb))
      << container.init().err();
  EXPECT_NE(container.WaitForGateway().pid, -1);
  EXPECT_EQ(ReadFile(container.ns().Path("/run/others/file")), "kept");
}

TEST(InitBootLeftoversTest, DoesNotFollowLinkInPlaceOfScanDirectory) {
  ContainerOptions options = GatewayRun();
  options.prepare = [] {
    mkdir("/mnt/victim", 0755);
    WriteFile("/mnt/victim/file", "kept");
    if (symlink("/mnt/victim", "/run/service") != 0) _exit(1);
  };
  Container container(options);
  ASSERT_TRUE(container.init().WaitForErr(kBreadcrumb))
      << container.init().err();
  EXPECT_EQ(Names(container.ns().Path("/mnt/victim")), Strings{"file"});
  EXPECT_EQ(ReadFile(container.ns().Path("/mnt/victim/file")), "kept");
}

TEST(InitBootUidTest, RunsGatewayAsChosenUidAndGid) {
  ContainerOptions options = GatewayRun();
  options.variables = {"HERMES_UID=1234", "HERMES_GID=4321"};
  options.prepare = [] {
    if (chown(kHome, 1234, 4321) != 0) _exit(1);
  };
  Container container(options);
  const GatewayStart gateway = container.WaitForGateway();
  ASSERT_NE(gateway.pid, -1) << container.init().err();
  EXPECT_EQ(container.processes().Status(gateway.pid, "Uid"),
            "1234\t1234\t1234\t1234");
  EXPECT_EQ(container.processes().Status(gateway.pid, "Gid"),
            "4321\t4321\t4321\t4321");
}

// A file of the host, such as a secret, is mounted over one of Hermes's own
// files.
TEST(InitBootUidTest, KeepsOwnerOfMountedFile) {
  ContainerOptions options = GatewayRun();
  options.variables = {"HERMES_UID=1234", "HERMES_GID=4321"};
  options.prepare = [] {
    const std::string mounted = std::string(kHome) + "/.env";
    WriteFile("/mnt/secret", "HOST=1\n");
    WriteFile(mounted, "");
    WriteFile(std::string(kHome) + "/config.yaml", "");
    if (mount("/mnt/secret", mounted.c_str(), nullptr, MS_BIND, nullptr) != 0) {
      _exit(1);
    }
  };
  Container container(options);
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.init().err();
  const auto owner_of = [&container](const std::string& path) {
    struct stat st;
    EXPECT_EQ(stat(container.ns().Path(path).c_str(), &st), 0) << path;
    return st.st_uid;
  };
  EXPECT_EQ(owner_of("/mnt/secret"), 0u);
  EXPECT_EQ(owner_of(std::string(kHome) + "/config.yaml"), 1234u);
}

TEST(InitBootUidTest, RefusesRootUidAndStartsNothing) {
  ContainerOptions options = GatewayRun();
  options.variables = {"HERMES_UID=0"};
  Container container(options);
  EXPECT_NE(container.init().Wait(), 0);
  EXPECT_NE(container.init().err().find("HERMES_UID"), std::string::npos)
      << container.init().err();
  EXPECT_TRUE(container.GatewayStarts().empty());
}

}  // namespace
}  // namespace hermes::fixture
