#include "gateway/control/slot_report.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>
#include <string>

namespace hermes::gateway {
namespace {

namespace json = boost::json;

SlotReport Gateway(const std::string& profile, SlotState state) {
  SlotReport report;
  report.profile = profile;
  report.view.slot = "gateway-" + profile;
  report.view.state = state;
  return report;
}

SlotReport Running() {
  SlotReport report = Gateway("default", SlotState::kRunning);
  report.is_current = true;
  report.intent = Intent::kRunning;
  report.view.status.up = true;
  report.view.status.wanted_up = true;
  report.view.status.ready = true;
  report.view.status.pid = 41;
  report.view.status.seconds_since_change = 3600;
  return report;
}

SlotReport BackingOff() {
  SlotReport report = Gateway("coder", SlotState::kBackingOff);
  report.view.status.up = true;
  report.view.status.wanted_up = true;
  report.view.status.pid = 50;
  report.view.status.exit_code = 3;
  report.view.status.consecutive_early_exits = 4;
  report.view.status.delay_s = 8;
  report.view.status.seconds_since_change = 2;
  return report;
}

SlotReport Locked(LockHolder holder, pid_t pid) {
  SlotReport report = Gateway("writer", SlotState::kDown);
  report.view.status.seconds_since_change = 5;
  report.view.status.exit_code = 0;
  report.lock = ProfileLock{holder, pid};
  return report;
}

ControlReport Report() {
  ControlReport report;
  report.supervised = true;
  report.gateways = {Running(), BackingOff(), Locked(LockHolder::kHere, 77)};
  SlotReport dashboard;
  dashboard.view.slot = "dashboard";
  dashboard.view.state = SlotState::kDisabled;
  report.dashboard = dashboard;
  return report;
}

std::set<std::string> MembersOf(const json::object& object) {
  std::set<std::string> members;
  for (const auto& member : object) {
    members.insert(std::string(member.key()));
  }
  return members;
}

const std::set<std::string> kSlotMembers = {
    "slot",         "state",   "wanted_up",      "ready",
    "pid",          "since_s", "last_exit_code", "failed_code",
    "young_deaths", "delay_s", "error"};

TEST(JsonTextTest, HasMembersOfSchema) {
  const json::object document = json::parse(JsonText(Report())).as_object();
  EXPECT_EQ(
      MembersOf(document),
      (std::set<std::string>{"schema", "supervised", "gateways", "dashboard"}));
  EXPECT_EQ(document.at("schema").as_int64(), 1);
  std::set<std::string> members = kSlotMembers;
  members.insert({"profile", "current", "intent", "lock", "lock_pid"});
  for (const json::value& gateway : document.at("gateways").as_array()) {
    EXPECT_EQ(MembersOf(gateway.as_object()), members);
  }
  EXPECT_EQ(MembersOf(document.at("dashboard").as_object()), kSlotMembers);
}

TEST(JsonTextTest, HasValuesOfReport) {
  const json::object document = json::parse(JsonText(Report())).as_object();
  const json::array& gateways = document.at("gateways").as_array();
  const json::object& running = gateways.at(0).as_object();
  EXPECT_EQ(running.at("profile"), "default");
  EXPECT_TRUE(running.at("current").as_bool());
  EXPECT_EQ(running.at("state"), "running");
  EXPECT_TRUE(running.at("ready").as_bool());
  EXPECT_EQ(running.at("pid").as_int64(), 41);
  EXPECT_EQ(running.at("since_s").as_int64(), 3600);
  EXPECT_EQ(running.at("intent"), "running");
  EXPECT_TRUE(running.at("last_exit_code").is_null());
  EXPECT_TRUE(running.at("lock").is_null());
  const json::object& waiting = gateways.at(1).as_object();
  EXPECT_EQ(waiting.at("state"), "backing off");
  EXPECT_FALSE(waiting.at("ready").as_bool());
  EXPECT_EQ(waiting.at("young_deaths").as_int64(), 4);
  EXPECT_EQ(waiting.at("delay_s").as_int64(), 8);
  EXPECT_EQ(waiting.at("last_exit_code").as_int64(), 3);
  EXPECT_TRUE(waiting.at("intent").is_null());
  const json::object& locked = gateways.at(2).as_object();
  EXPECT_EQ(locked.at("lock"), "here");
  EXPECT_EQ(locked.at("lock_pid").as_int64(), 77);
}

TEST(JsonTextTest, ReportsWhyStateIsUnknown) {
  ControlReport report;
  report.gateways = {Gateway("coder", SlotState::kNoSlot)};
  report.gateways[0].error = "s6 refused: a \"quoted\" word";
  const json::object document = json::parse(JsonText(report)).as_object();
  EXPECT_FALSE(document.at("supervised").as_bool());
  EXPECT_TRUE(document.at("dashboard").is_null());
  const json::object& gateway =
      document.at("gateways").as_array().at(0).as_object();
  EXPECT_EQ(gateway.at("state"), "unknown");
  EXPECT_EQ(gateway.at("error"), "s6 refused: a \"quoted\" word");
  EXPECT_TRUE(gateway.at("pid").is_null());
}

TEST(StatusTextTest, ListsCurrentThenDashboardThenOthers) {
  EXPECT_EQ(StatusText(Report(), /*details=*/false),
            "gateway-default: running, pid 41, for 3600 s\n"
            "dashboard: disabled\n"
            "gateway-coder: backing off for 8 s, 4 early exits in a row, exit "
            "code 3\n"
            "gateway-writer: down for 5 s, exit code 0; a gateway runs as pid "
            "77, not supervised\n");
}

TEST(StatusTextTest, ShowsDetailsOnlyOfCurrentGateway) {
  const std::string text = StatusText(Report(), /*details=*/true);
  EXPECT_NE(text.find("for 3600 s\n  wanted: up\n  ready: yes\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("recorded for the next boot: running\ndashboard:"),
            std::string::npos)
      << text;
}

TEST(StatusTextTest, ReportsLockWithoutSupervisor) {
  ControlReport report;
  report.gateways = {Gateway("default", SlotState::kNoSlot)};
  report.gateways[0].is_current = true;
  report.gateways[0].lock = ProfileLock{LockHolder::kNobody, 0};
  EXPECT_EQ(StatusText(report, false),
            "gateway-default: no slot; gateway.lock is free\n");
  report.gateways[0].lock = ProfileLock{LockHolder::kElsewhere, 0};
  EXPECT_EQ(StatusText(report, false),
            "gateway-default: no slot; gateway.lock is held outside this "
            "container\n");
}

TEST(ListTextTest, PrintsOneLinePerProfile) {
  EXPECT_EQ(ListText(Report()),
            "✓ default (current) — PID 41\n"
            "✗ coder — not running (backing off)\n"
            "✗ writer — not running (down); a gateway runs as pid 77, not "
            "supervised\n");
}

}  // namespace
}  // namespace hermes::gateway
