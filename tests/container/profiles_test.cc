// Tests of several gateways under one init, operated through `docker exec`.
#include <signal.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/container/docker_container.h"
#include "tests/container/http_get.h"
#include "tests/process/poll.h"

namespace hermes::fixture {
namespace {

namespace fs = std::filesystem;
using Strings = std::vector<std::string>;

std::string GatewayOf(const std::string& profile) {
  return (profile == "default" ? "hermes" : "-p " + profile) +
         " gateway run --replace";
}

// A supervised container in which the gateways of three profiles run.
class ThreeProfilesTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(container_.WaitForHealth()) << container_.Logs().err;
    for (const char* profile : {"coder", "writer"}) {
      const Output created = Hermes({"profile", "create", profile});
      ASSERT_EQ(created.exit_code, 0) << created.err;
      const Output started = Hermes({"-p", profile, "gateway", "start"});
      ASSERT_EQ(started.exit_code, 0) << started.err << container_.Logs().out;
    }
    for (const char* profile : {"default", "coder", "writer"}) {
      ASSERT_NE(Gateway(profile), -1) << profile;
    }
  }
  // Runs hermes as root; hermes-entry drops root and becomes the hermes user.
  Output Hermes(Strings arguments) const {
    arguments.insert(arguments.begin(), "hermes");
    return container_.Exec(arguments);
  }
  // Waits until the profile's gateway runs and its pid is not `other`. Returns
  // the pid, or -1 if the deadline passes.
  pid_t Gateway(const std::string& profile, pid_t other = -1) const {
    pid_t pid = -1;
    WaitUntil([&] {
      const auto found = container_.WithArguments(GatewayOf(profile));
      if (found.size() != 1 || found[0].pid == other) return false;
      pid = found[0].pid;
      return true;
    });
    return pid;
  }
  // Returns the line of a profile's .env that sets its port.
  std::string PortOf(const std::string& profile) const {
    std::istringstream lines(
        container_.ReadFile("/opt/data/profiles/" + profile + "/.env"));
    std::string line;
    while (std::getline(lines, line)) {
      if (line.rfind("API_SERVER_PORT=", 0) == 0) return line;
    }
    return "";
  }
  bool IsGone(const std::string& profile) const {
    return container_.WithArguments(GatewayOf(profile)).empty();
  }

  DockerContainer container_{Published(), {"gateway", "run"}};
};

TEST_F(ThreeProfilesTest, CrashDoesNotAffectOtherProfiles) {
  const pid_t main = Gateway("default");
  const pid_t writer = Gateway("writer");
  pid_t coder = Gateway("coder");
  for (int crash = 0; crash < 3; ++crash) {
    ASSERT_EQ(kill(coder, SIGKILL), 0);
    coder = Gateway("coder", coder);
    ASSERT_NE(coder, -1) << container_.Logs().out;
  }
  EXPECT_EQ(Gateway("default"), main);
  EXPECT_EQ(Gateway("writer"), writer);
  EXPECT_EQ(HttpGet(container_.Port(), "/health").status, 200);
}

TEST_F(ThreeProfilesTest, BadConfigurationDoesNotAffectOtherProfiles) {
  const pid_t main = Gateway("default");
  std::ofstream(container_.HostPath("/opt/data/profiles/coder/config.yaml"))
      << "agent: [\n";
  const Output restarted = Hermes({"-p", "coder", "gateway", "restart"});
  EXPECT_NE(restarted.exit_code, 0) << restarted.out;
  EXPECT_TRUE(WaitUntil([&] {
    return Hermes({"-p", "coder", "gateway", "status"}).out.find("failed") !=
           std::string::npos;
  })) << Hermes({"gateway", "list"}).out;
  EXPECT_TRUE(IsGone("coder"));
  EXPECT_EQ(Gateway("default"), main);
}

TEST_F(ThreeProfilesTest, StopAllStopsEveryGatewayAndKeepsContainerRunning) {
  const Output stopped = Hermes({"gateway", "stop", "--all"});
  EXPECT_EQ(stopped.exit_code, 0) << stopped.err;
  for (const char* profile : {"default", "coder", "writer"}) {
    EXPECT_TRUE(IsGone(profile)) << profile;
  }
  EXPECT_TRUE(container_.Running());
  const Output started = Hermes({"gateway", "start", "--all"});
  EXPECT_EQ(started.exit_code, 0) << started.err;
  for (const char* profile : {"default", "coder", "writer"}) {
    EXPECT_NE(Gateway(profile), -1) << profile;
  }
}

TEST_F(ThreeProfilesTest, RestartReplacesGatewayOfOneProfile) {
  const pid_t coder = Gateway("coder");
  const pid_t main = Gateway("default");
  const Output restarted = Hermes({"-p", "coder", "gateway", "restart"});
  EXPECT_EQ(restarted.exit_code, 0) << restarted.err;
  EXPECT_NE(Gateway("coder", coder), -1);
  EXPECT_EQ(Gateway("default"), main);
}

TEST_F(ThreeProfilesTest, DeleteLeavesNothingRunning) {
  const Output deleted = Hermes({"profile", "delete", "coder", "-y"});
  EXPECT_EQ(deleted.exit_code, 0) << deleted.err;
  EXPECT_TRUE(container_.WithArguments("s6-supervise gateway-coder").empty());
  EXPECT_TRUE(
      container_.WithArguments("s6-supervise gateway-coder/log").empty());
  EXPECT_TRUE(IsGone("coder"));
  EXPECT_EQ(Hermes({"-p", "coder", "gateway", "start"}).exit_code, 64);
}

TEST_F(ThreeProfilesTest, LeaveNoFilesOfRootInVolume) {
  int files = 0;
  for (const auto& entry :
       fs::recursive_directory_iterator(container_.HostPath("/opt/data"))) {
    struct stat st = {};
    // A temporary file may have been removed meanwhile.
    if (lstat(entry.path().c_str(), &st) != 0) continue;
    EXPECT_NE(st.st_uid, 0u) << entry.path();
    ++files;
  }
  EXPECT_GT(files, 10);
}

TEST_F(ThreeProfilesTest, EveryVerbWorksForUnprivilegedUser) {
  const Strings verbs[] = {
      {"list"}, {"status"}, {"restart"}, {"stop"}, {"start"}};
  for (const Strings& verb : verbs) {
    Strings words = {"hermes", "-p", "writer", "gateway"};
    words.insert(words.end(), verb.begin(), verb.end());
    const Output done = container_.ExecAs("hermes", words);
    EXPECT_EQ(done.exit_code, 0) << verb[0] << ": " << done.err;
  }
  EXPECT_NE(Gateway("writer"), -1);
}

TEST_F(ThreeProfilesTest, ListNamesEveryProfileAndStatusNamesDashboard) {
  const Output list = Hermes({"gateway", "list"});
  EXPECT_EQ(list.exit_code, 0) << list.err;
  for (const char* name : {"✓ default", "✓ coder", "✓ writer"}) {
    EXPECT_NE(list.out.find(name), std::string::npos) << list.out;
  }
  const Output status = Hermes({"gateway", "status"});
  EXPECT_NE(status.out.find("dashboard: disabled"), std::string::npos)
      << status.out;
}

// The pid file is not needed to find the state.
TEST_F(ThreeProfilesTest, JsonStatusWorksWithoutPidFile) {
  ASSERT_TRUE(fs::remove(container_.HostPath("/opt/data/gateway.pid")));
  const Output status = Hermes({"gateway", "status", "--json"});
  EXPECT_EQ(status.exit_code, 0) << status.err;
  EXPECT_NE(status.out.find("\"state\":\"running\""), std::string::npos)
      << status.out;
}

// The container's API variables apply to the default profile only.
TEST_F(ThreeProfilesTest, NamedProfilesHaveOwnPortsAndKeys) {
  const std::string coder = PortOf("coder");
  const std::string writer = PortOf("writer");
  EXPECT_NE(coder, writer);
  for (const std::string& port : {coder, writer}) {
    EXPECT_GT(port, "API_SERVER_PORT=8642") << port;
  }
  struct stat st = {};
  ASSERT_EQ(
      stat(container_.HostPath("/opt/data/profiles/coder/.env").c_str(), &st),
      0);
  EXPECT_EQ(st.st_mode & 07777, 0600u);
}

}  // namespace
}  // namespace hermes::fixture
