// Tests of the verbs with the real gateway, and in containers whose command is
// not a supervised gateway.
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/types.h>
#include <unistd.h>

#include <memory>
#include <regex>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/pid_namespace.h"
#include "tests/process/poll.h"
#include "tests/process/processes.h"
#include "tests/process/verbs.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

ContainerOptions RealGateway(const Strings& arguments) {
  ContainerOptions options;
  options.arguments = arguments;
  options.real_gateway = true;
  // The tests share the host's network, so let the kernel choose a free port. A
  // program named by HERMES_BIN counts as a foreign gateway unless
  // HERMES_GATEWAY_NOTIFY is set.
  options.variables = {"API_SERVER_PORT=0", "HERMES_GATEWAY_NOTIFY=1"};
  return options;
}

std::string State(const Container& container) {
  return ReadFile(
      container.ns().Path(std::string(kHome) + "/gateway_state.json"));
}

bool IsReady(Container* container) {
  return WaitUntil([&] {
    return container->SlotStatus("gateway-default", "ready") == "true";
  });
}

TEST(VerbsRealGatewayTest, StopEndsGatewayAsPlanned) {
  Container container(RealGateway({"gateway", "run"}));
  ASSERT_TRUE(IsReady(&container)) << container.init().err();
  const Said said = Hermes(&container, {"gateway", "stop"}, kHermesUid);
  EXPECT_EQ(said.exit_code, 0) << said.err;
  const std::string state = State(container);
  EXPECT_TRUE(Has(state, "\"gateway_state\":\"stopped\"")) << state;
  EXPECT_TRUE(Has(state, "\"desired_state\":\"stopped\"")) << state;
  EXPECT_EQ(container.SlotStatus("gateway-default", "exitcode"), "0");
  EXPECT_EQ(ReadFile(container.ns().Path(std::string(kHome) +
                                         "/.gateway-planned-stop.json")),
            "");
}

TEST(VerbsRealGatewayTest, StartReturnsOnceGatewayIsReady) {
  Container container(RealGateway({"gateway", "run"}));
  ASSERT_TRUE(IsReady(&container)) << container.init().err();
  ASSERT_EQ(Hermes(&container, {"gateway", "stop"}, kHermesUid).exit_code, 0);
  const Said said = Hermes(&container, {"gateway", "start"}, kHermesUid);
  EXPECT_EQ(said.exit_code, 0) << said.err;
  EXPECT_TRUE(Has(said.out, "gateway-default: started (pid ")) << said.out;
  EXPECT_EQ(container.SlotStatus("gateway-default", "ready"), "true");
  const std::string state = State(container);
  EXPECT_TRUE(Has(state, "\"gateway_state\":\"running\"")) << state;
  EXPECT_TRUE(Has(state, "\"desired_state\":\"running\"")) << state;
}

TEST(VerbsRealGatewayTest, RestartKeepsGatewayWantedRunning) {
  Container container(RealGateway({"gateway", "run"}));
  ASSERT_TRUE(IsReady(&container)) << container.init().err();
  const std::string before = container.SlotStatus("gateway-default", "pid");
  const Said said = Hermes(&container, {"gateway", "restart"}, kHermesUid);
  EXPECT_EQ(said.exit_code, 0) << said.err;
  EXPECT_TRUE(Has(said.out, "gateway-default: started again")) << said.out;
  EXPECT_NE(container.SlotStatus("gateway-default", "pid"), before);
  EXPECT_TRUE(Has(State(container), "\"desired_state\":\"running\""));
}

TEST(VerbsRealGatewayTest, StartExitsWith78OnBadConfiguration) {
  ContainerOptions options = RealGateway({"gateway", "run"});
  options.variables.push_back("API_SERVER_KEY=short");
  Container container(options);
  ASSERT_TRUE(container.init().WaitForErr("now runs under s6 supervision"))
      << container.init().err();
  const Said said = Hermes(&container, {"gateway", "start"}, kHermesUid);
  EXPECT_EQ(said.exit_code, 78) << said.out << said.err;
}

// What `status` reports about the dashboard if it is not enabled.
TEST(VerbsDashboardTest, StatusReportsThatDashboardIsDisabled) {
  VerbsContainer c;
  ASSERT_NE(c.WaitForGateway("default"), -1);
  const Said said = c.Hermes({"gateway", "status"});
  EXPECT_EQ(said.exit_code, 0);
  EXPECT_TRUE(Has(said.out, "\ndashboard: disabled\n")) << said.out;
  EXPECT_TRUE(Has(c.Hermes({"gateway", "list", "--json"}).out,
                  "\"dashboard\":{\"slot\":\"dashboard\",\"state\":"
                  "\"disabled\""));
}

// `--all` applies to gateways and leaves the dashboard as it is.
TEST(VerbsDashboardTest, StartAllDoesNotTouchDashboard) {
  VerbsContainer c;
  ASSERT_NE(c.WaitForGateway("default"), -1);
  const Said said = c.Hermes({"gateway", "start", "--all"});
  EXPECT_EQ(said.exit_code, 0) << said.err;
  EXPECT_FALSE(Has(said.out, "dashboard")) << said.out;
  EXPECT_EQ(c.container().SlotStatus("dashboard", "up,wantedup"),
            "false false");
}

// Removes the times from a state file, since the gateway updates them while the
// test runs.
std::string Timeless(const std::string& state) {
  static const std::regex times("\"updated_at\":\"[^\"]*\"");
  return std::regex_replace(state, times, "");
}

class VerbsForegroundTest : public testing::TestWithParam<const char*> {};

// The gateway is the container's own command, so a second one would conflict
// with it.
TEST_P(VerbsForegroundTest, RefusesAndChangesNothing) {
  Container container(RealGateway({"gateway", "run", "--no-supervise"}));
  ASSERT_TRUE(container.init().WaitForOut("is running"))
      << container.init().err();
  ASSERT_TRUE(WaitUntil([&] {
    return container.SlotStatus("gateway-default", "up") == "false";
  }));
  const std::string state = Timeless(State(container));
  const Said said = Hermes(&container, {"gateway", GetParam()}, kHermesUid);
  EXPECT_EQ(said.exit_code, 1) << said.err;
  EXPECT_TRUE(Has(said.err, "gateway-default: it runs in the foreground"))
      << said.err;
  EXPECT_EQ(Timeless(State(container)), state);
  EXPECT_EQ(container.SlotStatus("gateway-default", "up,wantedup"),
            "false false");
  const Said status = Hermes(&container, {"gateway", "status"}, kHermesUid);
  EXPECT_EQ(status.exit_code, 0);
  EXPECT_TRUE(Has(status.out,
                  "gateway-default: foreground; a gateway runs as "
                  "pid "))
      << status.out;
}

INSTANTIATE_TEST_SUITE_P(Verbs, VerbsForegroundTest,
                         testing::Values("start", "stop", "restart"),
                         [](const testing::TestParamInfo<const char*>& each) {
                           return std::string(each.param);
                         });

// Calls hermes as `docker exec C hermes gateway ...` does: hermes-entry drops
// root first.
TEST(VerbsFrontDoorTest, OperatesSlotForRoot) {
  Container container(RealGateway({"gateway", "run"}));
  ASSERT_TRUE(IsReady(&container)) << container.init().err();
  for (const char* verb : {"stop", "start", "restart", "status", "list"}) {
    const auto hermes = container.Start({"gateway", verb}, {}, 0, kFrontDoor);
    EXPECT_EQ(hermes->Wait(), 0) << verb << ": " << hermes->err();
    EXPECT_EQ(hermes->err(), "");
  }
  EXPECT_TRUE(IsReady(&container));
}

// `gateway run` through docker exec is an operator's start, like `gateway
// start`.
TEST(VerbsFrontDoorTest, GatewayRunExitsWith69WhileAnotherCommandOperatesSlot) {
  Container container(RealGateway({"gateway", "run"}));
  ASSERT_TRUE(IsReady(&container)) << container.init().err();
  ASSERT_EQ(Hermes(&container, {"gateway", "stop"}, kHermesUid).exit_code, 0);
  const std::string data =
      container.ns().Path("/run/service/gateway-default/data");
  const int held = open(data.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  ASSERT_EQ(flock(held, LOCK_EX | LOCK_NB), 0);

  const auto early = container.Start({"gateway", "run"}, {}, 0, kFrontDoor);
  EXPECT_EQ(early->Wait(), 69) << early->err();
  EXPECT_TRUE(Has(early->err(), "another command that operates"));
  EXPECT_EQ(container.SlotStatus("gateway-default", "wantedup"), "false");
  EXPECT_TRUE(Has(State(container), "\"desired_state\":\"stopped\""));

  close(held);
  const auto late = container.Start({"gateway", "run"}, {}, 0, kFrontDoor);
  EXPECT_EQ(late->Wait(), 0) << late->err();
  EXPECT_TRUE(IsReady(&container));
  EXPECT_TRUE(Has(State(container), "\"desired_state\":\"running\""));
}

// Without supervision, only the lock shows that a gateway runs.
TEST(VerbsUnsupervisedTest, StatusReportsUnsupervisedGateway) {
  ContainerOptions options = RealGateway({});
  options.init = Init::kForeign;
  Container container(options);
  const auto gateway =
      container.Start({"gateway", "run"}, options.variables, kHermesUid);
  ASSERT_TRUE(gateway->WaitForOut("is running")) << gateway->err();
  const Said said = Hermes(&container, {"gateway", "status"}, kHermesUid);
  EXPECT_EQ(said.exit_code, 69) << said.err;
  EXPECT_EQ(said.out, "gateway-default: no slot; a gateway runs as pid " +
                          std::to_string(PidNamespace::InnerPid(*gateway)) +
                          ", not supervised\n");
}

// Another container on the volume holds the profile.
TEST(VerbsHeldTest, StartReportsThatItWaitsForLock) {
  VerbsContainer c;
  const pid_t first = c.WaitForGateway("default");
  ASSERT_NE(first, -1);
  ASSERT_EQ(c.Hermes({"gateway", "stop"}).exit_code, 0);
  const std::string path =
      c.container().ns().Path(std::string(kHome) + "/gateway.lock");
  const int lock = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  ASSERT_GE(lock, 0);
  ASSERT_EQ(flock(lock, LOCK_EX | LOCK_NB), 0);
  const Said said = c.Hermes({"gateway", "start"});
  EXPECT_EQ(said.exit_code, 1) << said.out;
  EXPECT_TRUE(Has(said.err, "gateway-default: waits: ")) << said.err;
  EXPECT_TRUE(
      Has(c.Hermes({"gateway", "status"}).out, "gateway-default: held"));
  EXPECT_TRUE(c.Gateways("default").empty());
  close(lock);
  EXPECT_NE(c.WaitForGateway("default", first), -1);
}

TEST(VerbsBackoffTest, StopEndsBackoffImmediately) {
  VerbsContainer c({"GATEWAY_EXIT=3"});
  ASSERT_TRUE(WaitUntil([&] {
    return Has(c.Hermes({"gateway", "status"}).out,
               "gateway-default: backing off for ");
  }));
  const Said said = c.Hermes({"gateway", "stop"});
  EXPECT_EQ(said.exit_code, 0) << said.err;
  EXPECT_EQ(c.container().SlotStatus("gateway-default", "up,wantedup"),
            "false false");
}

// A container with another command still has its slots.
TEST(VerbsIdleTest, StartRunsGatewayInContainerWithAnotherCommand) {
  ContainerOptions options;
  options.arguments = {"sleep", "1000"};
  Container container(options);
  ASSERT_TRUE(WaitUntil([&] {
    return container.SlotStatus("gateway-default", "up") == "false";
  }));
  const Said said = Hermes(&container, {"gateway", "start"}, kHermesUid);
  EXPECT_EQ(said.exit_code, 0) << said.err;
  EXPECT_NE(container.WaitForGateway().pid, -1);
}

// If a stop that waits for a drain is interrupted, it exits immediately and the
// slot stays wanted down.
TEST(VerbsSignalTest, InterruptedStopLeavesSlotWantedDown) {
  VerbsContainer c({"GATEWAY_STOP_MS=600000"});
  const pid_t gateway = c.WaitForGateway("default");
  ASSERT_NE(gateway, -1);
  const auto stop =
      c.container().Start({"gateway", "stop"}, {}, kHermesUid, kHermes);
  ASSERT_TRUE(WaitUntil([&] {
    return Has(c.Data("gateway_state.json"), "\"desired_state\":\"stopped\"");
  }));
  stop->Signal(SIGINT);
  EXPECT_EQ(stop->Wait(), 128 + SIGINT);
  EXPECT_EQ(c.container().SlotStatus("gateway-default", "wantedup"), "false");
  EXPECT_TRUE(c.container().processes().Alive(gateway));
}

// A start during a drain does not run a second gateway next to the old one.
TEST(VerbsDrainTest, StartDuringDrainReportsRestart) {
  VerbsContainer c({"GATEWAY_STOP_MS=600000"});
  const pid_t gateway = c.WaitForGateway("default");
  ASSERT_EQ(c.Hermes({"gateway", "stop", "--no-wait"}).exit_code, 0);
  const Said said = c.Hermes({"gateway", "start"});
  EXPECT_EQ(said.exit_code, 0) << said.err;
  EXPECT_TRUE(Has(said.out, "is restarting")) << said.out;
  EXPECT_EQ(c.Gateways("default"), std::vector<pid_t>{gateway});
  EXPECT_EQ(c.container().SlotStatus("gateway-default", "wantedup"), "true");
}

}  // namespace
}  // namespace hermes::fixture
