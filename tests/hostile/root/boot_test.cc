// Tests of boots that find files of a hostile uid: in the run directory, in the
// data, and in directories that other uids made. Such files must not make the
// boot change or give away anything of root, and the container must start.
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <string>
#include <utility>
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

using Strings = std::vector<std::string>;

constexpr uid_t kOtherUid = 1001;
constexpr int kDeep = 20000;  // more levels than a recursion's stack holds
std::string UidLine(uid_t uid) {
  const std::string id = std::to_string(uid);
  return id + "\t" + id + "\t" + id + "\t" + id;
}

// ---- The run directory ----------------------------------------------------

TEST(RunDirectoryTest, DoesNotChangeTargetsOfPlantedLinks) {
  ContainerOptions options = GatewayRun();
  options.prepare = [] {
    PlantRoots();
    PlantLink(kRoots, "/run/service", kHermesUid);
    PlantLink(kRoots, "/run/hermes-entry", kHermesUid);
    PlantLink(std::string(kRoots) + "/secret", "/run/s6", kHermesUid);
    PlantLink(kRoots, "/run/.stale-service-0", kHermesUid);
  };
  Container container(options);
  const GatewayStart gateway = container.WaitForGateway();
  ASSERT_NE(gateway.pid, -1) << container.init().err();
  EXPECT_EQ(container.processes().Status(gateway.pid, "Uid"),
            UidLine(kHermesUid));
  ExpectRootsUntouched(container);
}

TEST(RunDirectoryTest, DoesNotChangeHardLinkedFilesOfRoot) {
  ContainerOptions options = GatewayRun();
  options.prepare = [] {
    PlantFile("/run/roots", 0, "only root's\n", 0600);
    PlantDirectory("/run/hermes-entry", kHermesUid);
    if (link("/run/roots", "/run/hermes-entry/tree") != 0) _exit(1);
  };
  Container container(options);
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.init().err();
  EXPECT_EQ(OwnerAndMode(container.ns().Path("/run/roots")), "0:0 600");
  EXPECT_EQ(ReadFile(container.ns().Path("/run/roots")), "only root's\n");
}

TEST(RunDirectoryTest, RemovesDeepTreesOfEarlierBoot) {
  ContainerOptions options = GatewayRun();
  options.prepare = [] {
    RaiseOpenFiles();
    PlantDeepTree("/run/service", kDeep, kHermesUid);
    PlantDeepTree("/run/.stale-s6-0", kDeep, kHermesUid);
  };
  Container container(options);
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.init().err();
  const std::string run = container.ns().Path("/run");
  EXPECT_EQ(Names(run), (Strings{"hermes-entry", "s6", "service"}));
}

// The owner of the directory could replace the scan directory of this tree by
// another one, and so have its own services started.
TEST(RunDirectoryTest, SkipsDirectoryOfOtherUid) {
  ContainerOptions options = GatewayRun();
  options.uid = 1000;
  options.prepare = [] {
    if (chmod("/run", 0755) != 0) _exit(1);
    PlantDirectory("/dev/shm/hermes-entry-1000", kOtherUid, 0777);
  };
  Container container(options);
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.init().err();
  EXPECT_EQ(Names(container.ns().Path("/dev/shm/hermes-entry-1000")),
            Strings{});
  EXPECT_EQ(Names(container.ns().Path("/tmp/hermes-entry-1000")),
            (Strings{"hermes-entry", "s6", "service"}));
}

TEST(RunDirectoryTest, SkipsDirectoryThatOthersCanWrite) {
  ContainerOptions options = GatewayRun();
  options.uid = 1000;
  options.prepare = [] {
    if (chmod("/run", 0755) != 0) _exit(1);
    PlantDirectory("/dev/shm/hermes-entry-1000", 1000, 0777);
  };
  Container container(options);
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.init().err();
  EXPECT_EQ(Names(container.ns().Path("/dev/shm/hermes-entry-1000")),
            Strings{});
}

TEST(RunDirectoryTest, ReportsWhyOnlyDirectoryCannotBeUsed) {
  ContainerOptions options = GatewayRun(
      {"HERMES_ENTRY_RUN_DIR=/mnt/theirs", "HERMES_GATEWAY_SUPERVISE=require"});
  options.prepare = [] { PlantDirectory("/mnt/theirs", kOtherUid, 0777); };
  Container container(options);
  EXPECT_EQ(container.init().Wait(), 73) << container.init().err();
  EXPECT_NE(container.init().err().find("/mnt/theirs"), std::string::npos)
      << container.init().err();
  EXPECT_EQ(Names(container.ns().Path("/mnt/theirs")), Strings{});
}

// The working directory is the one that was made and checked.
TEST(RunDirectoryTest, StartsS6SvscanInCheckedDirectory) {
  Container container(GatewayRun());
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.init().err();
  const std::vector<pid_t> scans = container.processes().WithArguments(
      {"s6-svscan", "-d", "3", "-c", "1100", "--", "."});
  EXPECT_EQ(scans.size(), 1u) << container.processes().Listing();
}

// ---- The data -------------------------------------------------------------

TEST(DataTest, ChangesOwnerOfDeepTreesOfEarlierUser) {
  ContainerOptions options = GatewayRun({"HERMES_UID=4711", "HERMES_GID=4711"});
  options.prepare = [] {
    RaiseOpenFiles();
    PlantDeepTree(std::string(kHome) + "/workspace", kDeep, kHermesUid);
  };
  Container container(options);
  const GatewayStart gateway = container.WaitForGateway();
  ASSERT_NE(gateway.pid, -1) << container.init().err();
  EXPECT_EQ(container.processes().Status(gateway.pid, "Uid"), UidLine(4711));
  const std::string home = container.ns().Path(kHome);
  EXPECT_EQ(OwnerAndMode(home + "/."), "4711:4711 755");
  EXPECT_EQ(OwnerOfDeepest(home + "/workspace", kDeep), 4711);
}

// ---- Privileges -----------------------------------------------------------

TEST(NewPrivilegesTest, AreForbiddenOnceRootIsGivenUp) {
  Container container(GatewayRun());
  const GatewayStart gateway = container.WaitForGateway();
  ASSERT_NE(gateway.pid, -1) << container.init().err();
  for (const pid_t pid : {gateway.pid, 1}) {
    EXPECT_EQ(container.processes().Status(pid, "NoNewPrivs"), "1") << pid;
  }
}

TEST(NewPrivilegesTest, CanBeAllowed) {
  Container container(GatewayRun({"HERMES_ALLOW_NEW_PRIVILEGES=yes"}));
  const GatewayStart gateway = container.WaitForGateway();
  ASSERT_NE(gateway.pid, -1) << container.init().err();
  EXPECT_EQ(container.processes().Status(gateway.pid, "NoNewPrivs"), "0");
}

TEST(NewPrivilegesTest, AreNotAllowedByMistypedValue) {
  Container container(GatewayRun({"HERMES_ALLOW_NEW_PRIVILEGES=on"}));
  const GatewayStart gateway = container.WaitForGateway();
  ASSERT_NE(gateway.pid, -1) << container.init().err();
  EXPECT_EQ(container.processes().Status(gateway.pid, "NoNewPrivs"), "1");
  EXPECT_TRUE(container.init().WaitForErr("HERMES_ALLOW_NEW_PRIVILEGES='on'"));
}

// Without root, hermes-entry gives up nothing, and the user's own programs keep
// their rights.
TEST(NewPrivilegesTest, AreNotForbiddenIfStartedWithoutRoot) {
  ContainerOptions options = GatewayRun();
  options.uid = 1000;
  Container container(options);
  const GatewayStart gateway = container.WaitForGateway();
  ASSERT_NE(gateway.pid, -1) << container.init().err();
  EXPECT_EQ(container.processes().Status(gateway.pid, "NoNewPrivs"), "0");
}

// As with `podman --umask 0077` and an init of the platform.
TEST(AccountFilesTest, StayReadableUnderRestrictiveUmask) {
  ContainerOptions options;
  options.init = Init::kForeign;
  options.prepare = [] {
    PlantMount("/etc");
    PlantFile("/etc/passwd", 0,
              "root:x:0:0:root:/root:/bin/sh\n"
              "hermes:x:10000:10000::/mnt/data:/bin/sh\n");
    PlantFile("/etc/group", 0, "root:x:0:\nhermes:x:10000:\n", 0664);
  };
  Container container(options);
  Command command;
  command.argv = {kEntry, "gateway", "run"};
  command.environment =
      Container::EnvironmentWith({"HERMES_UID=4711", "HERMES_GID=4712"});
  command.umask = 0077;
  const auto run = container.Start(command);
  const GatewayStart gateway = container.WaitForGateway();
  ASSERT_NE(gateway.pid, -1) << run->err();
  EXPECT_EQ(OwnerAndMode(container.ns().Path("/etc/passwd")), "0:0 644");
  EXPECT_EQ(OwnerAndMode(container.ns().Path("/etc/group")), "0:0 664");
  EXPECT_NE(
      ReadFile(container.ns().Path("/etc/passwd")).find("hermes:x:4711:4712:"),
      std::string::npos);
}

}  // namespace
}  // namespace hermes::fixture
