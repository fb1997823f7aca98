// Tests of `docker run IMAGE gateway run`, which turns the command into a
// supervised service.
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "tests/container/container_processes.h"
#include "tests/container/docker_container.h"
#include "tests/container/http_get.h"
#include "tests/process/poll.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

constexpr char kBreadcrumb[] =
    "hermes-entry: gateway-default now runs under s6 supervision";

// What the gateway prints on stdout once it accepts requests.
constexpr char kBanner[] = "Hermes gateway";

std::string ReadLogFile(const DockerContainer& container) {
  return container.ReadFile("/opt/data/logs/gateways/default/current");
}

int CountOf(const std::string& text, const std::string& part) {
  int count = 0;
  for (size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

// A supervised container whose API accepts requests.
class SupervisedTest : public testing::Test {
 protected:
  explicit SupervisedTest(const Strings& options = Published())
      : container_(options, {"gateway", "run"}) {}

  void SetUp() override {
    ASSERT_TRUE(container_.WaitForHealth())
        << container_.Logs().out << container_.Logs().err;
  }

  DockerContainer container_;
};

TEST_F(SupervisedTest, StartsSlotAndKeepsMainProcessAsHeartbeat) {
  const ContainerProcess gateway = container_.WaitForGateway();
  ASSERT_NE(gateway.pid, -1);
  EXPECT_EQ(container_.SlotStatus("up,wantedup,ready"), "true true true");
  const pid_t main_pid = container_.MainPid();
  int sleeps = 0;
  for (const ContainerProcess& process : container_.Processes()) {
    sleeps += process.comm == "sleep";
    if (process.pid != main_pid) continue;
    EXPECT_EQ(process.arguments, "/usr/local/bin/hermes-entry gateway run");
  }
  EXPECT_EQ(sleeps, 0);
}

TEST_F(SupervisedTest, PrintsBreadcrumbWithBothOptOutsOnceOnStderr) {
  const Output logs = container_.Logs();
  EXPECT_EQ(CountOf(logs.err, kBreadcrumb), 1) << logs.err;
  EXPECT_EQ(CountOf(logs.err + logs.out, "under s6 supervision"), 1);
  EXPECT_EQ(CountOf(logs.err, "--no-supervise"), 1) << logs.err;
  EXPECT_EQ(CountOf(logs.err, "HERMES_GATEWAY_NO_SUPERVISE=1"), 1) << logs.err;
}

TEST_F(SupervisedTest, PrintsFewBootLinesToDockerLogs) {
  const std::string err = container_.Logs().err;
  int lines = 0;
  size_t at = 0;
  while ((at = err.find("hermes-entry: ", at)) != std::string::npos) {
    ++lines;
    ++at;
  }
  EXPECT_GE(lines, 1);
  EXPECT_LE(lines, 10) << err;
}

TEST_F(SupervisedTest, PrintsBannerOnceToDockerLogsAndOnceToLogFile) {
  const std::string out = container_.Logs().out;
  EXPECT_EQ(CountOf(out, kBanner), 1) << out;
  const std::string file = ReadLogFile(container_);
  EXPECT_EQ(CountOf(file, kBanner), 1) << file;
}

TEST_F(SupervisedTest, KeepsOneGatewayAndOneHeartbeatFor10Seconds) {
  const ContainerProcess gateway = container_.WaitForGateway();
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (std::chrono::steady_clock::now() < end) {
    ASSERT_EQ(container_.WaitForGateway().pid, gateway.pid);
    ASSERT_EQ(container_.WithArguments("hermes-entry gateway run").size(), 1u);
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
  }
}

TEST_F(SupervisedTest, RestartsKilledGateway) {
  const ContainerProcess first = container_.WaitForGateway();
  ASSERT_EQ(kill(first.pid, SIGKILL), 0);
  const ContainerProcess second = container_.WaitForGateway(first.pid);
  EXPECT_NE(second.pid, -1);
  EXPECT_TRUE(container_.WaitForHealth());
  EXPECT_TRUE(container_.Running());
  EXPECT_EQ(container_.Inspect("{{.RestartCount}}"), "0");
}

TEST_F(SupervisedTest, ServesHealthOverPublishedPort) {
  const HttpReply reply = HttpGet(container_.Port(), "/health");
  EXPECT_EQ(reply.status, 200);
  EXPECT_NE(reply.body.find("\"status\":\"ok\""), std::string::npos)
      << reply.body;
  EXPECT_EQ(HttpGet(container_.Port(), "/health/detailed").status, 401);
}

TEST_F(SupervisedTest, ServesDetailsWithSeededKey) {
  const std::string env = container_.ReadFile("/opt/data/.env");
  const size_t at = env.find("API_SERVER_KEY=");
  ASSERT_NE(at, std::string::npos) << container_.Logs().err;
  const std::string key = env.substr(at + 15, env.find('\n', at) - at - 15);
  EXPECT_GE(key.size(), 16u);
  const HttpReply reply = HttpGet(container_.Port(), "/health/detailed",
                                  "Authorization: Bearer " + key);
  EXPECT_EQ(reply.status, 200) << reply.body;
  // The key must not be in a log.
  EXPECT_EQ(CountOf(container_.Logs().out + container_.Logs().err, key), 0);
}

TEST_F(SupervisedTest, RunsNoProcessAsRoot) {
  for (const ContainerProcess& process : container_.Processes()) {
    EXPECT_EQ(process.uid, 10000u) << process.arguments;
  }
}

// Scripts with a `#!` line would need a shell in the image.
TEST_F(SupervisedTest, LinksSlotsScriptsToBinary) {
  const std::string scandir = container_.HostPath("/run/service/");
  for (const char* name :
       {"gateway-default/run", "gateway-default/finish",
        "gateway-default/log/run", "dashboard/run", "dashboard/finish"}) {
    EXPECT_EQ(std::filesystem::read_symlink(scandir + name).string(),
              "/usr/local/bin/hermes-entry")
        << name;
  }
}

TEST_F(SupervisedTest, RunsAtMostSixProcessesBesidesGateway) {
  EXPECT_LE(container_.Processes().size(), 7u);  // the gateway and six more
}

TEST_F(SupervisedTest, StopsAsSoonAsGatewayHasExited) {
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(container_.Stop(60).exit_code, 0);
  const auto took = std::chrono::steady_clock::now() - begin;
  EXPECT_EQ(container_.Wait(), 0);
  // An idle gateway stops immediately; a fixed grace time would take seconds.
  EXPECT_LT(took, std::chrono::seconds(5));
  const std::string out = container_.Logs().out;
  EXPECT_EQ(container_.Inspect("{{.State.OOMKilled}}"), "false") << out;
}

TEST_F(SupervisedTest, ExitsWith130OnInterrupt) {
  EXPECT_EQ(container_.Signal("INT").exit_code, 0);
  EXPECT_EQ(container_.Wait(), 130);
}

TEST_F(SupervisedTest, RunsAgainAfterRestart) {
  const ContainerProcess first = container_.WaitForGateway();
  ASSERT_EQ(Docker({"restart", "-t", "60", container_.id()}).exit_code, 0);
  EXPECT_NE(container_.WaitForGateway(first.pid).pid, -1);
  EXPECT_TRUE(container_.WaitForHealth());
  EXPECT_EQ(container_.SlotStatus("up,wantedup"), "true true");
}

TEST_F(SupervisedTest, RunsAgainOnItsVolumeAfterKill) {
  ASSERT_EQ(container_.Signal("KILL").exit_code, 0);
  ASSERT_EQ(container_.Wait(), 137);
  ASSERT_EQ(Docker({"start", container_.id()}).exit_code, 0);
  EXPECT_TRUE(container_.WaitForHealth());
}

TEST_F(SupervisedTest, ExecOfGatewayRunReportsSupervisionAndReturns) {
  const ContainerProcess gateway = container_.WaitForGateway();
  const Output exec = container_.Exec({"hermes", "gateway", "run"});
  EXPECT_EQ(exec.exit_code, 0) << exec.err;
  EXPECT_NE(exec.err.find("supervised"), std::string::npos) << exec.err;
  EXPECT_EQ(container_.WaitForGateway().pid, gateway.pid);
}

TEST_F(SupervisedTest, HealthProbeSucceedsForEveryUid) {
  for (const char* user : {"root", "hermes", "4242"}) {
    const Output probe =
        container_.ExecAs(user, {"hermes-entry", "--entry-health"});
    EXPECT_EQ(probe.exit_code, 0) << user << probe.err;
  }
}

// A key of fewer than 16 characters is a configuration error.
class FailedGatewayTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(container_.WaitForLog("api_server_key_invalid"))
        << container_.Logs().err;
  }

  DockerContainer container_{{"-e", "API_SERVER_KEY=short"},
                             {"gateway", "run"}};
};

TEST_F(FailedGatewayTest, FailsHealthProbeAndKeepsContainerRunning) {
  EXPECT_TRUE(WaitUntil([&] {
    return container_.Exec({"hermes-entry", "--entry-health"}).exit_code == 1;
  })) << container_.Logs().err;
  EXPECT_TRUE(container_.Running());
}

TEST_F(FailedGatewayTest, LogsStderrToDockerLogsAndLogFile) {
  const Output logs = container_.Logs();
  EXPECT_EQ(CountOf(logs.out + logs.err, "api_server_key_invalid"), 1)
      << logs.out << logs.err;
  const std::string file = ReadLogFile(container_);
  EXPECT_EQ(CountOf(file, "api_server_key_invalid"), 1) << file;
}

// The engine checks health often enough for a test.
class HealthcheckTest : public SupervisedTest {
 protected:
  HealthcheckTest() : SupervisedTest(Options()) {}
  static Strings Options() {
    Strings options = Published();
    options.push_back("--health-interval=1s");
    return options;
  }
};

TEST_F(HealthcheckTest, ReportsHealthy) {
  EXPECT_TRUE(WaitUntil([this] {
    return container_.Inspect("{{.State.Health.Status}}") == "healthy";
  })) << container_.Inspect("{{json .State.Health}}");
}

// Every variable given by -e reaches the gateway byte for byte.
class EnvironmentTest : public SupervisedTest {
 protected:
  EnvironmentTest() : SupervisedTest(Options()) {}
  static Strings Variables() {
    return {"EMPTY=",
            "SPACES=  a  b  ",
            "NEWLINES=one\ntwo\n",
            "BYTES=\xc3\xbc\x01\t\"'$`\\",
            "EQUALS=a=b==",
            "LONG=" + std::string(100000, 'x')};
  }
  static Strings Options() {
    Strings options = Published();
    for (const std::string& variable : Variables()) {
      options.push_back("-e");
      options.push_back(variable);
    }
    return options;
  }
};

TEST_F(EnvironmentTest, ReachesGatewayByteForByte) {
  const ContainerProcess gateway = container_.WaitForGateway();
  const std::string environment =
      ReadHostFile("/proc/" + std::to_string(gateway.pid) + "/environ");
  for (const std::string& variable : Variables()) {
    // Each entry is complete, between two NULs.
    EXPECT_NE(('\0' + environment).find('\0' + variable + '\0'),
              std::string::npos)
        << variable.substr(0, 40);
  }
}

class EmptyPathTest : public SupervisedTest {
 protected:
  EmptyPathTest() : SupervisedTest(Options()) {}
  static Strings Options() {
    Strings options = Published();
    options.push_back("-e");
    options.push_back("PATH=");
    return options;
  }
};

TEST_F(EmptyPathTest, KeepsContainerAndGatewayRunning) {
  EXPECT_EQ(CountOf(container_.Logs().err, kBreadcrumb), 1);
  EXPECT_NE(container_.WaitForGateway().pid, -1);
}

}  // namespace
}  // namespace hermes::fixture
