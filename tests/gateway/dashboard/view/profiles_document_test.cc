#include "gateway/dashboard/view/profiles_document.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <optional>
#include <string>

#include "gateway/control/slot_report.h"
#include "gateway/profile/profile_card.h"
#include "shim/manager/slot_state.h"
#include "shim/profile/profile_lock.h"
#include "shim/profile/recorded_state.h"

namespace hermes::gateway::dashboard {
namespace {

namespace json = boost::json;

// Returns a gateway that runs and is healthy.
ProfileStanding Running() {
  ProfileStanding facts;
  facts.report.profile = "default";
  facts.report.is_current = true;
  facts.report.view.slot = "gateway-default";
  facts.report.view.state = SlotState::kRunning;
  facts.report.view.status.up = true;
  facts.report.view.status.wanted_up = true;
  facts.report.view.status.pid = 7;
  facts.report.view.status.seconds_since_change = 90;
  facts.report.intent = Intent::kRunning;
  facts.card.name = "default";
  facts.card.home = "/opt/data";
  facts.card.description = "answers";
  facts.card.api_on = true;
  facts.card.api_host = "127.0.0.1";
  facts.card.api_port = 8642;
  facts.recorded = RecordedHealth{7, "running", 2, "an earlier one's", {}};
  return facts;
}

// Returns a gateway whose slot is down.
ProfileStanding Down() {
  ProfileStanding facts = Running();
  facts.report.view.state = SlotState::kDown;
  facts.report.view.status = {};
  facts.report.lock = ProfileLock{LockHolder::kNobody, 0};
  return facts;
}

json::object DocumentOf(const ProfileStanding& facts) {
  Survey survey;
  survey.profiles = {facts};
  return ProfilesDocument(survey).at("profiles").at(0).as_object();
}

TEST(ProfilesDocumentTest, DescribesRunningGateway) {
  ProfileStanding facts = Running();
  facts.restarts = {{1790000000, "was killed by signal 9", "started again"}};
  const json::value document = DocumentOf(facts);
  EXPECT_EQ(document, json::parse(R"({
    "name": "default", "home": "/opt/data", "current": true,
    "description": "answers",
    "slot": "gateway-default", "state": "running",
    "error": null, "pid": 7, "since_s": 90, "wanted_up": true,
    "ready": true, "last_exit_code": null, "failed_code": null,
    "young_deaths": 0, "delay_s": 0,
    "intent": "running", "lock": null, "lock_pid": null,
    "port": 8642, "api_url": "http://127.0.0.1:8642",
    "api_off_reason": null, "problem": null,
    "health": "ok",
    "gateway_pid": 7, "gateway_state": "running", "active_agents": 2,
    "exit_reason": null,
    "restarts": [{"at": "2026-09-21T14:13:20+00:00",
                  "cause": "was killed by signal 9",
                  "outcome": "started again"}]})"))
      << json::serialize(document);
}

TEST(ProfilesDocumentTest, ReportsSupervisionAndSlotOfDashboard) {
  Survey survey;
  survey.not_supervised_because = "PID 1 is tini";
  EXPECT_EQ(json::value(ProfilesDocument(survey)), json::parse(R"({
    "supervised": false, "not_supervised_because": "PID 1 is tini",
    "profiles": [], "dashboard": null})"));
  survey.supervised = true;
  survey.not_supervised_because = "";
  survey.dashboard.emplace();
  survey.dashboard->view.slot = "dashboard";
  survey.dashboard->view.state = SlotState::kBackingOff;
  survey.dashboard->view.status.pid = 9;
  survey.dashboard->view.status.wanted_up = true;
  survey.dashboard->view.status.exit_code = 1;
  survey.dashboard->view.status.consecutive_early_exits = 3;
  survey.dashboard->view.status.delay_s = 2;
  EXPECT_EQ(json::value(ProfilesDocument(survey)), json::parse(R"({
    "supervised": true, "not_supervised_because": null, "profiles": [],
    "dashboard": {"slot": "dashboard", "state": "backing off",
      "error": null, "pid": 9,
      "since_s": null, "wanted_up": true, "ready": false,
      "last_exit_code": 1, "failed_code": null, "young_deaths": 3,
      "delay_s": 2}})"));
}

// Unknown values are null and never invented.
TEST(ProfilesDocumentTest, ReportsUnknownIfStatusCannotBeRead) {
  ProfileStanding facts = Running();
  facts.report.error = "s6-svstat failed";
  const json::object document = DocumentOf(facts);
  EXPECT_EQ(document.at("state"), "unknown");
  EXPECT_EQ(document.at("error"), "s6-svstat failed");
  EXPECT_EQ(document.at("health"), "unknown");
  for (const char* member : {"pid", "since_s", "last_exit_code", "gateway_pid",
                             "gateway_state", "active_agents"}) {
    EXPECT_EQ(document.at(member), nullptr) << member;
  }
  EXPECT_EQ(document.at("wanted_up"), false);
  EXPECT_EQ(document.at("ready"), false);
}

TEST(ProfilesDocumentTest, ReportsNoStatusWithoutSlot) {
  ProfileStanding facts = Running();
  facts.report.view.state = SlotState::kNoSlot;
  const json::object document = DocumentOf(facts);
  EXPECT_EQ(document.at("state"), "no slot");
  EXPECT_EQ(document.at("pid"), nullptr);
  EXPECT_EQ(document.at("wanted_up"), false);
}

TEST(ProfilesDocumentTest, ReportsCodesOfFailure) {
  ProfileStanding facts = Down();
  facts.report.view.state = SlotState::kFailed;
  facts.report.view.status.failed_code = 78;
  facts.report.view.status.exit_code = 78;
  facts.report.intent = Intent::kStopped;
  const json::object document = DocumentOf(facts);
  EXPECT_EQ(document.at("state"), "failed");
  EXPECT_EQ(document.at("health"), "failed");
  EXPECT_EQ(document.at("failed_code"), 78);
  EXPECT_EQ(document.at("last_exit_code"), 78);
  EXPECT_EQ(document.at("intent"), "stopped");
}

struct LockRow {
  const char* name;
  LockHolder holder;
  const char* lock;
  const char* health;
  json::value gateway_pid;
};

class LockRowTest : public testing::TestWithParam<LockRow> {};

TEST_P(LockRowTest, ReportsLockHolder) {
  ProfileStanding facts = Down();
  facts.report.lock = ProfileLock{GetParam().holder, 12};
  facts.recorded->pid = 12;
  const json::object document = DocumentOf(facts);
  EXPECT_EQ(document.at("lock"), GetParam().lock);
  EXPECT_EQ(document.at("health"), GetParam().health);
  EXPECT_EQ(document.at("gateway_pid"), GetParam().gateway_pid);
}

INSTANTIATE_TEST_SUITE_P(
    Table, LockRowTest,
    testing::Values(LockRow{"Free", LockHolder::kNobody, "free", "down",
                            nullptr},
                    LockRow{"Here", LockHolder::kHere, "here", "ok", 12},
                    LockRow{"Elsewhere", LockHolder::kElsewhere, "elsewhere",
                            "elsewhere", nullptr}),
    [](const testing::TestParamInfo<LockRow>& i) { return i.param.name; });

// The exit reason in the last record still explains why the gateway exited. The
// other values in it do not describe the gateway any more.
TEST(ProfilesDocumentTest, ReportsOnlyExitReasonOfDeadGateway) {
  ProfileStanding facts = Down();
  facts.recorded->exit_reason = "api_server_port_in_use";
  const json::object dead = DocumentOf(facts);
  EXPECT_EQ(dead.at("gateway_state"), nullptr);
  EXPECT_EQ(dead.at("active_agents"), nullptr);
  EXPECT_EQ(dead.at("exit_reason"), "api_server_port_in_use");
  facts = Running();
  facts.recorded->pid = 6;
  EXPECT_EQ(DocumentOf(facts).at("gateway_state"), nullptr);
  facts.recorded = std::nullopt;
  EXPECT_EQ(DocumentOf(facts).at("exit_reason"), nullptr);
  EXPECT_EQ(DocumentOf(facts).at("health"), "ok");
}

TEST(ProfilesDocumentTest, ReportsApiUrlOnlyIfApiIsOn) {
  ProfileStanding facts = Running();
  facts.card.api_host = "::1";
  EXPECT_EQ(DocumentOf(facts).at("api_url"), "http://[::1]:8642");
  facts.card.api_port = 0;  // the kernel chooses
  EXPECT_EQ(DocumentOf(facts).at("api_url"), nullptr);
  facts.card.api_port = 8642;
  facts.card.api_on = false;
  facts.card.off_reason = "API_SERVER_KEY is not set";
  facts.card.problem = "config.yaml: 3: no";
  const json::object document = DocumentOf(facts);
  EXPECT_EQ(document.at("api_url"), nullptr);
  EXPECT_EQ(document.at("port"), nullptr);
  EXPECT_EQ(document.at("api_off_reason"), "API_SERVER_KEY is not set");
  EXPECT_EQ(document.at("problem"), "config.yaml: 3: no");
}

TEST(FingerprintTest, IgnoresTimes) {
  Survey survey;
  survey.profiles = {Running()};
  survey.dashboard = Running().report;
  const std::string before = FingerprintOf(ProfilesDocument(survey));
  survey.profiles[0].report.view.status.seconds_since_change = 91;
  survey.dashboard->view.status.seconds_since_change = 91;
  EXPECT_EQ(FingerprintOf(ProfilesDocument(survey)), before);
  survey.profiles[0].recorded->active_agents = 3;
  const std::string after = FingerprintOf(ProfilesDocument(survey));
  EXPECT_NE(after, before);
  survey.dashboard->view.status.pid = 8;
  EXPECT_NE(FingerprintOf(ProfilesDocument(survey)), after);
}

}  // namespace
}  // namespace hermes::gateway::dashboard
