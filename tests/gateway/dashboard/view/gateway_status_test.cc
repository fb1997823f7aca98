#include "gateway/dashboard/view/gateway_status.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <string>
#include <utility>

#include "shim/manager/slot_state.h"
#include "shim/profile/profile_lock.h"

namespace hermes::gateway::dashboard {
namespace {

namespace json = boost::json;

constexpr pid_t kPid = 7;

struct Case {
  const char* name;
  bool up;
  const char* said;  // "" if it recorded no state
  int agents;
  const char* document;
  pid_t said_by = kPid;
};

class GatewayStatusTest : public testing::TestWithParam<Case> {};

TEST_P(GatewayStatusTest, ReportsDefaultProfilesGateway) {
  const Case& given = GetParam();
  ProfileStanding standing;
  standing.report.profile = "default";
  standing.report.view.state =
      given.up ? SlotState::kRunning : SlotState::kDown;
  if (given.up) standing.report.view.status.pid = kPid;
  RecordedHealth recorded;
  recorded.pid = given.said_by;
  recorded.gateway_state = given.said;
  recorded.active_agents = given.agents;
  recorded.platforms = {{"api_server", "connected"}};
  standing.recorded = recorded;
  Survey survey;
  survey.profiles.push_back(std::move(standing));
  ProfileStanding other;
  other.report.profile = "coder";
  other.report.view.state = SlotState::kRunning;
  other.report.view.status.pid = 8;
  survey.profiles.push_back(std::move(other));

  json::object status = GatewayStatus(survey);
  EXPECT_EQ(status["profiles_total"], 2);
  EXPECT_EQ(status["profiles_running"], given.up ? 2 : 1);
  status.erase("profiles_total");
  status.erase("profiles_running");
  EXPECT_EQ(json::value(status), json::parse(given.document));
}

INSTANTIATE_TEST_SUITE_P(
    Table, GatewayStatusTest,
    testing::Values(Case{"Idle", true, "running", 0,
                         R"({"gateway_running":true,"gateway_state":"running",
                 "health":"ok","gateway_busy":false,"gateway_drainable":true,
                 "platforms":{"api_server":{"state":"connected"}}})"},
                    Case{"Busy", true, "running", 2,
                         R"({"gateway_running":true,"gateway_state":"running",
                 "health":"ok","gateway_busy":true,"gateway_drainable":true,
                 "platforms":{"api_server":{"state":"connected"}}})"},
                    Case{"Draining", true, "draining", 2,
                         R"({"gateway_running":true,"gateway_state":"draining",
                 "health":"draining","gateway_busy":false,
                 "gateway_drainable":false,
                 "platforms":{"api_server":{"state":"connected"}}})"},
                    Case{"NoRecordedState", true, "", 0,
                         R"({"gateway_running":true,"gateway_state":"running",
                 "health":"ok","gateway_busy":false,"gateway_drainable":true,
                 "platforms":{"api_server":{"state":"connected"}}})"},
                    Case{"RecordOfEarlierGateway", true, "draining", 2,
                         R"({"gateway_running":true,"gateway_state":"running",
                 "health":"ok","gateway_busy":false,"gateway_drainable":true,
                 "platforms":{}})",
                         6},
                    Case{"Down", false, "running", 2,
                         R"({"gateway_running":false,"gateway_state":"stopped",
                 "health":"down","gateway_busy":false,
                 "gateway_drainable":false,"platforms":{}})"}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

TEST(SomeGatewaysStatusTest, CountsLiveGatewaysSupervisedOrNot) {
  Survey survey;
  survey.profiles.resize(4);
  for (ProfileStanding& each : survey.profiles) {
    each.report.profile = "coder";
    each.report.view.state = SlotState::kDown;
  }
  survey.profiles[0].report.view.status.pid = kPid;
  survey.profiles[1].report.lock = ProfileLock{LockHolder::kHere, 12};
  survey.profiles[2].report.lock = ProfileLock{LockHolder::kElsewhere, 0};
  survey.profiles[3].report.profile = "default";
  const json::object status = GatewayStatus(survey);
  EXPECT_EQ(status.at("profiles_running"), 2);
  EXPECT_EQ(status.at("health"), "down");
}

TEST(NoGatewayStatusTest, ReportsUnknownWithoutProfiles) {
  const json::object status = GatewayStatus(Survey());
  EXPECT_EQ(status.at("health"), "unknown");
  EXPECT_EQ(status.at("gateway_running"), false);
  EXPECT_EQ(status.at("profiles_total"), 0);
}

}  // namespace
}  // namespace hermes::gateway::dashboard
