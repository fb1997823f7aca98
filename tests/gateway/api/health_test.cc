#include <fcntl.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <optional>

#include "absl/status/status.h"
#include "gateway/api/health_checks.h"
#include "gateway/api/health_report.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway::api {
namespace {

namespace json = boost::json;

TEST(HealthTest, ReturnsLivenessBodyOfTheContract) {
  EXPECT_EQ(LivenessBody(),
            R"({"status":"ok","platform":"hermes-agent","version":"0.1.0"})");
}

json::value Detailed(const std::vector<HealthCheck>& checks,
                     const StateUpdate& state) {
  PidRecord self;
  self.pid = 7;
  return json::parse(DetailedBody(checks, state, self, "coder", WallTime()));
}

StateUpdate Running() {
  StateUpdate state;
  state.state = GatewayState::kRunning;
  return state;
}

TEST(HealthTest, IsOkIfAllChecksAreOk) {
  const json::value body = Detailed({{"disk", true, ""}}, Running());
  EXPECT_EQ(body.at("status"), "ok");
  EXPECT_EQ(body.at("readiness").at("checks").at("disk").at("status"), "ok");
  EXPECT_EQ(body.at("profile"), "coder");
  EXPECT_EQ(body.at("pid"), 7);
  EXPECT_EQ(body.at("gateway_state"), "running");
  EXPECT_EQ(body.at("gateway_drainable"), true);
  EXPECT_EQ(body.at("gateway_busy"), false);
  EXPECT_TRUE(body.at("exit_reason").is_null());
}

TEST(HealthTest, IsDegradedIfOneCheckFails) {
  const json::value body =
      Detailed({{"disk", true, ""}, {"model", false, "none"}}, Running());
  EXPECT_EQ(body.at("status"), "degraded");
  EXPECT_EQ(body.at("readiness").at("status"), "degraded");
  EXPECT_EQ(body.at("readiness").at("checks").at("model").at("detail"), "none");
}

TEST(HealthTest, IsBusyWithActiveAgentsUnlessDraining) {
  StateUpdate state = Running();
  state.active_work = 2;
  EXPECT_EQ(Detailed({}, state).at("gateway_busy"), true);
  EXPECT_EQ(Detailed({}, state).at("active_agents"), 2);
  state.state = GatewayState::kDraining;
  EXPECT_EQ(Detailed({}, state).at("gateway_busy"), false);
  EXPECT_EQ(Detailed({}, state).at("gateway_drainable"), false);
}

TEST(HealthCheckTest, EvaluatesFactsOfTheHome) {
  HomeFacts facts;
  facts.disk_used_percent = 95;
  facts.lock_intact = true;
  const auto checks = CheckHome(facts, "", GatewayState::kRunning);
  ASSERT_EQ(checks.size(), 3U);
  EXPECT_EQ(checks[0].name, "config");
  EXPECT_TRUE(checks[0].ok);
  EXPECT_EQ(checks[1].name, "disk");
  EXPECT_FALSE(checks[1].ok);
  EXPECT_EQ(checks[2].name, "gateway");
  EXPECT_TRUE(checks[2].ok);
}

TEST(HealthCheckTest, DegradesAllChecksOfAHomeThatDoesNotAnswer) {
  for (const HealthCheck& check :
       CheckHome(std::nullopt, "no answer for 3 s", GatewayState::kRunning)) {
    EXPECT_FALSE(check.ok) << check.name;
    EXPECT_EQ(check.detail, "no answer for 3 s") << check.name;
  }
  EXPECT_EQ(
      CheckHome(std::nullopt, "no answer for 3 s", GatewayState::kDraining)
          .back()
          .detail,
      "draining; no answer for 3 s");
}

TEST(HealthCheckTest, ReportsErrorOfTheConfiguration) {
  EXPECT_TRUE(CheckConfig(absl::OkStatus()).ok);
  const HealthCheck bad =
      CheckConfig(absl::FailedPreconditionError("/d/config.yaml:3: x"));
  EXPECT_FALSE(bad.ok);
  EXPECT_NE(bad.detail.find("/d/config.yaml:3"), std::string::npos);
}

TEST(HealthCheckTest, ReportsErrorOfTheSessionStore) {
  EXPECT_TRUE(CheckStateDb(absl::OkStatus()).ok);
  const HealthCheck bad = CheckStateDb(absl::UnavailableError("disk full"));
  EXPECT_FALSE(bad.ok);
  EXPECT_EQ(bad.detail, "disk full");
}

TEST(HealthCheckTest, DegradesQueuesThatAreTooLong) {
  EXPECT_TRUE(CheckQueues(0, 0).ok);
  EXPECT_TRUE(CheckQueues(999, 99).ok);
  EXPECT_FALSE(CheckQueues(1000, 0).ok);
  EXPECT_FALSE(CheckQueues(0, 100).ok);
  EXPECT_EQ(CheckQueues(3, 2).detail, "3 store operations, 2 turns waiting");
}

TEST(HealthCheckTest, DegradesDiskFromNinetyPercentOn) {
  EXPECT_TRUE(CheckDisk(89).ok);
  EXPECT_FALSE(CheckDisk(90).ok);
  EXPECT_FALSE(CheckDisk(-1).ok);
}

TEST(HealthCheckTest, ReadsUsageOfARealDisk) {
  const UniqueFd root(open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  EXPECT_GE(DiskUsedPercent(root.get()), 0);
  EXPECT_LE(DiskUsedPercent(root.get()), 100);
  EXPECT_EQ(DiskUsedPercent(-1), -1);
}

TEST(HealthCheckTest, RequiresGatewayToRunAndHoldItsLock) {
  EXPECT_TRUE(CheckGateway(GatewayState::kRunning, true).ok);
  EXPECT_FALSE(CheckGateway(GatewayState::kRunning, false).ok);
  EXPECT_EQ(CheckGateway(GatewayState::kDraining, true).detail, "draining");
}

}  // namespace
}  // namespace hermes::gateway::api
