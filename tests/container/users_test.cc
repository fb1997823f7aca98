// Tests of the ids that the gateway runs as and that its files belong to.
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/container/container_processes.h"
#include "tests/container/data_directory.h"
#include "tests/container/docker_container.h"
#include "tests/container/guest_program.h"

namespace hermes::fixture {
namespace {

namespace fs = std::filesystem;
using Strings = std::vector<std::string>;

Strings operator+(Strings first, const Strings& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

std::string FourTimes(const std::string& id) {
  return id + "\t" + id + "\t" + id + "\t" + id;
}

bool Contains(const std::string& words, const std::string& word) {
  std::istringstream list(words);
  for (std::string each; list >> each;) {
    if (each == word) return true;
  }
  return false;
}

struct stat Stat(const std::string& path) {
  struct stat st = {};
  EXPECT_EQ(lstat(path.c_str(), &st), 0) << path;
  return st;
}

// ---- the ids that variables name --------------------------------------------

struct Ids {
  std::string name;
  Strings variables;
  std::string uid;
  std::string gid;
};

class IdsTest : public testing::TestWithParam<Ids> {
 protected:
  static Strings Options() {
    Strings options = Published();
    for (const std::string& variable : GetParam().variables) {
      options.insert(options.end(), {"-e", variable});
    }
    return options;
  }
};

INSTANTIATE_TEST_SUITE_P(
    Of, IdsTest,
    testing::Values(
        Ids{"NoVariable", {}, "10000", "10000"},
        Ids{"Unraid", {"HERMES_UID=99", "HERMES_GID=100"}, "99", "100"},
        Ids{"NasConvention", {"PUID=1000", "PGID=10"}, "1000", "10"},
        Ids{"BothNames", {"HERMES_UID=5", "PUID=6"}, "5", "10000"},
        Ids{"SynologyGroup", {"HERMES_GID=65540"}, "10000", "65540"},
        Ids{"LargeGroup", {"PGID=2000000"}, "10000", "2000000"}),
    [](const testing::TestParamInfo<Ids>& each) { return each.param.name; });

// The image's new volume belongs to another uid.
TEST_P(IdsTest, ApplyToGatewayAndItsFiles) {
  const DockerContainer container(Options(), {"gateway", "run"});
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  for (const pid_t pid :
       {container.WaitForGateway().pid, container.MainPid()}) {
    EXPECT_EQ(StatusField(pid, "Uid"), FourTimes(GetParam().uid));
    EXPECT_EQ(StatusField(pid, "Gid"), FourTimes(GetParam().gid));
  }
  const struct stat env = Stat(container.HostPath("/opt/data/.env"));
  EXPECT_EQ(std::to_string(env.st_uid), GetParam().uid);
  EXPECT_EQ(std::to_string(env.st_gid), GetParam().gid);
  EXPECT_EQ(env.st_mode & 07777, 0600u);
}

// A boot with other ids changes the owner of every file that a boot, a gateway
// and a profile left in the volume.
TEST(RemapTest, GivesUsedVolumeToNewIds) {
  const std::string volume = "hermes-entry-test-" + std::to_string(getpid());
  const Output made =
      Docker({"volume", "create", "--label", TestLabel(), volume});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  const Strings mounted = {"-v", volume + ":/opt/data"};
  {
    const DockerContainer first(Published() + mounted, {"gateway", "run"});
    ASSERT_TRUE(first.WaitForHealth()) << first.Logs().err;
    const Output created = first.Exec({"hermes", "profile", "create", "coder"});
    ASSERT_EQ(created.exit_code, 0) << created.err;
    ASSERT_EQ(first.Stop(60).exit_code, 0);
  }
  {
    const DockerContainer second(
        Published() + mounted + Strings{"-e", "HERMES_UID=99"},
        {"gateway", "run"});
    EXPECT_TRUE(second.WaitForHealth()) << second.Logs().err;
    int files = 0;
    for (const auto& entry :
         fs::recursive_directory_iterator(second.HostPath("/opt/data"))) {
      struct stat st = {};
      if (lstat(entry.path().c_str(), &st) != 0) continue;
      EXPECT_EQ(st.st_uid, 99u) << entry.path();
      ++files;
    }
    EXPECT_GT(files, 10);
  }
  Docker({"volume", "rm", volume});
}

class RefusedIdTest : public testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(As, RefusedIdTest,
                         testing::Values("HERMES_UID=0", "PGID=0",
                                         "HERMES_UID=hermes", "PUID=-1"),
                         [](const testing::TestParamInfo<const char*>& each) {
                           std::string name;
                           for (const char c : std::string(each.param)) {
                             if (isalnum(c) != 0) name.push_back(c);
                           }
                           return name + std::to_string(each.index);
                         });

TEST_P(RefusedIdTest, IsReportedInOneLine) {
  const Output run = RunContainer({"-e", GetParam()}, {"gateway", "run"});
  EXPECT_EQ(run.exit_code, 64) << run.err;
  EXPECT_NE(run.err.find(GetParam()), std::string::npos) << run.err;
  EXPECT_EQ(run.err.find('\n'), run.err.size() - 1) << run.err;
}

// ---- started with --user ----------------------------------------------------

TEST(StartedAsUserTest, KeepsItsGroups) {
  const DockerContainer container(
      Published() + Strings{"--user", "10000:10000", "--group-add", "4321"},
      {"gateway", "run"});
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  EXPECT_EQ(container.SlotStatus("up,wantedup"), "true true");
  EXPECT_EQ(StatusField(container.WaitForGateway().pid, "Groups"),
            StatusField(container.MainPid(), "Groups"));
  EXPECT_TRUE(Contains(StatusField(container.MainPid(), "Groups"), "4321"));
}

TEST(StartedAsUserTest, HasHomeWithoutPasswdEntry) {
  const DataDirectory data(1000670000, 0);
  const DockerContainer container(
      Published() + Strings{"--user", "1000670000:0"} + data.Mounted(),
      {"gateway", "run"});
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  const std::string environment =
      '\0' +
      ReadHostFile("/proc/" + std::to_string(container.WaitForGateway().pid) +
                   "/environ");
  EXPECT_NE(environment.find(std::string("\0HOME=/opt/data\0", 16)),
            std::string::npos);
}

TEST(StartedAsUserTest, RunsOtherCommandsWithoutData) {
  const Output run = RunContainer(GuestMounted() + Strings{"--user", "1234"},
                                  {kGuest, "exit", "0"});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_EQ(run.err, "");
}

// ---- groups -----------------------------------------------------------------

// A socket of this host that plays an engine's socket, with a group of its own.
class EngineSocket {
 public:
  explicit EngineSocket(gid_t gid) : path_(directory_.Path("docker.sock")) {
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    path_.copy(address.sun_path, sizeof address.sun_path - 1);
    fd_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ(bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address),
              0);
    EXPECT_EQ(chown(path_.c_str(), 0, gid), 0);
    EXPECT_EQ(chmod(path_.c_str(), 0660), 0);
  }
  ~EngineSocket() { close(fd_); }
  EngineSocket(const EngineSocket&) = delete;
  EngineSocket& operator=(const EngineSocket&) = delete;

  Strings Mounted() const { return {"-v", path_ + ":/var/run/docker.sock"}; }

 private:
  DataDirectory directory_;
  std::string path_;
  int fd_ = -1;
};

TEST(EngineSocketTest, AddsItsGroupToGateway) {
  const EngineSocket engine(4711);
  const DockerContainer container(Published() + engine.Mounted(),
                                  {"gateway", "run"});
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  EXPECT_TRUE(
      Contains(StatusField(container.WaitForGateway().pid, "Groups"), "4711"));
}

TEST(EngineSocketTest, DoesNotAddRootsGroup) {
  const EngineSocket engine(0);
  const DockerContainer container(Published() + engine.Mounted(),
                                  {"gateway", "run"});
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  EXPECT_FALSE(
      Contains(StatusField(container.WaitForGateway().pid, "Groups"), "0"));
}

// ---- files ------------------------------------------------------------------

// Root that can change its uid but not the owner of files, as on NFS with
// root_squash.
TEST(NoChownTest, AcceptsDataThatHasRightOwner) {
  const DataDirectory data(99, 100);
  const DockerContainer container(
      Published() + data.Mounted() +
          Strings{"-e", "HERMES_UID=99", "-e", "HERMES_GID=100", "--cap-drop",
                  "CHOWN", "--tmpfs", "/run"},
      {"gateway", "run"});
  EXPECT_TRUE(container.WaitForHealth()) << container.Logs().err;
}

TEST(NoChownTest, WarnsOnceAboutWritableDataOfAnotherOwner) {
  const DataDirectory data(0, 0);
  ASSERT_EQ(chmod(data.Path().c_str(), 0777), 0);
  const DockerContainer container(
      Published() + data.Mounted() + Strings{"--cap-drop", "CHOWN"},
      {"gateway", "run"});
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  const std::string err = container.Logs().err;
  const size_t warning = err.find("changing the owner of /opt/data");
  EXPECT_NE(warning, std::string::npos) << err;
  EXPECT_EQ(err.find("changing the owner of /opt/data", warning + 1),
            std::string::npos)
      << err;
}

// A directory of the host with foreign files and with links that lead out of
// it, before and after a boot that changes the owner of Hermes's files.
class HostFilesTest : public testing::Test {
 protected:
  HostFilesTest() : data_(0, 0), outside_(0, 0) {
    outside_.Write("id_rsa", "key");
    data_.Write("notes.txt", "theirs");
    data_.Write("photos/cat.jpg", "theirs");
    data_.Write("skills/mine/SKILL.md", "made by hermes");
    fs::create_directory_symlink(outside_.Path(), data_.Path("home"));
    fs::create_directory_symlink("../..", data_.Path("skills/out"));
    fs::create_symlink(outside_.Path("id_rsa"), data_.Path("auth.json"));
  }
  void Boot() const {
    const DockerContainer container(
        Published() + data_.Mounted() +
            Strings{"-v", outside_.Path() + ":" + outside_.Path()},
        {"gateway", "run"});
    ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  }
  // Returns the owner and the time of the last change of the inode.
  static std::string Of(const std::string& path) {
    const struct stat st = Stat(path);
    return std::to_string(st.st_uid) + " " + std::to_string(st.st_ctim.tv_sec) +
           "." + std::to_string(st.st_ctim.tv_nsec);
  }

  DataDirectory data_;
  DataDirectory outside_;
};

TEST_F(HostFilesTest, LeavesUnknownFilesAlone) {
  const Strings paths = {data_.Path("notes.txt"), data_.Path("photos"),
                         data_.Path("photos/cat.jpg")};
  Strings before;
  for (const std::string& path : paths) before.push_back(Of(path));
  Boot();
  for (size_t i = 0; i < paths.size(); ++i) {
    EXPECT_EQ(Of(paths[i]), before[i]) << paths[i];
  }
}

TEST_F(HostFilesTest, DoesNotFollowLinks) {
  const Strings paths = {outside_.Path("id_rsa"), outside_.Path()};
  Strings before;
  for (const std::string& path : paths) before.push_back(Of(path));
  Boot();
  for (size_t i = 0; i < paths.size(); ++i) {
    EXPECT_EQ(Of(paths[i]), before[i]) << paths[i];
  }
}

TEST_F(HostFilesTest, GivesFilesThatHermesMadeToItsUser) {
  Boot();
  EXPECT_EQ(Stat(data_.Path()).st_uid, 10000u);
  EXPECT_EQ(Stat(data_.Path("skills/mine/SKILL.md")).st_uid, 10000u);
}

TEST(ModesTest, KeepsModesOfExistingFiles) {
  const DataDirectory data;
  data.Write(".env", "A=1\n");
  data.Write("config.yaml", "");
  data.Write("SOUL.md", "");
  ASSERT_EQ(chmod(data.Path().c_str(), 02775), 0);
  ASSERT_EQ(chmod(data.Path(".env").c_str(), 0664), 0);
  const DockerContainer container(Published() + data.Mounted(),
                                  {"gateway", "run"});
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.Logs().err;
  ASSERT_TRUE(container.WaitForLog("Hermes gateway")) << container.Logs().err;
  EXPECT_EQ(Stat(data.Path()).st_mode & 07777, 02775u);
  EXPECT_EQ(Stat(data.Path(".env")).st_mode & 07777, 0664u);
}

// ---- mounted secrets
// ---------------------------------------------------------

class SecretsTest : public testing::Test {
 protected:
  SecretsTest() : secrets_(0, 0) {
    secrets_.Write("a", "API_SERVER_KEY=a-key-of-the-secret\nSHARED=of-a\n");
    secrets_.Write("b", "SHARED='of b'\nCONTAINERS=file\n");
    EXPECT_EQ(chmod(secrets_.Path().c_str(), 0700), 0);
    for (const char* name : {"a", "b"}) {
      EXPECT_EQ(chmod(secrets_.Path(name).c_str(), 0400), 0);
    }
  }
  Strings Options() const {
    return Published() + GuestMounted() +
           Strings{"-v", secrets_.Path() + ":/run/secrets:ro",
                   "-e", "HERMES_ENV_FILE=/run/secrets/a:/run/secrets/b",
                   "-e", "CONTAINERS=own"};
  }

  const DataDirectory secrets_;
};

// Root reads the files, which the gateway's user cannot read.
TEST_F(SecretsTest, ReachGatewaysEnvironment) {
  const DockerContainer container(Options(), {"gateway", "run"});
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  const std::string environment = ReadHostFile(
      "/proc/" + std::to_string(container.WaitForGateway().pid) + "/environ");
  for (const char* variable : {"API_SERVER_KEY=a-key-of-the-secret",
                               "SHARED=of b", "CONTAINERS=own"}) {
    EXPECT_NE(('\0' + environment).find('\0' + std::string(variable) + '\0'),
              std::string::npos)
        << variable;
  }
  const Output logs = container.Logs();
  EXPECT_EQ((logs.out + logs.err).find("a-key-of-the-secret"),
            std::string::npos);
}

TEST_F(SecretsTest, ReachOtherCommandsEnvironment) {
  const Output run = RunContainer(Options(), {kGuest, "variable", "SHARED"});
  EXPECT_EQ(run.out, "of b\n") << run.err;
}

TEST_F(SecretsTest, ReachEnvironmentOfDockerExec) {
  const DockerContainer container(Options(), {"gateway", "run"});
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  EXPECT_EQ(container.Exec({"hermes", kGuest, "variable", "SHARED"}).out,
            "of b\n");
  // The hermes user cannot read them and continues without them.
  const Output exec =
      container.ExecAs("10000", {"hermes", "gateway", "status"});
  EXPECT_EQ(exec.exit_code, 0) << exec.err;
}

TEST_F(SecretsTest, ReportsUnreadableFileInOneLine) {
  const Output run =
      RunContainer(Options() + Strings{"--user", "10000"}, {"gateway", "run"});
  EXPECT_EQ(run.exit_code, 77) << run.err;
  EXPECT_EQ(run.err.rfind("hermes-entry: ", 0), 0u) << run.err;
  EXPECT_NE(run.err.find("/run/secrets/a"), std::string::npos) << run.err;
  EXPECT_EQ(run.err.find('\n'), run.err.size() - 1) << run.err;
}

}  // namespace
}  // namespace hermes::fixture
