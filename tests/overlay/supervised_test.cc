// Tests of `gateway run` and other commands with s6-overlay as the init:
// hermes-entry is the wrapper of the command, or an entry point that becomes
// /init.
#include <signal.h>
#include <sys/types.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/container/docker_container.h"
#include "tests/container/http_get.h"
#include "tests/process/poll.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

constexpr char kBreadcrumb[] =
    "hermes-entry: gateway-default now runs under s6 supervision";
constexpr char kWrapper[] = "/opt/hermes/docker/main-wrapper.sh";
constexpr char kEntry[] = "/usr/local/bin/hermes-entry";

Strings Joined(Strings first, const Strings& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

int CountOf(const std::string& text, const std::string& part) {
  int count = 0;
  for (size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

// Returns the value of the line NAME in /proc/PID/status of a process of this
// host.
std::string StatusLine(pid_t pid, const std::string& name) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  std::string line;
  while (std::getline(status, line)) {
    if (line.rfind(name + ":\t", 0) == 0) return line.substr(name.size() + 2);
  }
  return "";
}

std::string EnvironmentOf(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/environ",
                     std::ios::binary);
  return '\0' + std::string(std::istreambuf_iterator<char>(file), {});
}

// How hermes-entry is placed before the container's command.
struct Arrangement {
  const char* name;
  Strings options;
  const char* main_process;  // command line of the heartbeat
};

class OverlayTest : public testing::TestWithParam<Arrangement> {
 protected:
  static Strings Options(const Strings& more = {}) {
    return Joined(GetParam().options, more);
  }
};

INSTANTIATE_TEST_SUITE_P(
    By, OverlayTest,
    testing::Values(
        Arrangement{
            "Wrapper", {}, "/opt/hermes/docker/main-wrapper.sh gateway run"},
        Arrangement{"Entrypoint",
                    {"--entrypoint", kEntry},
                    "/usr/local/bin/hermes-entry gateway run"}),
    [](const testing::TestParamInfo<Arrangement>& each) {
      return std::string(each.param.name);
    });

TEST_P(OverlayTest, SupervisesOneGatewayThatAnswers) {
  const DockerContainer container(Options(Published()), {"gateway", "run"});
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  EXPECT_EQ(container.SlotStatus("up,wantedup,ready"), "true true true");
  EXPECT_EQ(CountOf(container.Logs().err, kBreadcrumb), 1)
      << container.Logs().err;
  const int main_pid = std::stoi(container.Inspect("{{.State.Pid}}"));
  int scanners = 0;
  for (const ContainerProcess& process : container.WithArguments("")) {
    scanners += process.comm == "s6-svscan";
    if (process.pid == main_pid) {
      EXPECT_EQ(process.arguments, "/command/s6-svscan /run/service");
    }
  }
  EXPECT_EQ(scanners, 1);
}

// Tools of the Python agent look for the wrapper's name in that command line.
TEST_P(OverlayTest, HeartbeatKeepsNameThatItWasCalledBy) {
  const DockerContainer container(Options(Published()), {"gateway", "run"});
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  ASSERT_TRUE(container.WaitForLog(kBreadcrumb));
  int heartbeats = 0;
  for (const ContainerProcess& process : container.WithArguments("")) {
    heartbeats += process.arguments == GetParam().main_process;
  }
  EXPECT_EQ(heartbeats, 1);
}

TEST_P(OverlayTest, RunsGatewayAndLoggerAsHermesWithoutCapabilities) {
  const DockerContainer container(Options(Published()), {"gateway", "run"});
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  const pid_t gateway = container.WaitForGateway().pid;
  EXPECT_EQ(StatusLine(gateway, "Uid"), "10000\t10000\t10000\t10000");
  EXPECT_EQ(StatusLine(gateway, "Gid"), "10000\t10000\t10000\t10000");
  EXPECT_EQ((" " + StatusLine(gateway, "Groups")).find(" 0 "),
            std::string::npos);
  EXPECT_EQ(StatusLine(gateway, "CapEff"), "0000000000000000");
  EXPECT_EQ(StatusLine(gateway, "CapPrm"), "0000000000000000");
  int loggers = 0;
  for (const ContainerProcess& process : container.WithArguments("")) {
    if (process.comm != "s6-log") continue;
    ++loggers;
    EXPECT_EQ(process.uid, 10000u) << process.arguments;
  }
  EXPECT_EQ(loggers, 1);
}

// Except empty variables: s6-overlay passes variables on by s6-envdir, which
// removes a variable whose file is empty.
TEST_P(OverlayTest, PassesVariablesToGatewayByteForByte) {
  const Strings variables = {
      "SPACES=  a  b  ", "NEWLINES=one\ntwo\n", "BYTES=\xc3\xbc\x01\t\"'$`\\",
      "EQUALS=a=b==", "LONG=" + std::string(100000, 'x')};
  Strings options = Published();
  for (const std::string& variable : variables) {
    options = Joined(options, {"-e", variable});
  }
  const DockerContainer container(Options(options), {"gateway", "run"});
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  const std::string environment = EnvironmentOf(container.WaitForGateway().pid);
  for (const std::string& variable : variables) {
    EXPECT_NE(environment.find('\0' + variable + '\0'), std::string::npos)
        << variable.substr(0, 40);
  }
}

TEST_P(OverlayTest, ReturnsExitCodeOfCommand) {
  EXPECT_EQ(RunContainer(Options(), {"sh", "-c", "exit 7"}).exit_code, 7);
  EXPECT_EQ(RunContainer(Options(), {"sh", "-c", "kill -SEGV $$"}).exit_code,
            128 + SIGSEGV);
}

TEST_P(OverlayTest, ExitsWith127AndNamesMissingProgram) {
  const Output run = RunContainer(Options(), {"/no/such/program"});
  EXPECT_EQ(run.exit_code, 127);
  EXPECT_EQ(CountOf(run.err, "hermes-entry: /no/such/program"), 1) << run.err;
}

TEST_P(OverlayTest, SupervisesOneGatewayForNestedEntry) {
  const DockerContainer container(Options(Published()),
                                  {"hermes-entry", "gateway", "run"});
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  ASSERT_TRUE(container.WaitForLog(kBreadcrumb));
  EXPECT_EQ(CountOf(container.Logs().err, kBreadcrumb), 1);
  EXPECT_EQ(container.WithArguments("gateway run --replace").size(), 1u);
}

TEST_P(OverlayTest, ReturnsExitCodeOfOptedOutGateway) {
  const DockerContainer container(Options({"-e", "API_SERVER_KEY=short"}),
                                  {"gateway", "run", "--no-supervise"});
  ASSERT_TRUE(WaitUntil([&] { return !container.Running(); }))
      << container.Logs().err;
  EXPECT_EQ(container.Wait(), 78);
  EXPECT_EQ(CountOf(container.Logs().err, kBreadcrumb), 0);
}

TEST_P(OverlayTest, RestartsKilledGateway) {
  const DockerContainer container(Options(Published()), {"gateway", "run"});
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  const pid_t first = container.WaitForGateway().pid;
  ASSERT_EQ(kill(first, SIGKILL), 0);
  const pid_t second = container.WaitForGateway(first).pid;
  ASSERT_NE(second, -1);
  EXPECT_TRUE(container.WaitForHealth());
  EXPECT_EQ(StatusLine(second, "Uid"), "10000\t10000\t10000\t10000");
}

TEST_P(OverlayTest, StopsWith0AndAnswersAfterNextStart) {
  const DockerContainer container(Options(Published()), {"gateway", "run"});
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  ASSERT_EQ(container.Stop(60).exit_code, 0);
  EXPECT_EQ(container.Wait(), 0) << container.Logs().err;
  ASSERT_EQ(Docker({"start", container.id()}).exit_code, 0);
  EXPECT_TRUE(container.WaitForHealth()) << container.Logs().err;
}

TEST_P(OverlayTest, HealthProbeSucceedsForEveryUid) {
  const DockerContainer container(Options(Published()), {"gateway", "run"});
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  for (const char* user : {"root", "hermes", "4242"}) {
    const Output probe = container.ExecAs(
        user, {"hermes-entry", "--entry-health", "--ready", "--timeout=30s"});
    EXPECT_EQ(probe.exit_code, 0) << user << ": " << probe.err;
  }
}

// Called by root or by hermes, the verbs leave only files of hermes in the
// data.
TEST_P(OverlayTest, VerbsWorkForHermesAndForRoot) {
  const DockerContainer container(Options(Published()), {"gateway", "run"});
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  for (const char* user : {"hermes", "root"}) {
    const Output stopped =
        container.ExecAs(user, {"hermes", "gateway", "stop"});
    EXPECT_EQ(stopped.exit_code, 0) << user << ": " << stopped.err;
    EXPECT_TRUE(container.WithArguments("gateway run --replace").empty());
    const Output started =
        container.ExecAs(user, {"hermes", "gateway", "start"});
    EXPECT_EQ(started.exit_code, 0) << user << ": " << started.err;
    EXPECT_NE(container.WaitForGateway().pid, -1);
  }
  const Output foreign =
      container.ExecAs("root", {"find", "/opt/data", "!", "-user", "hermes"});
  EXPECT_EQ(foreign.exit_code, 0) << foreign.err;
  EXPECT_EQ(foreign.out, "");
}

// The init passes none of the container's variables to the command.
TEST_P(OverlayTest, UsesContainersVariablesThatInitWithholdsFromCommand) {
  const DockerContainer container(
      Options({"-e", "STAND_IN_STRIPS_COMMAND=1", "-e", "API_SERVER_KEY=short",
               "-e", "HERMES_GATEWAY_NO_SUPERVISE=1"}),
      {"gateway", "run"});
  ASSERT_TRUE(WaitUntil([&] { return !container.Running(); }))
      << container.Logs().err;
  EXPECT_EQ(container.Wait(), 78);
}

// If no boot script has created the slot, the command creates it.
TEST_P(OverlayTest, RunsGatewayAsHermesWithoutBootScript) {
  const DockerContainer container(
      Options(Joined(Published(), {"--tmpfs", "/etc/cont-init.d"})),
      {"gateway", "run"});
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  EXPECT_EQ(CountOf(container.Logs().err, "slots: "), 0);
  EXPECT_EQ(StatusLine(container.WaitForGateway().pid, "Uid"),
            "10000\t10000\t10000\t10000");
}

TEST_P(OverlayTest, RunsGatewayWithMappedIds) {
  const DockerContainer container(
      Options(Joined(Published(),
                     {"-e", "HERMES_UID=4711", "-e", "HERMES_GID=4712"})),
      {"gateway", "run"});
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  const pid_t gateway = container.WaitForGateway().pid;
  EXPECT_EQ(StatusLine(gateway, "Uid"), "4711\t4711\t4711\t4711");
  EXPECT_EQ(StatusLine(gateway, "Gid"), "4712\t4712\t4712\t4712");
}

// /init refuses to run below another PID 1; without /init the command runs.
TEST_P(OverlayTest, RunsGatewayInForegroundBelowDockersInit) {
  const DockerContainer container(
      Joined(Published(), {"--init", "--entrypoint", kWrapper}),
      {"gateway", "run"});
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  EXPECT_EQ(CountOf(container.Logs().err, kBreadcrumb), 0);
  EXPECT_TRUE(container.WithArguments("s6-svscan /run/service").empty());
}

}  // namespace
}  // namespace hermes::fixture
