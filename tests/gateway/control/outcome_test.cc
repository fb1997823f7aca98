#include "gateway/control/outcome.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hermes::gateway {
namespace {

SlotResult Result(Outcome outcome) {
  SlotResult result;
  result.slot = "gateway-coder";
  result.outcome = outcome;
  return result;
}

SlotResult Failed(int code) {
  SlotResult result = Result(Outcome::kFailedForGood);
  result.status.failed_code = code;
  return result;
}

SlotResult Fault(ManagerFault fault) {
  SlotResult result = Result(Outcome::kFault);
  result.fault = {fault, "what was seen"};
  return result;
}

struct Case {
  const char* name;
  SlotResult result;
  int exit_code;
};

class ExitCodeTest : public testing::TestWithParam<Case> {};

TEST_P(ExitCodeTest, MatchesDocumentation) {
  EXPECT_EQ(ExitCodeOf(GetParam().result), GetParam().exit_code);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ExitCodeTest,
    testing::Values(
        Case{"Started", Result(Outcome::kStarted), 0},
        Case{"AlreadyRunning", Result(Outcome::kAlreadyRunning), 0},
        Case{"StillStarting", Result(Outcome::kStillStarting), 0},
        Case{"Restarted", Result(Outcome::kRestarted), 0},
        Case{"RestartUnderWay", Result(Outcome::kRestartUnderWay), 0},
        Case{"Asked", Result(Outcome::kAsked), 0},
        Case{"Stopped", Result(Outcome::kStopped), 0},
        Case{"WasDown", Result(Outcome::kWasDown), 0},
        Case{"EndedAgain", Result(Outcome::kEndedAgain), 1},
        Case{"BackingOff", Result(Outcome::kBackingOff), 1},
        Case{"Held", Result(Outcome::kHeld), 1},
        Case{"StoppedMeanwhile", Result(Outcome::kStoppedMeanwhile), 1},
        Case{"Inside", Result(Outcome::kInside), 1},
        Case{"StillDraining", Result(Outcome::kStillDraining), 75},
        Case{"FailedByConfiguration", Failed(78), 78},
        Case{"FailedNotExecutable", Failed(126), 126},
        Case{"FailedNotFound", Failed(127), 127},
        Case{"FailedByTooManyDeaths", Failed(139), 1},
        Case{"FaultSystem", Fault(ManagerFault::kSystem), 71},
        Case{"FaultNotSupervised", Fault(ManagerFault::kNotSupervised), 69},
        Case{"FaultDenied", Fault(ManagerFault::kDenied), 77},
        Case{"FaultNoSuchSlot", Fault(ManagerFault::kNoSuchSlot), 64},
        Case{"FaultS6", Fault(ManagerFault::kS6), 69},
        Case{"FaultTimedOut", Fault(ManagerFault::kTimedOut), 75},
        Case{"FaultForeground", Fault(ManagerFault::kForeground), 1},
        Case{"FaultCannotRegister", Fault(ManagerFault::kCannotRegister), 73}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

TEST(ExitCodeOfAllTest, ReturnsCodeOfFirstFailure) {
  EXPECT_EQ(ExitCodeOf(std::vector<SlotResult>{}), 0);
  EXPECT_EQ(ExitCodeOf({Result(Outcome::kStopped), Result(Outcome::kWasDown)}),
            0);
  EXPECT_EQ(ExitCodeOf({Result(Outcome::kStopped), Fault(ManagerFault::kS6),
                        Result(Outcome::kInside)}),
            69);
}

TEST(LineTest, NamesSlotAndDetails) {
  SlotResult result = Result(Outcome::kStarted);
  result.status.pid = 12;
  EXPECT_EQ(LineOf(result), "gateway-coder: started (pid 12)");
  result = Result(Outcome::kBackingOff);
  result.status.delay_s = 8;
  result.status.exit_code = 3;
  EXPECT_EQ(LineOf(result),
            "gateway-coder: exits early again and again, and is "
            "backing off for 8 s (exit code 3)");
  EXPECT_EQ(LineOf(Fault(ManagerFault::kS6)), "gateway-coder: what was seen");
  EXPECT_EQ(LineOf(Fault(ManagerFault::kDenied)),
            "gateway-coder: what was seen; only root and the user that the "
            "gateways run as may do that");
}

}  // namespace
}  // namespace hermes::gateway
