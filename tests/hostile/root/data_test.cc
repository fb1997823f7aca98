// Tests of data roots that are not Hermes': directories of the system or of
// other users, and paths that a hostile uid has redirected. A boot gives none
// of them away.
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/hostile/root/hostile_files.h"
#include "tests/hostile/root/roots_files.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/pid_namespace.h"
#include "tests/process/processes.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

// Root follows a link to the data only if no other uid can have put it there.
struct LinkCase {
  const char* name;
  const char* home;  // below a link to kRoots
};

class LinkOfHermesTest : public testing::TestWithParam<LinkCase> {};

INSTANTIATE_TEST_SUITE_P(
    Home, LinkOfHermesTest,
    testing::Values(LinkCase{"GivesNothingAway", "/mnt/vol/sub/empty"},
                    LinkCase{"MakesNothing", "/mnt/vol/sub/new"}),
    [](const testing::TestParamInfo<LinkCase>& each) {
      return each.param.name;
    });

TEST_P(LinkOfHermesTest, IsNotFollowedByRoot) {
  ContainerOptions options =
      GatewayRun({std::string("HERMES_HOME=") + GetParam().home});
  options.prepare = [] {
    PlantRoots();
    PlantDirectory("/mnt/vol", kHermesUid);
    PlantLink(kRoots, "/mnt/vol/sub", kHermesUid);
  };
  Container container(options);
  EXPECT_EQ(container.init().Wait(), 78) << container.init().err();
  ExpectRootsUntouched(container);
}

TEST(DataTest, FollowsLinkOfRoot) {
  ContainerOptions options = GatewayRun({"HERMES_HOME=/mnt/way/data"});
  options.prepare = [] { PlantLink("/mnt/", "/mnt/way", 0); };
  Container container(options);
  EXPECT_NE(container.WaitForGateway().pid, -1) << container.init().err();
}

struct SystemCase {
  const char* name;
  const char* home;
};

class SystemDirectoryTest : public testing::TestWithParam<SystemCase> {};

INSTANTIATE_TEST_SUITE_P(
    Home, SystemDirectoryTest,
    testing::Values(SystemCase{"Root", "/"}, SystemCase{"Slashes", "//"},
                    SystemCase{"ProfilesOfRoot", "/profiles/default"},
                    SystemCase{"Etc", "/etc"}, SystemCase{"BelowEtc", "/etc/x"},
                    SystemCase{"Usr", "/usr/"}, SystemCase{"Home", "/home"},
                    SystemCase{"Dots", "/mnt/../home/."},
                    SystemCase{"Link", "/mnt/way/home"},
                    SystemCase{"Run", "/run"}, SystemCase{"Opt", "/opt"}),
    [](const testing::TestParamInfo<SystemCase>& each) {
      return each.param.name;
    });

TEST_P(SystemDirectoryTest, IsRejectedInOneLineAndStaysRoots) {
  ContainerOptions options =
      GatewayRun({std::string("HERMES_HOME=") + GetParam().home});
  options.prepare = [] {
    // Make this machine read-only: even a boot that gives a directory away must
    // not change it.
    PlantLink("/", "/mnt/way", 0);
    PlantMount("/home");
    PlantMount("/opt");
    if (mount("/", "/", nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr) !=
            0 &&
        mount(nullptr, "/", nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY,
              nullptr) != 0) {
      _exit(1);
    }
  };
  Container container(options);
  EXPECT_EQ(container.init().Wait(), 78) << container.init().err();
  const std::string& said = container.init().err();
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
  EXPECT_NE(said.find("HERMES_HOME"), std::string::npos) << said;
  for (const char* path : {"/home/.", "/opt/."}) {
    EXPECT_EQ(OwnerAndMode(container.ns().Path(path)), "0:0 755") << path;
  }
  EXPECT_EQ(Names(container.ns().Path("/run")), Strings{});
}

struct GivenCase {
  const char* name;
  void (*prepare)();
  bool given;
};

void PrepareNothing() {}
void PrepareEmpty() { PlantDirectory("/mnt/home", 0); }
void PrepareMount() {
  PlantMount("/mnt/home");
  PlantFile("/mnt/home/notes", 0, "");
}
void PrepareBoundDirectory() {
  PlantDirectory("/mnt/host", 0);
  PlantFile("/mnt/host/notes", 0, "");
  PlantDirectory("/mnt/home", 0);
  if (mount("/mnt/host", "/mnt/home", nullptr, MS_BIND, nullptr) != 0) {
    _exit(1);
  }
}
void PrepareHermesData() {
  PlantDirectory("/mnt/home", 0);
  PlantFile("/mnt/home/SOUL.md", 0, "I am.\n");
  PlantFile("/mnt/home/notes", 0, "");
}
void PrepareSettingsAlone() {
  PlantDirectory("/mnt/home", 0);
  PlantFile("/mnt/home/config.yaml", 0, "");
}
void PrepareApplication() {
  PlantDirectory("/mnt/home", 0);
  PlantFile("/mnt/home/config.yaml", 0, "");
  PlantFile("/mnt/home/app.py", 0, "");
}
void PrepareLinkInPlaceOfSoul() {
  PlantDirectory("/mnt/home", 0);
  PlantFile("/mnt/home/app.py", 0, "");
  PlantLink("app.py", "/mnt/home/SOUL.md", 0);
}

class GivenDataTest : public testing::TestWithParam<GivenCase> {};

INSTANTIATE_TEST_SUITE_P(
    Root, GivenDataTest,
    testing::Values(GivenCase{"Missing", PrepareNothing, true},
                    GivenCase{"Empty", PrepareEmpty, true},
                    GivenCase{"MountPoint", PrepareMount, true},
                    GivenCase{"BoundDirectory", PrepareBoundDirectory, true},
                    GivenCase{"HermesData", PrepareHermesData, true},
                    GivenCase{"SettingsAlone", PrepareSettingsAlone, true},
                    GivenCase{"Application", PrepareApplication, false},
                    GivenCase{"LinkInPlaceOfSoul", PrepareLinkInPlaceOfSoul,
                              false}),
    [](const testing::TestParamInfo<GivenCase>& each) {
      return each.param.name;
    });

TEST_P(GivenDataTest, IsGivenToHermesOnlyAsDocumented) {
  ContainerOptions options = GatewayRun({"HERMES_HOME=/mnt/home"});
  options.prepare = GetParam().prepare;
  Container container(options);
  if (GetParam().given) {
    EXPECT_NE(container.WaitForGateway().pid, -1) << container.init().err();
    EXPECT_EQ(OwnerAndMode(container.ns().Path("/mnt/home/.")),
              "10000:10000 755");
    return;
  }
  EXPECT_EQ(container.init().Wait(), 77) << container.init().err();
  EXPECT_EQ(OwnerAndMode(container.ns().Path("/mnt/home/.")), "0:0 755");
  EXPECT_EQ(OwnerAndMode(container.ns().Path("/mnt/home/app.py")), "0:0 644");
}

}  // namespace
}  // namespace hermes::fixture
