// Tests of a tree that root runs, as s6-overlay does, with a hermes uid that
// can write to /run, to the data and to its slots' records: how root's own
// commands treat the files that it planted there.
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/hostile/root/hostile_files.h"
#include "tests/hostile/root/roots_files.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/pid_namespace.h"
#include "tests/process/poll.h"
#include "tests/process/processes.h"

namespace hermes::fixture {
namespace {

constexpr char kSlot[] = "/run/service/gateway-default";
constexpr char kHermesUids[] = "10000\t10000\t10000\t10000";

Container RootTree(mode_t run_mode = 0755) {
  ContainerOptions options;
  options.init = Init::kS6;
  options.prepare = [run_mode] {
    if (chmod("/run", run_mode) != 0) _exit(1);
  };
  return Container(options);
}

// Creates, as the hermes uid, the mark of a tree that hermes-entry made.
void PlantMark(Container& container) {
  ASSERT_EQ(container.ns().Call([] {
    if (setresgid(kHermesUid, kHermesUid, kHermesUid) != 0 ||
        setresuid(kHermesUid, kHermesUid, kHermesUid) != 0 ||
        mkdir("/run/hermes-entry", 0755) != 0) {
      return 1;
    }
    const int fd =
        open("/run/hermes-entry/tree", O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    return fd < 0 ? 1 : 0;
  }),
            0);
}

void ExpectGatewaysAreHermes(const Container& container) {
  for (const GatewayStart& gateway : container.RunningGateways()) {
    EXPECT_EQ(container.processes().Status(gateway.pid, "Uid"), kHermesUids);
  }
}

int Svc(Container& container, const std::string& order) {
  Command command;
  command.argv = {"/usr/bin/s6-svc", order, kSlot};
  return container.Start(command)->Wait();
}

// The parameter is the mode of /run.
class PlantedMarkTest : public testing::TestWithParam<mode_t> {};

INSTANTIATE_TEST_SUITE_P(Run, PlantedMarkTest, testing::Values(01777, 0777),
                         [](const testing::TestParamInfo<mode_t>& each) {
                           return each.param == 0777 ? "Open" : "Sticky";
                         });

TEST_P(PlantedMarkTest, DoesNotKeepRootInDockerExec) {
  Container container = RootTree(GetParam());
  PlantMark(container);
  const auto id = container.Start({"/usr/bin/id", "-u"}, {}, 0, kFrontDoor);
  EXPECT_EQ(id->Wait(), 0) << id->err();
  EXPECT_EQ(id->out(), "10000\n");
}

TEST_P(PlantedMarkTest, GivesNoSlotToRoot) {
  Container container = RootTree(GetParam());
  PlantMark(container);
  const auto reconcile = container.Start({"--entry-reconcile"});
  ASSERT_EQ(reconcile->Wait(), 0) << reconcile->err();
  ASSERT_EQ(Svc(container, "-u"), 0);
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.init().err();
  ExpectGatewaysAreHermes(container);
  EXPECT_EQ(OwnerAndMode(container.ns().Path(std::string(kSlot) + "/data")),
            "10000:10000 700");
}

// Records that belong to root do not name an operator.
TEST(RootTreeTest, DoesNotRunSlotWithRootsRecordsAsRoot) {
  Container container = RootTree();
  const auto reconcile = container.Start({"--entry-reconcile"});
  ASSERT_EQ(reconcile->Wait(), 0) << reconcile->err();
  ASSERT_EQ(container.ns().Call([] {
    const std::string data = std::string(kSlot) + "/data";
    return chown(data.c_str(), 0, 0);
  }),
            0);
  ASSERT_EQ(Svc(container, "-u"), 0);
  EXPECT_TRUE(container.init().WaitForOut("root could not be given up") ||
              container.init().WaitForErr("root could not be given up"));
  EXPECT_TRUE(WaitUntil([&] {
    return container.SlotStatus("gateway-default", "up,wantedup") ==
           "false false";
  }));
  EXPECT_TRUE(container.GatewayStarts().empty());
}

// The records belong to hermes, and root reads them when it reconciles, checks
// the health and operates the slot.
TEST(RootTreeTest, ReadsAndChangesNothingThroughPlantedRecords) {
  Container container = RootTree();
  const auto reconcile = container.Start({"--entry-reconcile"});
  ASSERT_EQ(reconcile->Wait(), 0) << reconcile->err();
  ASSERT_EQ(container.ns().Call([] {
    PlantFile("/mnt/roots", 0, "only root's\n", 0600);
    const std::string data = std::string(kSlot) + "/data";
    for (const char* name : {"asks", "deaths", "failed", "foreground", "logger",
                             "pid", "restart", "state", "takeover"}) {
      unlink((data + "/" + name).c_str());
      PlantLink("/mnt/roots", data + "/" + name, kHermesUid);
    }
    for (const char* name : {"/gateway.pid", "/gateway_state.json",
                             "/processes.json", "/.clean_shutdown"}) {
      unlink((kHome + std::string(name)).c_str());
      PlantLink("/mnt/roots", kHome + std::string(name), kHermesUid);
    }
    return 0;
  }),
            0);
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"--entry-reconcile"},
        std::vector<std::string>{"--entry-health"},
        std::vector<std::string>{"--entry-explain", "gateway", "run"}}) {
    const auto root = container.Start(arguments);
    root->Wait();
    EXPECT_EQ((root->out() + root->err()).find("only root's"),
              std::string::npos)
        << arguments.front() << ": " << root->out() << root->err();
  }
  EXPECT_EQ(OwnerAndMode(container.ns().Path("/mnt/roots")), "0:0 600");
  EXPECT_EQ(ReadFile(container.ns().Path("/mnt/roots")), "only root's\n");
}

TEST(RootTreeTest, RemovesSlotWithDeepTreeInItsRecords) {
  constexpr int kDeep = 20000;
  ContainerOptions options;
  options.init = Init::kS6;
  options.prepare = [] {
    RaiseOpenFiles();
    PlantDirectory(std::string(kHome) + "/profiles", kHermesUid);
    PlantDirectory(std::string(kHome) + "/profiles/ann", kHermesUid);
    PlantFile(std::string(kHome) + "/profiles/ann/SOUL.md", kHermesUid, "");
  };
  Container container(options);
  ASSERT_EQ(container.Start({"--entry-reconcile"})->Wait(), 0);
  ASSERT_EQ(container.ns().Call([] {
    PlantDeepTree("/run/service/gateway-ann/data/deep", kDeep, kHermesUid);
    const std::string ann = std::string(kHome) + "/profiles/ann";
    return unlink((ann + "/SOUL.md").c_str()) == 0 ? rmdir(ann.c_str()) : 1;
  }),
            0);
  Command command;
  command.argv = {"/bin/sh", "-c",
                  "ulimit -n hard; exec /mnt/bin/hermes-entry "
                  "--entry-reconcile"};
  command.environment = Container::EnvironmentWith({});
  const auto again = container.Start(command);
  EXPECT_EQ(again->Wait(), 0) << again->err();
  EXPECT_EQ(Names(container.ns().Path("/run/service")),
            (std::vector<std::string>{".s6-svscan", "gateway-default"}));
}

// In a /run that every uid can write, hermes continually exchanges the scan
// directory for a link, also between the check and the use.
TEST(RootTreeTest, PublishesNothingThroughExchangedScanDirectory) {
  constexpr int kReconciles = 60;
  Container container = RootTree(0777);
  EXPECT_EQ(container.ns().Call([] {
    PlantRoots();
    PlantLink(kRoots, "/run/link", kHermesUid);
    const pid_t hostile = fork();
    while (hostile == 0) {
      if (geteuid() == 0 &&
          (setresgid(kHermesUid, kHermesUid, kHermesUid) != 0 ||
           setresuid(kHermesUid, kHermesUid, kHermesUid) != 0)) {
        _exit(1);
      }
      renameat2(AT_FDCWD, "/run/link", AT_FDCWD, "/run/service",
                RENAME_EXCHANGE);
    }
    int published = 0;
    for (int n = 0; n < kReconciles && published == 0; ++n) {
      if (fork() == 0) {
        setenv("HERMES_HOME", kHome, 1);
        freopen("/dev/null", "w", stderr);
        execl(kEntry, kEntry, "--entry-reconcile", nullptr);
        _exit(1);
      }
      wait(nullptr);
      const std::string slot = std::string(kRoots) + "/gateway-default";
      published = access(slot.c_str(), F_OK) == 0 ? 1 : 0;
    }
    kill(hostile, SIGKILL);
    return published;
  }),
            0);
  ExpectRootsUntouched(container);
}

// ---- Health ---------------------------------------------------------------

// Tests of the command of HEALTHCHECK, run as root, below a tree that root runs
// and below one that hermes runs.
class HealthTest : public testing::TestWithParam<Init> {};

INSTANTIATE_TEST_SUITE_P(Below, HealthTest,
                         testing::Values(Init::kS6, Init::kOwn),
                         [](const testing::TestParamInfo<Init>& each) {
                           return each.param == Init::kS6 ? "RootsTree"
                                                          : "HermesTree";
                         });

TEST_P(HealthTest, ReadsNoFileOfRootThroughData) {
  ContainerOptions options;
  options.init = GetParam();
  options.arguments = {"gateway", "run"};
  Container container(options);
  if (GetParam() == Init::kS6) {
    ASSERT_EQ(container.Start({"--entry-reconcile"})->Wait(), 0);
    ASSERT_EQ(Svc(container, "-u"), 0);
  }
  const GatewayStart gateway = container.WaitForGateway();
  ASSERT_NE(gateway.pid, -1) << container.init().err();
  ASSERT_EQ(container.ns().Call([&gateway] {
    PlantFile("/mnt/roots", 0,
              R"({"gateway_state":"only root's","pid":)" +
                  std::to_string(gateway.pid) + "}",
              0600);
    const std::string state = std::string(kHome) + "/gateway_state.json";
    unlink(state.c_str());
    PlantLink("/mnt/roots", state, kHermesUid);
    return 0;
  }),
            0);
  const auto health = container.Start({"--entry-health"});
  health->Wait();
  EXPECT_EQ(health->err().find("only root's"), std::string::npos)
      << health->err();
}

// --entry-health gives up root before it starts its first program. An s6-svstat
// in place of the real one records its uid.
TEST_P(HealthTest, QueriesSlotsAsTheirOperator) {
  ContainerOptions options;
  options.init = GetParam();
  options.arguments = {"gateway", "run"};
  Container container(options);
  if (GetParam() == Init::kS6) {
    ASSERT_EQ(container.Start({"--entry-reconcile"})->Wait(), 0);
    ASSERT_EQ(Svc(container, "-u"), 0);
  }
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.init().err();
  ASSERT_EQ(container.ns().Call([] {
    return system(
        "cp /usr/bin/s6-svstat /mnt/bin/real-svstat && "
        "printf '#!/bin/sh\\n/usr/bin/id -u >>/mnt/record/asking\\n"
        "exec /mnt/bin/real-svstat \"$@\"\\n' >/mnt/bin/svstat && "
        "chmod 755 /mnt/bin/svstat && "
        "mount --bind /mnt/bin/svstat /usr/bin/s6-svstat");
  }),
            0);
  const auto health = container.Start({"--entry-health"});
  health->Wait();
  EXPECT_EQ(ReadFile(container.ns().Path("/mnt/record/asking")), "10000\n")
      << health->err();
}

// ---- New privileges -------------------------------------------------------

TEST(RootTreeTest, ForbidsNewPrivilegesBelowRootsSupervisors) {
  Container container = RootTree();
  ASSERT_EQ(container.Start({"--entry-reconcile"})->Wait(), 0);
  ASSERT_EQ(Svc(container, "-u"), 0);
  const GatewayStart gateway = container.WaitForGateway();
  ASSERT_NE(gateway.pid, -1) << container.init().err();
  EXPECT_EQ(container.processes().Status(gateway.pid, "NoNewPrivs"), "1");
}

TEST(RootTreeTest, ForbidsNewPrivilegesInDockerExec) {
  Container container = RootTree();
  const std::vector<std::string> grep = {"/bin/grep", "NoNewPrivs",
                                         "/proc/self/status"};
  const auto status = container.Start(grep, {}, 0, kFrontDoor);
  EXPECT_EQ(status->Wait(), 0) << status->err();
  EXPECT_EQ(status->out(), "NoNewPrivs:\t1\n");
  const auto allowed =
      container.Start(grep, {"HERMES_ALLOW_NEW_PRIVILEGES=1"}, 0, kFrontDoor);
  EXPECT_EQ(allowed->Wait(), 0) << allowed->err();
  EXPECT_EQ(allowed->out(), "NoNewPrivs:\t0\n");
}

}  // namespace
}  // namespace hermes::fixture
