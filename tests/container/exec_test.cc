// Tests of `docker exec C hermes …`: a caller that is root must not leave files
// that belong to root.
#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/container/container_processes.h"
#include "tests/container/docker_container.h"
#include "tests/container/guest_program.h"

namespace hermes::fixture {
namespace {

namespace fs = std::filesystem;
using Strings = std::vector<std::string>;

struct Ids {
  std::string name;
  Strings options;
  std::string identity;  // as printed by `guest identity`
  uid_t uid = 0;
};

// A supervised container whose ids were chosen at its boot. A process of docker
// exec knows that choice only from what it finds in the container.
class ExecTest : public testing::TestWithParam<Ids> {
 protected:
  void SetUp() override {
    ASSERT_TRUE(container_.WaitForHealth()) << container_.Logs().err;
  }
  static Strings Options() {
    Strings options = Published();
    for (const Strings& more : {GuestMounted(), GetParam().options}) {
      options.insert(options.end(), more.begin(), more.end());
    }
    return options;
  }

  DockerContainer container_{Options(), {"gateway", "run"}};
};

INSTANTIATE_TEST_SUITE_P(
    Booted, ExecTest,
    testing::Values(Ids{"ImagesDefault", {}, "10000 10000 10000\n", 10000},
                    Ids{"Remapped",
                        {"-e", "HERMES_UID=99", "-e", "HERMES_GID=100"},
                        "99 100 100\n",
                        99},
                    Ids{"WithAGroup",
                        {"--group-add", "4321"},
                        "10000 10000 4321 10000\n",
                        10000}),
    [](const testing::TestParamInfo<Ids>& each) { return each.param.name; });

TEST_P(ExecTest, RunsAsGatewaysUserWithItsGroups) {
  const pid_t gateway = container_.WaitForGateway().pid;
  const Output exec = container_.Exec({"hermes", kGuest, "identity"});
  EXPECT_EQ(exec.out, GetParam().identity) << exec.err;
  EXPECT_EQ(StatusField(gateway, "Groups") + "\n",
            exec.out.substr(exec.out.find(' ', exec.out.find(' ') + 1) + 1));
}

// Docker passes the boot's variables to exec as well. Other engines do not, nor
// does `env -i`.
TEST_P(ExecTest, TakesIdentityFromPid1AndNotFromVariables) {
  const Output exec =
      Docker({"exec", "-e", "HERMES_UID=", "-e", "HERMES_GID=", container_.id(),
              "hermes", kGuest, "identity"});
  EXPECT_EQ(exec.out, GetParam().identity) << exec.err;
}

TEST_P(ExecTest, CreatesFilesOfGatewaysUser) {
  const Output created =
      container_.Exec({"hermes", "profile", "create", "coder"});
  ASSERT_EQ(created.exit_code, 0) << created.err;
  ASSERT_EQ(container_.Exec({"hermes", kGuest, "touch", "/opt/data/auth.json"})
                .exit_code,
            0);
  int files = 0;
  for (const auto& entry :
       fs::recursive_directory_iterator(container_.HostPath("/opt/data"))) {
    struct stat st = {};
    if (lstat(entry.path().c_str(), &st) != 0) continue;
    EXPECT_EQ(st.st_uid, GetParam().uid) << entry.path();
    ++files;
  }
  EXPECT_GT(files, 10);
}

// The image's account files are adapted to the ids of the boot.
TEST_P(ExecTest, ResolvesHermesToGatewaysUser) {
  const auto ids_of = [](const std::string& identity) {
    return identity.substr(0, identity.find(' ', identity.find(' ') + 1));
  };
  const Output exec = container_.ExecAs("hermes", {kGuest, "identity"});
  EXPECT_EQ(ids_of(exec.out), ids_of(GetParam().identity)) << exec.err;
}

TEST_P(ExecTest, OptOutKeepsRoot) {
  const Output exec = Docker({"exec", "-e", "HERMES_DOCKER_EXEC_AS_ROOT=1",
                              container_.id(), "hermes", kGuest, "identity"});
  EXPECT_EQ(exec.out.substr(0, 4), "0 0 ") << exec.out << exec.err;
}

TEST_P(ExecTest, AllowsForeignUidToListButNotToStop) {
  const Output status =
      container_.ExecAs("4242", {"hermes", "gateway", "list"});
  EXPECT_EQ(status.exit_code, 0) << status.err;
  const pid_t gateway = container_.WaitForGateway().pid;
  const Output stop = container_.ExecAs("4242", {"hermes", "gateway", "stop"});
  EXPECT_EQ(stop.exit_code, 77) << stop.err;
  EXPECT_EQ(container_.WaitForGateway().pid, gateway);
}

}  // namespace
}  // namespace hermes::fixture
