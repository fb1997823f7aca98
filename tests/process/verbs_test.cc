// Tests of `hermes gateway start|stop|restart|status|list` in a container whose
// PID 1 is hermes-entry, with a real s6 tree.
#include "tests/process/verbs.h"

#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/poll.h"
#include "tests/process/processes.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

size_t Lines(const std::string& text) {
  return static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
}

constexpr char kWantsStopped[] = "\"desired_state\":\"stopped\"";
constexpr char kWantsRunning[] = "\"desired_state\":\"running\"";
constexpr char kState[] = "gateway_state.json";

// The caller is the hermes uid, or root although root does not own the tree.
class VerbsTest : public testing::TestWithParam<uid_t> {
 protected:
  static uid_t Caller() { return GetParam(); }
};

INSTANTIATE_TEST_SUITE_P(Caller, VerbsTest, testing::Values(kHermesUid, 0),
                         [](const testing::TestParamInfo<uid_t>& each) {
                           return each.param == 0 ? "Root" : "Hermes";
                         });

TEST_P(VerbsTest, EveryVerbSucceedsAndTakesEffect) {
  VerbsContainer c;
  const pid_t first = c.WaitForGateway("default");
  ASSERT_NE(first, -1);
  const Said stopped = c.Hermes({"gateway", "stop"}, Caller());
  EXPECT_EQ(stopped.exit_code, 0) << stopped.err;
  EXPECT_EQ(stopped.out, "gateway-default: stopped\n");
  EXPECT_TRUE(c.Gateways("default").empty());
  EXPECT_EQ(c.container().SlotStatus("gateway-default", "up,wantedup"),
            "false false");
  EXPECT_TRUE(Has(c.Data(kState), kWantsStopped)) << c.Data(kState);

  const Said started = c.Hermes({"gateway", "start"}, Caller());
  EXPECT_EQ(started.exit_code, 0) << started.err;
  EXPECT_TRUE(Has(started.out, "gateway-default: started (pid "));
  const pid_t second = c.WaitForGateway("default", first);
  ASSERT_NE(second, -1);
  EXPECT_TRUE(Has(c.Data(kState), kWantsRunning)) << c.Data(kState);

  const Said restarted = c.Hermes({"gateway", "restart"}, Caller());
  EXPECT_EQ(restarted.exit_code, 0) << restarted.err;
  EXPECT_TRUE(Has(restarted.out, "gateway-default: started again (pid "))
      << restarted.out;
  EXPECT_NE(c.WaitForGateway("default", second), -1);

  for (const char* verb : {"status", "list"}) {
    const Said said = c.Hermes({"gateway", verb}, Caller());
    EXPECT_EQ(said.exit_code, 0) << said.err;
    EXPECT_EQ(said.err, "");
  }
}

// Files that the verbs write belong to the hermes user, whatever the caller's
// uid.
TEST_P(VerbsTest, StopLeavesStateFileToTreesUid) {
  VerbsContainer c;
  ASSERT_NE(c.WaitForGateway("default"), -1);
  ASSERT_EQ(c.Hermes({"gateway", "stop"}, Caller()).exit_code, 0);
  const std::string path =
      c.container().ns().Path(std::string(kHome) + "/" + kState);
  struct stat st;
  ASSERT_EQ(stat(path.c_str(), &st), 0);
  EXPECT_EQ(st.st_uid, kHermesUid);
}

TEST_P(VerbsTest, StopReturnsAfterGatewayHasExited) {
  VerbsContainer c({"GATEWAY_STOP_MS=1500"});
  const pid_t gateway = c.WaitForGateway("default");
  ASSERT_NE(gateway, -1);
  const Said said = c.Hermes({"gateway", "stop"}, Caller());
  EXPECT_EQ(said.exit_code, 0) << said.err;
  EXPECT_FALSE(c.container().processes().Alive(gateway));
  EXPECT_TRUE(c.SlotHas("gateway-default", "down"));
  EXPECT_EQ(c.container().GatewayStarts().size(), 1u);
}

TEST_P(VerbsTest, StopOfStoppedGatewaySucceedsAndSaysSo) {
  VerbsContainer c;
  ASSERT_NE(c.WaitForGateway("default"), -1);
  ASSERT_EQ(c.Hermes({"gateway", "stop"}, Caller()).exit_code, 0);
  const Said again = c.Hermes({"gateway", "stop"}, Caller());
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_TRUE(Has(again.out, "was not running")) << again.out;
}

// The planned-stop marker names the gateway that is to end.
TEST_P(VerbsTest, StopLeavesMarkerForGateway) {
  VerbsContainer c;
  const pid_t gateway = c.WaitForGateway("default");
  ASSERT_NE(gateway, -1);
  ASSERT_EQ(c.Hermes({"gateway", "stop"}, Caller()).exit_code, 0);
  const std::string marker = c.Data(".gateway-planned-stop.json");
  EXPECT_TRUE(Has(marker, "\"target_pid\":" + std::to_string(gateway)))
      << marker;
}

TEST_P(VerbsTest, RestartLeavesNoStopMarker) {
  VerbsContainer c;
  ASSERT_NE(c.WaitForGateway("default"), -1);
  ASSERT_EQ(c.Hermes({"gateway", "restart"}, Caller()).exit_code, 0);
  EXPECT_EQ(c.Data(".gateway-planned-stop.json"), "");
  EXPECT_TRUE(Has(c.Data(kState), kWantsRunning)) << c.Data(kState);
}

TEST_P(VerbsTest, StopNoWaitReturnsWhileGatewayDrains) {
  VerbsContainer c({"GATEWAY_STOP_MS=600000"});
  const pid_t gateway = c.WaitForGateway("default");
  ASSERT_NE(gateway, -1);
  const Said said = c.Hermes({"gateway", "stop", "--no-wait"}, Caller());
  EXPECT_EQ(said.exit_code, 0) << said.err;
  EXPECT_TRUE(c.container().processes().Alive(gateway));
  EXPECT_EQ(c.container().SlotStatus("gateway-default", "wantedup"), "false");
  EXPECT_TRUE(Has(c.Hermes({"gateway", "status"}, Caller()).out,
                  "gateway-default: draining, pid " + std::to_string(gateway)));
}

// The old gateway would drain for ten minutes. The restart does not wait for
// it, and the gateway remains the supervisor's child.
TEST_P(VerbsTest, RestartDoesNotWaitForDrain) {
  VerbsContainer c({"GATEWAY_STOP_MS=600000"});
  const pid_t gateway = c.WaitForGateway("default");
  ASSERT_NE(gateway, -1);
  const Said said = c.Hermes({"gateway", "restart"}, Caller());
  EXPECT_EQ(said.exit_code, 0) << said.err;
  EXPECT_TRUE(Has(said.out, "is restarting")) << said.out;
  const Processes processes = c.container().processes();
  EXPECT_TRUE(processes.Alive(gateway));
  EXPECT_EQ(processes.Comm(static_cast<pid_t>(processes.Stat(gateway, 4))),
            "s6-supervise");
  EXPECT_TRUE(
      Has(c.Hermes({"gateway", "status"}, Caller()).out, ": restarting"));
}

// The slot is registered as down.
TEST_P(VerbsTest, RestartStartsStoppedSlotAndRemovesDownFile) {
  VerbsContainer c;
  const pid_t first = c.WaitForGateway("default");
  ASSERT_EQ(c.Hermes({"gateway", "stop"}, Caller()).exit_code, 0);
  ASSERT_TRUE(c.SlotHas("gateway-default", "down"));
  const Said said = c.Hermes({"gateway", "restart"}, Caller());
  EXPECT_EQ(said.exit_code, 0) << said.err;
  EXPECT_NE(c.WaitForGateway("default", first), -1);
  EXPECT_FALSE(c.SlotHas("gateway-default", "down"));
}

TEST_P(VerbsTest, ExitsWith69AndChangesNothingIfS6Fails) {
  for (const char* verb : {"start", "restart"}) {
    VerbsContainer c;
    ASSERT_NE(c.WaitForGateway("default"), -1);
    ASSERT_EQ(c.Hermes({"gateway", "stop"}, Caller()).exit_code, 0);
    const std::string state = c.Data(kState);
    BreakProgram(&c.container(), "/usr/bin/s6-svc");
    const Said said = c.Hermes({"gateway", verb}, Caller());
    EXPECT_EQ(said.exit_code, 69) << said.err;
    EXPECT_EQ(Lines(said.err), 1u) << said.err;
    EXPECT_TRUE(Has(said.err, "hermes: gateway-default: s6 refused"))
        << said.err;
    EXPECT_TRUE(c.SlotHas("gateway-default", "down")) << verb;
    EXPECT_TRUE(c.Gateways("default").empty());
    EXPECT_EQ(c.Data(kState), state);
  }
}

TEST_P(VerbsTest, StopThatS6RefusesLeavesNoMarkerAndNoRecord) {
  VerbsContainer c;
  const pid_t gateway = c.WaitForGateway("default");
  ASSERT_NE(gateway, -1);
  const std::string state = c.Data(kState);
  BreakProgram(&c.container(), "/usr/bin/s6-svc");
  EXPECT_EQ(c.Hermes({"gateway", "stop"}, Caller()).exit_code, 69);
  EXPECT_EQ(c.Data(".gateway-planned-stop.json"), "");
  EXPECT_EQ(c.Data(kState), state);
  EXPECT_TRUE(c.container().processes().Alive(gateway));
}

// The profile exists on disk but has no slot.
TEST_P(VerbsTest, StartRegistersMissingSlotFirst) {
  VerbsContainer c;
  ASSERT_NE(c.WaitForGateway("default"), -1);
  c.MakeProfile("coder");
  ASSERT_FALSE(c.SlotHas("gateway-coder", "run"));
  const Said said = c.Hermes({"-p", "coder", "gateway", "start"}, Caller());
  EXPECT_EQ(said.exit_code, 0) << said.err;
  EXPECT_NE(c.WaitForGateway("coder"), -1);
  EXPECT_TRUE(c.SlotHas("gateway-coder", "run"));
  EXPECT_EQ(c.Gateways("default").size(), 1u);
}

TEST_P(VerbsTest, StartOfUnknownProfileExitsWith64AndCreatesNoSlot) {
  VerbsContainer c;
  const Strings slots = c.container().Slots();
  for (const char* name : {"ghost", "A", "../x", "", ".tmp", "-x"}) {
    const Said said = c.Hermes(
        {std::string("--profile=") + name, "gateway", "start"}, Caller());
    EXPECT_EQ(said.exit_code, 64) << name << said.err;
    EXPECT_EQ(Lines(said.err), 1u) << said.err;
  }
  EXPECT_EQ(c.container().Slots(), slots);
}

// `stop --all` used to restart the gateways instead.
TEST_P(VerbsTest, StopAllStopsEverySlotAndKeepsItDown) {
  VerbsContainer c;
  for (const char* name : {"coder", "writer"}) {
    c.MakeProfile(name);
    const Said up = c.Hermes({"-p", name, "gateway", "start"}, Caller());
    ASSERT_EQ(up.exit_code, 0) << up.err;
  }
  ASSERT_NE(c.WaitForGateway("default"), -1);
  const Said said = c.Hermes({"gateway", "stop", "--all"}, Caller());
  EXPECT_EQ(said.exit_code, 0) << said.err;
  EXPECT_EQ(Lines(said.out), 3u) << said.out;
  for (const char* slot :
       {"gateway-default", "gateway-coder", "gateway-writer"}) {
    EXPECT_EQ(c.container().SlotStatus(slot, "up,wantedup"), "false false");
    EXPECT_TRUE(Has(said.out, std::string(slot) + ": stopped"));
  }
  EXPECT_TRUE(c.container().RunningGateways().empty());
  EXPECT_TRUE(Has(c.Data("profiles/coder/gateway_state.json"), kWantsStopped));

  const Said started = c.Hermes({"gateway", "start", "--all"}, Caller());
  EXPECT_EQ(started.exit_code, 0) << started.err;
  EXPECT_EQ(c.container().RunningGateways().size(), 3u);
}

// A slot that cannot be operated does not keep the command from operating the
// others.
TEST_P(VerbsTest, StopAllReportsFailureAndStopsOtherSlots) {
  VerbsContainer c;
  c.MakeProfile("coder");
  ASSERT_EQ(c.Hermes({"-p", "coder", "gateway", "start"}, Caller()).exit_code,
            0);
  ASSERT_NE(c.WaitForGateway("default"), -1);
  // A foreign directory that looks like a slot but is not one.
  ASSERT_EQ(c.container().ns().Call(
                [] { return mkdir("/run/service/gateway-bogus", 0755); }),
            0);
  const Said said = c.Hermes({"gateway", "stop", "--all"}, Caller());
  EXPECT_EQ(said.exit_code, 69) << said.err;
  EXPECT_TRUE(Has(said.err, "gateway-bogus: ")) << said.err;
  EXPECT_EQ(Lines(said.err), 1u) << said.err;
  EXPECT_TRUE(c.container().RunningGateways().empty());
}

TEST_P(VerbsTest, StartFailsIfGatewayExitsAgain) {
  VerbsContainer c({"GATEWAY_EXIT=3"});
  const Said said = c.Hermes({"gateway", "start"}, Caller());
  EXPECT_EQ(said.exit_code, 1) << said.out;
  EXPECT_TRUE(Has(said.err, "gateway-default: ")) << said.err;
  EXPECT_TRUE(Has(said.err, "exit code 3")) << said.err;
}

TEST_P(VerbsTest, StartReturnsGatewaysCodeOnBadConfiguration) {
  VerbsContainer c({"GATEWAY_EXIT=78"});
  for (int round = 0; round < 2; ++round) {
    const Said said = c.Hermes({"gateway", "start"}, Caller());
    EXPECT_EQ(said.exit_code, 78) << said.out << said.err;
    EXPECT_TRUE(Has(said.err, "failed for good")) << said.err;
  }
  EXPECT_TRUE(Has(c.Hermes({"gateway", "status"}, Caller()).out,
                  "gateway-default: failed, exit code 78"));
}

TEST_P(VerbsTest, KeepsOperatorsEnvironmentOutOfSlot) {
  VerbsContainer c;
  ASSERT_NE(c.WaitForGateway("default"), -1);
  c.MakeProfile("coder");
  for (const Strings& words : {Strings{"gateway", "restart"},
                               Strings{"-p", "coder", "gateway", "start"}}) {
    ASSERT_EQ(c.Hermes(words, Caller(),
                       {"OPERATORS_SECRET=1", "GATEWAY_EXIT=9",
                        "HERMES_BIN=/nowhere"})
                  .exit_code,
              0);
  }
  for (const char* profile : {"default", "coder"}) {
    const pid_t pid = c.WaitForGateway(profile);
    ASSERT_NE(pid, -1) << profile;
    for (const std::string& entry :
         c.container().processes().Environment(pid)) {
      EXPECT_FALSE(Has(entry, "OPERATORS_SECRET")) << profile;
    }
  }
}

TEST_P(VerbsTest, OperatesOtherSlotsAfterSlotDirectoryWasDeleted) {
  VerbsContainer c;
  const pid_t gateway = c.WaitForGateway("default");
  c.MakeProfile("coder");
  ASSERT_EQ(c.Hermes({"-p", "coder", "gateway", "start"}, Caller()).exit_code,
            0);
  ASSERT_EQ(c.container()
                .Start({"-rf", "/run/service/gateway-coder"}, {}, kHermesUid,
                       "/bin/rm")
                ->Wait(),
            0);
  const Said said = c.Hermes({"gateway", "status"}, Caller());
  EXPECT_EQ(said.exit_code, 0) << said.err;
  EXPECT_FALSE(Has(said.out, "gateway-coder: running")) << said.out;
  EXPECT_EQ(c.Hermes({"gateway", "restart"}, Caller()).exit_code, 0);
  EXPECT_NE(c.WaitForGateway("default", gateway), -1);
}

TEST_P(VerbsTest, IgnoresForeignFilesInScanDirectory) {
  VerbsContainer c;
  ASSERT_NE(c.WaitForGateway("default"), -1);
  WriteFile(c.container().ns().Path("/run/service/gateway-file"), "x");
  WriteFile(c.container().ns().Path("/run/service/README"), "x");
  const Said listed = c.Hermes({"gateway", "list"}, Caller());
  EXPECT_EQ(listed.exit_code, 0) << listed.err;
  EXPECT_EQ(Lines(listed.out), 1u) << listed.out;
  EXPECT_EQ(c.Hermes({"gateway", "stop", "--all"}, Caller()).exit_code, 0);
}

TEST_P(VerbsTest, StartExitsWith69AndLeavesNothingIfSlotCannotBePublished) {
  VerbsContainer c;
  const pid_t gateway = c.WaitForGateway("default");
  c.MakeProfile("coder");
  BreakProgram(&c.container(), "/usr/bin/s6-svscanctl");
  const Strings slots = c.container().Slots();
  const Said said = c.Hermes({"-p", "coder", "gateway", "start"}, Caller());
  EXPECT_EQ(said.exit_code, 69) << said.err;
  EXPECT_EQ(Lines(said.err), 1u) << said.err;
  EXPECT_EQ(c.container().Slots(), slots);
  EXPECT_TRUE(c.container().processes().Alive(gateway));
}

// The last caller wins, and the recorded state is the last order that s6
// received.
TEST_P(VerbsTest, ConcurrentStartsAndStopsEndInOneState) {
  VerbsContainer c;
  ASSERT_NE(c.WaitForGateway("default"), -1);
  std::vector<std::unique_ptr<Child>> callers;
  for (int n = 0; n < 8; ++n) {
    const char* verb = n % 2 == 0 ? "stop" : "start";
    callers.push_back(c.container().Start({"gateway", verb, "--no-wait"}, {},
                                          Caller(), kHermes));
  }
  for (const auto& caller : callers) {
    EXPECT_EQ(caller->Wait(), 0) << caller->err();
  }
  const bool up =
      c.container().SlotStatus("gateway-default", "wantedup") == "true";
  EXPECT_TRUE(Has(c.Data(kState), up ? kWantsRunning : kWantsStopped))
      << c.Data(kState);
  EXPECT_EQ(c.SlotHas("gateway-default", "down"), !up);
  EXPECT_TRUE(WaitUntil(
      [&] { return c.Gateways("default").size() == (up ? 1u : 0u); }));
}

TEST_P(VerbsTest, StatusReportsStateWithoutPidFile) {
  VerbsContainer c;
  const pid_t gateway = c.WaitForGateway("default");
  ASSERT_NE(gateway, -1);
  ASSERT_EQ(c.Data("gateway.pid"), "");
  const Said said = c.Hermes({"gateway", "status", "--json"}, Caller());
  EXPECT_EQ(said.exit_code, 0) << said.err;
  EXPECT_EQ(Lines(said.out), 1u) << said.out;
  EXPECT_TRUE(Has(said.out, "{\"schema\":1,\"supervised\":true,")) << said.out;
  EXPECT_TRUE(
      Has(said.out,
          "\"profile\":\"default\",\"current\":true,\"slot\":"
          "\"gateway-default\",\"state\":\"running\",\"wanted_up\":true,"
          "\"ready\":true,\"pid\":" +
              std::to_string(gateway) + ","))
      << said.out;
}

// A gateway with a background child, whose parent has exited, that runs
// `gateway stop` as soon as the file `go` exists.
class VerbsInsideTest : public testing::Test {
 protected:
  static ContainerOptions Options() {
    const std::string gateway =
        "#!/bin/sh\n"
        "( ( until [ -e /mnt/record/go ]; do sleep 0.02; done\n"
        "    exec /mnt/verbs/hermes gateway stop >/mnt/record/out 2>&1 )\n"
        "  echo $? >/mnt/record/code ) &\n"
        "exec sleep 1000\n";
    ContainerOptions options;
    options.arguments = {"gateway", "run"};
    options.variables = {"HERMES_BIN=/mnt/record/gateway"};
    options.prepare = [gateway] {
      WriteFile("/mnt/record/gateway", gateway);
      if (chmod("/mnt/record/gateway", 0755) != 0) _exit(1);
    };
    return options;
  }

  std::string Path(const std::string& path) {
    return container_.ns().Path(path);
  }

  void ExpectStopIsRefused() {
    WriteFile(Path("/mnt/record/go"), "");
    ASSERT_TRUE(WaitUntil([&] {
      return !ReadFile(Path("/mnt/record/code")).empty();
    })) << container_.init().err();
    EXPECT_EQ(ReadFile(Path("/mnt/record/code")), "1\n");
    EXPECT_TRUE(Has(ReadFile(Path("/mnt/record/out")), "does not stop itself"));
  }

  Container container_{Options()};
};

TEST_F(VerbsInsideTest, StopIsRefusedInsideGateway) {
  ExpectStopIsRefused();
  EXPECT_EQ(container_.SlotStatus("gateway-default", "up,wantedup"),
            "true true");
}

// s6-supervise starts a process first and writes its pid afterwards. The test
// recreates that moment by restoring the slot's status file from the time when
// it was down.
TEST_F(VerbsInsideTest, StopIsRefusedInsideGatewayBeforeS6HasWrittenItsPid) {
  const std::string status =
      Path("/run/service/gateway-default/supervise/status");
  const auto is = [&](const std::string& wanted) {
    return WaitUntil([&] {
      return container_.SlotStatus("gateway-default", "up,wantedup") == wanted;
    });
  };
  ASSERT_TRUE(is("true true"));
  ASSERT_EQ(Hermes(&container_, {"gateway", "stop"}, kHermesUid).exit_code, 0);
  const std::string down = ReadFile(status);
  ASSERT_EQ(Hermes(&container_, {"gateway", "start", "--no-wait"}, kHermesUid)
                .exit_code,
            0);
  ASSERT_TRUE(is("true true"));
  WriteFile(status, down);
  ASSERT_TRUE(is("false false"));
  ExpectStopIsRefused();
}

// The verbs used to print guidance, exit with 0 and start nothing.
TEST(VerbsUnsupervisedTest, EveryVerbExitsWith69AndTouchesNothing) {
  ContainerOptions options;
  options.init = Init::kForeign;
  options.init_name = "platform";
  Container container(options);
  const Strings before = Names(container.ns().Path(kHome));
  for (const char* verb : {"start", "stop", "restart", "status", "list"}) {
    const Said said = Hermes(&container, {"gateway", verb}, kHermesUid);
    EXPECT_EQ(said.exit_code, 69) << verb << said.err;
    EXPECT_EQ(Lines(said.err), 1u) << said.err;
    EXPECT_TRUE(Has(said.err, "PID 1 is 'platform'")) << said.err;
  }
  EXPECT_EQ(Names(container.ns().Path(kHome)), before);
}

// A foreign uid may inspect slots but not operate them.
TEST(VerbsForeignUidTest, StopExitsWith77AndStatusSucceeds) {
  VerbsContainer c;
  const pid_t gateway = c.WaitForGateway("default");
  ASSERT_NE(gateway, -1);
  const Said said = c.Hermes({"gateway", "stop"}, 4711);
  EXPECT_EQ(said.exit_code, 77) << said.err;
  EXPECT_EQ(Lines(said.err), 1u) << said.err;
  EXPECT_TRUE(c.container().processes().Alive(gateway));
  const Said status = c.Hermes({"gateway", "status"}, 4711);
  EXPECT_EQ(status.exit_code, 0) << status.err;
  EXPECT_TRUE(Has(status.out, "gateway-default: running")) << status.out;
}

}  // namespace
}  // namespace hermes::fixture
