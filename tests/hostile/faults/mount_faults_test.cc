// Tests of a kernel whose statx(2) does not report whether a directory is a
// mount point. A directory of root is given to the hermes user only if it is
// one: a fallback that guesses could give away a directory that is not Hermes',
// or reject a volume.
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "gtest/gtest.h"
#include "tests/hostile/faults/fault_injector.h"
#include "tests/hostile/root/hostile_files.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/pid_namespace.h"

namespace hermes::fixture {
namespace {

struct Case {
  const char* name;
  int error = 0;
  bool hides_mounts = false;
};

class MountFaultsTest : public testing::TestWithParam<Case> {
 protected:
  MountFaultsTest() : injector_({SYS_statx}) {
    injector_.Fail({.calls = {SYS_statx},
                    .error = GetParam().error,
                    .hides_mounts = GetParam().hides_mounts});
  }

  // Starts `gateway run` on the data that `plant` makes in the process that
  // will be PID 1.
  Container Boot(void (*plant)()) {
    ContainerOptions options;
    options.arguments = {"gateway", "run"};
    options.prepare = [this, plant] {
      plant();
      injector_.Preparation()();
    };
    return Container(options);
  }

  FaultInjector injector_;
};

INSTANTIATE_TEST_SUITE_P(Statx, MountFaultsTest,
                         testing::Values(Case{"IsMissing", ENOSYS},
                                         Case{"HidesMounts", 0, true}),
                         [](const testing::TestParamInfo<Case>& each) {
                           return each.param.name;
                         });

TEST_P(MountFaultsTest, GivesMountOfRootToHermes) {
  Container container = Boot([] {
    PlantMount(kHome);
    PlantFile(std::string(kHome) + "/notes", 0, "");
  });
  EXPECT_NE(container.WaitForGateway().pid, -1) << container.init().err();
  EXPECT_GT(injector_.failed(), 0);
  EXPECT_EQ(OwnerAndMode(container.ns().Path(std::string(kHome) + "/.")),
            "10000:10000 755");
}

TEST_P(MountFaultsTest, LeavesDirectoryOfRootToRoot) {
  Container container = Boot([] {
    if (chown(kHome, 0, 0) != 0) _exit(1);
    PlantFile(std::string(kHome) + "/app.py", 0, "");
  });
  EXPECT_EQ(container.init().Wait(), 77) << container.init().err();
  EXPECT_GT(injector_.failed(), 0);
  EXPECT_EQ(OwnerAndMode(container.ns().Path(std::string(kHome) + "/.")),
            "0:0 755");
}

}  // namespace
}  // namespace hermes::fixture
