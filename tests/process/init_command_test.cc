// Tests of hermes-entry as PID 1 with a foreground command.
#include <signal.h>
#include <sys/stat.h>
#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/pid_namespace.h"
#include "tests/process/poll.h"
#include "tests/process/processes.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

ContainerOptions Running(const Strings& arguments,
                         const Strings& variables = {}) {
  ContainerOptions options;
  options.arguments = arguments;
  options.variables = variables;
  return options;
}

struct Forwarded {
  std::string name;
  int signo;
};

class ForwardedSignalTest : public testing::TestWithParam<Forwarded> {};

INSTANTIATE_TEST_SUITE_P(
    Signal, ForwardedSignalTest,
    testing::Values(Forwarded{"Term", SIGTERM}, Forwarded{"Int", SIGINT},
                    Forwarded{"Hup", SIGHUP}, Forwarded{"Quit", SIGQUIT},
                    Forwarded{"Usr1", SIGUSR1}, Forwarded{"Usr2", SIGUSR2},
                    Forwarded{"Winch", SIGWINCH}),
    [](const testing::TestParamInfo<Forwarded>& each) {
      return each.param.name;
    });

TEST_P(ForwardedSignalTest, ReachesForegroundGatewayUnchanged) {
  Container container(
      Running({"gateway", "run", "--no-supervise"}, {"GATEWAY_STOP_EXIT=6"}));
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.init().err();
  container.init().Signal(GetParam().signo);
  ASSERT_TRUE(WaitUntil([&] { return !container.GatewaySignals().empty(); }));
  EXPECT_EQ(container.GatewaySignals(), std::vector<int>{GetParam().signo});
}

// The logger of the idle slot used to print an error between the command's
// output. It now waits for the first byte to log, under the name `run` that s6
// gave it.
TEST(QuietCommandTest, PrintsNothingFromIdleSlots) {
  ContainerOptions options =
      Running({"sh", "-c", "until grep -qx run /proc/[0-9]*/comm; do :; done"},
              {"HERMES_HOME=/mnt"});
  options.uid = 1234;  // not the owner of /mnt
  Container container(options);
  EXPECT_EQ(container.init().Wait(), 0);
  EXPECT_EQ(container.init().err(), "");
  EXPECT_EQ(container.init().out(), "");
}

TEST(ForegroundStopTest, WaitsForCommandAndReturnsItsExitCode) {
  Container container(Running({"gateway", "run", "--no-supervise"},
                              {"GATEWAY_STOP_MS=3000", "GATEWAY_STOP_EXIT=6"}));
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.init().err();
  container.init().Signal(SIGTERM);
  EXPECT_EQ(container.init().Wait(), 6) << container.init().err();
}

TEST(ForegroundStopTest, Returns128PlusSignalOfKilledCommand) {
  Container container(Running({"sleep", "1000"}));
  ASSERT_TRUE(WaitUntil([&] {
    return !container.processes().WithComm("sleep").empty();
  })) << container.init().err();
  container.init().Signal(SIGTERM);
  EXPECT_EQ(container.init().Wait(), 143) << container.init().err();
}

TEST(ForegroundStopTest, StopsSlotsWhenCommandExits) {
  // A slot that was started while the command ran is stopped before the
  // container ends.
  Container container(
      Running({"sh", "-c",
               "while ! test -e /mnt/record/end; do sleep 0.05; "
               "done; exit 3"}));
  ASSERT_TRUE(WaitUntil([&] {
    return container.SlotStatus("gateway-default", "up") == "false";
  })) << container.init().err();
  ASSERT_EQ(container
                .Start({"-u", "/run/service/gateway-default"}, {}, 0,
                       "/usr/bin/s6-svc")
                ->Wait(),
            0);
  ASSERT_NE(container.WaitForGateway().pid, -1);
  WriteFile(container.ns().Path("/mnt/record/end"), "");
  EXPECT_EQ(container.init().Wait(), 3) << container.init().err();
  EXPECT_EQ(container.GatewaySignals(), std::vector<int>{SIGTERM});
}

TEST(OptOutTest, RunsOneForegroundGatewayAndLeavesItsSlotDown) {
  Container container(Running({"gateway", "run", "--no-supervise"}));
  const GatewayStart gateway = container.WaitForGateway();
  EXPECT_EQ(gateway.arguments, (Strings{"gateway", "run", "--no-supervise"}));
  EXPECT_EQ(container.processes().Stat(gateway.pid, 4), 1);  // parent pid
  ASSERT_TRUE(WaitUntil([&] {
    return container.SlotStatus("gateway-default", "wantedup") == "false";
  })) << container.init().err();
  EXPECT_EQ(container.init().err().find("under s6 supervision"),
            std::string::npos);
}

TEST(ReaperTest, ReapsOrphansOfCommand) {
  Container container(Running(
      {"sh", "-c",
       "sh -c 'sleep 0.2 & echo $! > /mnt/record/orphan'; sleep 1000"}));
  std::string orphan;
  ASSERT_TRUE(WaitUntil([&] {
    orphan = ReadFile(container.ns().Path("/mnt/record/orphan"));
    return !orphan.empty() && orphan.back() == '\n';
  })) << container.init().err();
  EXPECT_TRUE(WaitUntil([&] {
    return container.processes().Status(std::stoi(orphan), "State").empty();
  })) << container.processes().Listing();
  EXPECT_TRUE(container.processes().Zombies().empty());
}

}  // namespace
}  // namespace hermes::fixture
