// Tests of `hermes profile` in a container whose PID 1 is hermes-entry, with a
// real s6 tree.
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/process/container.h"
#include "tests/process/verbs.h"

namespace hermes::fixture {
namespace {

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

void BindDirectory(VerbsContainer* c, const std::string& from,
                   const std::string& to) {
  const std::string home = std::string(kHome) + "/";
  ASSERT_EQ(c->container().ns().Call([&] {
    return mount((home + from).c_str(), (home + to).c_str(), nullptr, MS_BIND,
                 nullptr);
  }),
            0);
}

// Mounts a file system on which directories can be created but no file can be
// written.
void MountFullDisk(VerbsContainer* c, const std::string& name) {
  const std::string path = std::string(kHome) + "/" + name;
  ASSERT_EQ(c->container().ns().Call([&] {
    if (mkdir(path.c_str(), 0777) != 0) return 1;
    const std::string full = path + "/full";
    if (mount("none", path.c_str(), "tmpfs", 0, "size=4k,mode=0777") != 0) {
      return 2;
    }
    const int fd = open(full.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    const std::string page(4096, 'x');
    return write(fd, page.data(), page.size()) == 4096 ? close(fd) : 3;
  }),
            0);
}

// The caller is the hermes uid, or root although root owns neither the tree nor
// the data.
class ProfilesTest : public testing::TestWithParam<uid_t> {
 protected:
  Said Profile(VerbsContainer& c, std::vector<std::string> words) {
    words.insert(words.begin(), "profile");
    return c.Hermes(words, GetParam());
  }
};

INSTANTIATE_TEST_SUITE_P(Caller, ProfilesTest, testing::Values(kHermesUid, 0),
                         [](const testing::TestParamInfo<uid_t>& each) {
                           return each.param == 0 ? "Root" : "Hermes";
                         });

TEST_P(ProfilesTest, CreateRegistersSlotAsDown) {
  VerbsContainer c;
  const Said created = Profile(c, {"create", "coder"});
  EXPECT_EQ(created.exit_code, 0) << created.err;
  EXPECT_TRUE(Has(created.out, "registered, down")) << created.out;
  EXPECT_EQ(c.container().SlotStatus("gateway-coder", "up,wantedup"),
            "false false");
  EXPECT_TRUE(c.SlotHas("gateway-coder", "down"));
  EXPECT_TRUE(c.Gateways("coder").empty());
}

TEST_P(ProfilesTest, CreateMakesFilesOfHermesUser) {
  VerbsContainer c;
  ASSERT_EQ(Profile(c, {"create", "coder"}).exit_code, 0);
  for (const char* name : {"profiles", "profiles/coder", "profiles/coder/.env",
                           "profiles/coder/SOUL.md"}) {
    const std::string path =
        c.container().ns().Path(std::string(kHome) + "/" + name);
    struct stat st = {};
    ASSERT_EQ(stat(path.c_str(), &st), 0) << path;
    EXPECT_EQ(st.st_uid, kHermesUid) << path;
    EXPECT_EQ(st.st_gid, kHermesUid) << path;
  }
}

TEST_P(ProfilesTest, StartWorksAfterCreateAndDeleteRemovesEverything) {
  VerbsContainer c;
  const pid_t first = c.WaitForGateway("default");
  const std::vector<std::string> slots = c.container().Slots();
  ASSERT_EQ(Profile(c, {"create", "coder"}).exit_code, 0);
  const Said started =
      c.Hermes({"-p", "coder", "gateway", "start"}, GetParam());
  ASSERT_EQ(started.exit_code, 0) << started.err;
  ASSERT_NE(c.WaitForGateway("coder"), -1);

  const Said deleted = Profile(c, {"delete", "coder", "-y"});
  EXPECT_EQ(deleted.exit_code, 0) << deleted.err;
  EXPECT_TRUE(c.Gateways("coder").empty());
  EXPECT_EQ(c.container().Slots(), slots);
  EXPECT_EQ(c.Supervisors("gateway-coder"), 0u);
  EXPECT_EQ(c.Data("profiles/coder/SOUL.md"), "");
  EXPECT_EQ(c.WaitForGateway("default"), first);

  EXPECT_EQ(Profile(c, {"create", "coder"}).exit_code, 0);
  EXPECT_EQ(c.container().SlotStatus("gateway-coder", "up,wantedup"),
            "false false");
}

// `docker run -v DIRECTORY:...` also mounts a directory of the host into a
// profile. Its device number may be the profile's own, so it does not reveal
// the mount.
TEST_P(ProfilesTest, DeleteRefusesProfileThatContainsMount) {
  VerbsContainer c;
  for (const char* name : {"coder", "tester"}) {
    ASSERT_EQ(Profile(c, {"create", name}).exit_code, 0);
  }
  ASSERT_EQ(c.Hermes({"-p", "coder", "gateway", "start"}).exit_code, 0);
  const pid_t gateway = c.WaitForGateway("coder");
  BindDirectory(&c, "profiles/tester", "profiles/coder/skills");
  const std::string soul = c.Data("profiles/tester/SOUL.md");
  ASSERT_NE(soul, "");

  const Said refused = Profile(c, {"delete", "coder", "-y"});
  EXPECT_EQ(refused.exit_code, 1) << refused.err;
  EXPECT_TRUE(Has(refused.err, "/profiles/coder/skills is mounted"))
      << refused.err;
  EXPECT_TRUE(Has(refused.err, "nothing was deleted")) << refused.err;
  EXPECT_EQ(c.Data("profiles/tester/SOUL.md"), soul);
  EXPECT_EQ(c.WaitForGateway("coder"), gateway);
}

TEST_P(ProfilesTest, DeleteWorksOnFullDisk) {
  VerbsContainer c;
  ASSERT_EQ(Profile(c, {"create", "coder"}).exit_code, 0);
  MountFullDisk(&c, "profiles/.deleted");
  const Said deleted = Profile(c, {"delete", "coder", "-y"});
  EXPECT_EQ(deleted.exit_code, 0) << deleted.err;
  EXPECT_TRUE(Has(deleted.out, "no note was left")) << deleted.out;
  EXPECT_EQ(c.Data("profiles/coder/SOUL.md"), "");
}

TEST_P(ProfilesTest, CreateKeepsProfileIfRegistrationFails) {
  VerbsContainer c;
  BreakProgram(&c.container(), "/usr/bin/s6-svscanctl");
  const Said created = Profile(c, {"create", "coder"});
  EXPECT_EQ(created.exit_code, 69) << created.err;
  EXPECT_TRUE(Has(created.err, "its slot was not")) << created.err;
  EXPECT_TRUE(Has(created.err, "gateway start")) << created.err;
  EXPECT_NE(c.Data("profiles/coder/SOUL.md"), "");
  EXPECT_FALSE(c.SlotHas("gateway-coder", "run"));
}

TEST_P(ProfilesTest, CreateLeavesScanDirectoryUnchangedIfNameIsRefused) {
  VerbsContainer c;
  const std::vector<std::string> before = c.container().Slots();
  for (const std::string& name :
       {std::string("A"), std::string("../x"), std::string(""),
        std::string(".tmp"), std::string(300, 'a'), std::string("tmp")}) {
    EXPECT_EQ(Profile(c, {"create", name}).exit_code, 64) << name;
  }
  EXPECT_EQ(c.container().Slots(), before);
}

// Another init's s6-svscan that runs as root, as in s6-overlay images, where
// only root may add slots. The data belong to the hermes user.
class ProfilesOverlayTest : public testing::Test {
 protected:
  static Container Overlay() {
    ContainerOptions options;
    options.init = Init::kS6;
    return Container(options);
  }

  ProfilesOverlayTest() : container_(Overlay()) {
    const auto reconcile = container_.Start({"--entry-reconcile"});
    EXPECT_EQ(reconcile->Wait(), 0) << reconcile->err();
  }

  uid_t OwnerOf(const std::string& name) const {
    const std::string path =
        container_.ns().Path(std::string(kHome) + "/" + name);
    struct stat st = {};
    EXPECT_EQ(lstat(path.c_str(), &st), 0) << path;
    return st.st_uid;
  }

  Container container_;
};

TEST_F(ProfilesOverlayTest, RegistersAndUnregistersSlotAsRoot) {
  const std::vector<std::string> before = container_.Slots();
  const Said created = Hermes(&container_, {"profile", "create", "coder"}, 0);
  EXPECT_EQ(created.exit_code, 0) << created.err;
  EXPECT_TRUE(Has(created.out, "registered, down")) << created.out;
  EXPECT_EQ(container_.SlotStatus("gateway-coder", "up,wantedup"),
            "false false");
  EXPECT_EQ(OwnerOf("profiles/coder"), kHermesUid);
  EXPECT_EQ(OwnerOf("profiles/coder/.env"), kHermesUid);
  const Said deleted =
      Hermes(&container_, {"profile", "delete", "coder", "-y"}, 0);
  EXPECT_EQ(deleted.exit_code, 0) << deleted.err;
  EXPECT_EQ(container_.Slots(), before);
  EXPECT_EQ(OwnerOf("profiles/.deleted/coder"), kHermesUid);
}

TEST_F(ProfilesOverlayTest, KeepsProfileOfHermesAndReportsMissingSlot) {
  const std::vector<std::string> before = container_.Slots();
  const Said created =
      Hermes(&container_, {"profile", "create", "coder"}, kHermesUid);
  EXPECT_EQ(created.exit_code, 69) << created.err;
  EXPECT_TRUE(Has(created.err, "its slot was not")) << created.err;
  EXPECT_EQ(OwnerOf("profiles/coder/SOUL.md"), kHermesUid);
  EXPECT_EQ(container_.Slots(), before);
}

}  // namespace
}  // namespace hermes::fixture
