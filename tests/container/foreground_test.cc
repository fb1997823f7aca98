// Tests of containers whose command is a foreground gateway or another program.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/container/container_processes.h"
#include "tests/container/docker_container.h"
#include "tests/container/guest_program.h"
#include "tests/container/program.h"
#include "tests/process/child.h"
#include "tests/process/poll.h"
#include "tests/process/pty.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

struct OptOut {
  std::string name;
  Strings options;
  Strings arguments;
};

class OptOutTest : public testing::TestWithParam<OptOut> {
 protected:
  Strings Options(const Strings& more = {}) const {
    Strings options = GetParam().options;
    options.insert(options.end(), more.begin(), more.end());
    return options;
  }
};

INSTANTIATE_TEST_SUITE_P(
    By, OptOutTest,
    testing::Values(OptOut{"Flag", {}, {"gateway", "run", "--no-supervise"}},
                    OptOut{"Variable",
                           {"-e", "HERMES_GATEWAY_NO_SUPERVISE=True"},
                           {"gateway", "run"}}),
    [](const testing::TestParamInfo<OptOut>& each) { return each.param.name; });

TEST_P(OptOutTest, RunsGatewayAsCommandAndLeavesItsSlotDown) {
  const DockerContainer container(Options(Published()), GetParam().arguments);
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  std::string words;
  for (const std::string& argument : GetParam().arguments) {
    words += " " + argument;
  }
  // The words appear in PID 1's arguments and in the gateway's; no gateway runs
  // in the slot.
  EXPECT_EQ(container.WithArguments("hermes" + words).size(), 1u);
  EXPECT_TRUE(container.WithArguments("gateway run --replace").empty());
  EXPECT_EQ(container.SlotStatus("up,wantedup"), "false false");
  const Output logs = container.Logs();
  EXPECT_EQ((logs.out + logs.err).find("under s6 supervision"),
            std::string::npos)
      << logs.err;
}

TEST_P(OptOutTest, ReturnsConfigurationErrorAsExitCode) {
  // A key of fewer than 16 characters is a configuration error.
  const Output run = RunContainer(Options({"-e", "API_SERVER_KEY=short"}),
                                  GetParam().arguments);
  EXPECT_EQ(run.exit_code, 78) << run.err;
}

TEST_P(OptOutTest, ReturnsGatewaysExitCodeOnStop) {
  const DockerContainer container(Options(Published()), GetParam().arguments);
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  EXPECT_EQ(container.Stop(60).exit_code, 0);
  EXPECT_EQ(container.Wait(), 1);  // an unplanned TERM: asks for a restart
}

TEST_P(OptOutTest, ForwardsUsr1ForRestartAfterDrain) {
  const DockerContainer container(Options(Published()), GetParam().arguments);
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  EXPECT_EQ(container.Signal("USR1").exit_code, 0);
  EXPECT_EQ(container.Wait(), 75);
}

TEST(RoutingTest, RunsProgramWithoutAddingOutput) {
  const Output run = RunContainer(GuestMounted(), {kGuest, "say", "ok"});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_EQ(run.out, "ok\n");
  EXPECT_EQ(run.err, "");
}

TEST(RoutingTest, ReturnsExitCodeOfCommand) {
  EXPECT_EQ(RunContainer(GuestMounted(), {kGuest, "exit", "42"}).exit_code, 42);
  EXPECT_EQ(RunContainer(GuestMounted(), {kGuest, "signal", "11"}).exit_code,
            139);
}

TEST(RoutingTest, PassesUnknownWordToHermes) {
  const Output run = RunContainer({}, {"frobnicate"});
  EXPECT_EQ(run.exit_code, 64) << run.err;
  EXPECT_NE(run.err.find("frobnicate"), std::string::npos) << run.err;
  EXPECT_EQ(run.err.find("hermes-entry: "), std::string::npos) << run.err;
}

TEST(RoutingTest, DistinguishesVersionFromEntryVersion) {
  EXPECT_EQ(RunContainer({}, {"--version"}).out.rfind("hermes ", 0), 0u);
  EXPECT_EQ(RunContainer({}, {"--entry-version"}).out.rfind("hermes-entry ", 0),
            0u);
}

TEST(RoutingTest, SuggestsGatewayRunWithoutCommand) {
  const Output run = RunContainer({}, {});
  EXPECT_NE(run.err.find("gateway run"), std::string::npos) << run.err;
  EXPECT_EQ(run.err.rfind("hermes-entry: ", 0), 0u) << run.err;
}

TEST(RoutingTest, ExitsWith127AndNamesMissingProgram) {
  const Output run = RunContainer({}, {"/opt/hermes/docker/start.sh"});
  EXPECT_EQ(run.exit_code, 127);
  EXPECT_NE(run.err.find("/opt/hermes/docker/start.sh"), std::string::npos)
      << run.err;
}

TEST(RoutingTest, ExplainsDecisionAndStartsNothing) {
  const Output run = RunContainer({}, {"--entry-explain", "gateway", "run"});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_NE(run.out.find("gateway-default"), std::string::npos) << run.out;
}

TEST(RoutingTest, ListsOptOutsInHelp) {
  const Output run = RunContainer({}, {"--entry-help"});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_NE(run.out.find("--no-supervise"), std::string::npos);
  EXPECT_NE(run.out.find("HERMES_GATEWAY_NO_SUPERVISE"), std::string::npos);
}

TEST(VolumeTest, StartsNoGatewayForOneOffCommand) {
  const DockerContainer container(GuestMounted(), {kGuest, "wait"});
  ASSERT_TRUE(WaitUntil([&] {
    const auto processes = container.Processes();
    return std::any_of(
        processes.begin(), processes.end(),
        [](const ContainerProcess& each) { return each.comm == "guest"; });
  }));
  EXPECT_TRUE(container.WithArguments("gateway run --replace").empty());
  EXPECT_EQ(container.Exec({"hermes-entry", "--entry-health"}).exit_code, 0);
}

// Runs the docker client with a terminal, as in `docker run -it`.
class TerminalTest : public testing::Test {
 protected:
  std::unique_ptr<Child> Run(const Strings& arguments) {
    Strings argv = {"docker",  "run",       "--rm",     "-it",
                    "--label", TestLabel(), TestImage()};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    return StartProgram(argv, pty_.slave());
  }

  Pty pty_;
};

TEST_F(TerminalTest, ControlCStopsSupervisedGatewayWith130) {
  const auto docker = Run({"gateway", "run"});
  ASSERT_TRUE(pty_.WaitForScreen("under s6 supervision")) << pty_.Screen();
  pty_.Type("\x03");
  EXPECT_EQ(docker->Wait(), 130) << pty_.Screen();
}

TEST_F(TerminalTest, ControlCEndsForegroundGatewayWithItsCode) {
  const auto docker = Run({"gateway", "run", "--no-supervise"});
  ASSERT_TRUE(pty_.WaitForScreen("Hermes gateway")) << pty_.Screen();
  pty_.Type("\x03");
  EXPECT_EQ(docker->Wait(), 0) << pty_.Screen();
}

}  // namespace
}  // namespace hermes::fixture
