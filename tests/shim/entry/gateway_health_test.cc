#include "shim/entry/gateway_health.h"

#include <gtest/gtest.h>

#include <string>

namespace hermes {
namespace {

GatewayObservation Running() {
  GatewayObservation seen;
  seen.profile = "coder";
  seen.slot.up = true;
  seen.slot.wanted_up = true;
  seen.slot.pid = 4711;
  seen.state_file = R"({"pid":4711,"gateway_state":"running"})";
  return seen;
}

GatewayObservation InState(const std::string& state) {
  GatewayObservation seen = Running();
  seen.state_file = R"({"pid":4711,"gateway_state":")" + state + "\"}";
  return seen;
}

void ExpectProblem(const GatewayObservation& seen, const std::string& what) {
  const std::string problem = GatewayProblem(seen, false);
  EXPECT_EQ(problem.rfind("gateway-coder ", 0), 0u) << problem;
  EXPECT_NE(problem.find(what), std::string::npos) << problem;
}

TEST(GatewayHealthTest, AcceptsRunningGateway) {
  EXPECT_EQ(GatewayProblem(Running(), false), "");
  EXPECT_EQ(GatewayProblem(Running(), true), "");
}

TEST(GatewayHealthTest, ReportsWantedGatewayThatIsDown) {
  GatewayObservation seen = Running();
  seen.slot.up = false;
  ExpectProblem(seen, "down");
}

TEST(GatewayHealthTest, ReportsBackoffAndHeldLock) {
  GatewayObservation seen = Running();
  seen.slot.backing_off = true;
  ExpectProblem(seen, "backing off");
  seen.slot.held = true;
  ExpectProblem(seen, "gateway.lock");
}

TEST(GatewayHealthTest, AcceptsSlotThatIsNotWantedUp) {
  GatewayObservation seen;
  seen.profile = "coder";
  seen.slot.exit_code = 0;
  EXPECT_EQ(GatewayProblem(seen, false), "");
  seen.failed_denied = true;
  EXPECT_EQ(GatewayProblem(seen, false), "");
}

TEST(GatewayHealthTest, ReportsSlotThatHasFailedForGood) {
  GatewayObservation seen;
  seen.profile = "coder";
  seen.slot.exit_code = 1;
  seen.failed_record = "1\n";
  ExpectProblem(seen, "failed for good");
}

TEST(GatewayHealthTest, DecidesByExitCodeIfFailureRecordIsNotReadable) {
  for (const int exit_code : {78, 126, 127}) {
    GatewayObservation seen;
    seen.profile = "coder";
    seen.slot.exit_code = exit_code;
    seen.failed_denied = true;
    ExpectProblem(seen, std::to_string(exit_code));
  }
}

TEST(GatewayHealthTest, AcceptsGatewayThatRetriesPlatform) {
  EXPECT_EQ(GatewayProblem(InState("degraded"), false), "");
  EXPECT_EQ(GatewayProblem(InState("degraded"), true), "");
}

TEST(GatewayHealthTest, AcceptsDrainingGatewayAsHealthyButNotAsReady) {
  EXPECT_EQ(GatewayProblem(InState("draining"), false), "");
  EXPECT_NE(GatewayProblem(InState("draining"), true), "");
}

TEST(GatewayHealthTest, ReportsAnyOtherStateByName) {
  for (const char* state :
       {"starting", "stopped", "startup_failed", "", "RUNNING"}) {
    ExpectProblem(InState(state), "'" + std::string(state) + "'");
  }
}

TEST(GatewayHealthTest, ReportsStateOfEarlierProcess) {
  GatewayObservation seen = Running();
  seen.slot.pid = 4712;
  ExpectProblem(seen, "4711");
}

TEST(GatewayHealthTest, ReportsMissingStateFile) {
  GatewayObservation seen = Running();
  seen.state_file.reset();
  ExpectProblem(seen, "not written its state yet");
}

TEST(GatewayHealthTest, ReportsHalfWrittenStateFile) {
  GatewayObservation seen = Running();
  seen.state_file = R"({"pid":4711,"gateway_state":"runn)";
  ExpectProblem(seen, "gateway_state.json");
}

TEST(GatewayHealthTest, DecidesBySlotsReadinessIfStateFileIsNotReadable) {
  GatewayObservation seen = Running();
  seen.state_file.reset();
  seen.state_denied = true;
  ExpectProblem(seen, "readiness");
  seen.slot.ready = true;
  EXPECT_EQ(GatewayProblem(seen, false), "");
}

}  // namespace
}  // namespace hermes
