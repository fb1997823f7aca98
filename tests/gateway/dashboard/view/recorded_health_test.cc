#include "gateway/dashboard/view/recorded_health.h"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>

#include "shim/manager/slot_state.h"
#include "shim/profile/profile_lock.h"

namespace hermes::gateway::dashboard {
namespace {

struct Case {
  const char* name;
  SlotState state;
  const char* said;  // by process 7; "" if it recorded no state
  const char* word;
  std::optional<LockHolder> lock = std::nullopt;
  pid_t said_by = 7;
};

class HealthWordTest : public testing::TestWithParam<Case> {};

TEST_P(HealthWordTest, DerivesHealthFromSlotAndRecord) {
  SlotReport report;
  report.view.state = GetParam().state;
  if (report.view.state == SlotState::kRunning) report.view.status.pid = 7;
  if (GetParam().lock.has_value()) {
    report.lock = ProfileLock{*GetParam().lock, 7};
  }
  RecordedHealth recorded;
  recorded.pid = GetParam().said_by;
  recorded.gateway_state = GetParam().said;
  EXPECT_EQ(HealthWord(report, recorded), GetParam().word);
}

INSTANTIATE_TEST_SUITE_P(
    Table, HealthWordTest,
    testing::Values(
        Case{"Running", SlotState::kRunning, "running", "ok"},
        Case{"NoRecordedState", SlotState::kRunning, "", "ok"},
        Case{"Degraded", SlotState::kRunning, "degraded", "degraded"},
        Case{"RecordedAsDraining", SlotState::kRunning, "draining", "draining"},
        Case{"RecordOfDeadGateway", SlotState::kRunning, "degraded", "ok",
             std::nullopt, 6},
        Case{"Draining", SlotState::kDraining, "running", "draining"},
        Case{"Held", SlotState::kHeld, "running", "held"},
        Case{"BackingOff", SlotState::kBackingOff, "running", "failing"},
        Case{"Restarting", SlotState::kRestarting, "running", "starting"},
        Case{"Starting", SlotState::kStarting, "running", "starting"},
        Case{"Failed", SlotState::kFailed, "running", "failed"},
        Case{"Down", SlotState::kDown, "running", "down", LockHolder::kNobody},
        Case{"LockUnknown", SlotState::kDown, "running", "down"},
        Case{"NoSlot", SlotState::kNoSlot, "running", "down",
             LockHolder::kNobody},
        Case{"Unsupervised", SlotState::kNoSlot, "degraded", "degraded",
             LockHolder::kHere},
        Case{"Foreground", SlotState::kForeground, "running", "ok",
             LockHolder::kHere},
        Case{"InAnotherContainer", SlotState::kNoSlot, "running", "elsewhere",
             LockHolder::kElsewhere}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

TEST(HealthWordErrorTest, ReportsUnknownIfStatusCannotBeRead) {
  SlotReport report;
  report.view.state = SlotState::kRunning;
  report.error = "s6-svstat failed";
  EXPECT_EQ(HealthWord(report, std::nullopt), "unknown");
}

TEST(ParseRecordedHealthTest, ReadsPresentMembers) {
  const auto health = ParseRecordedHealth(
      R"({"pid":7,"gateway_state":"running","active_agents":2,)"
      R"("exit_reason":null,"platforms":{"api_server":{"state":"connected"},)"
      R"("odd":7}})");
  ASSERT_TRUE(health.has_value());
  EXPECT_EQ(health->pid, 7);
  EXPECT_EQ(health->gateway_state, "running");
  EXPECT_EQ(health->active_agents, 2);
  EXPECT_EQ(health->exit_reason, "");
  EXPECT_EQ(health->platforms,
            (std::map<std::string, std::string>{{"api_server", "connected"}}));
  EXPECT_TRUE(ParseRecordedHealth("{}").has_value());
  // A pid out of range counts as none, and must not be truncated to 7.
  EXPECT_EQ(ParseRecordedHealth(R"({"pid":4294967303})")->pid, 0);
  EXPECT_EQ(ParseRecordedHealth(R"({"pid":-4294967289})")->pid, 0);
  EXPECT_FALSE(ParseRecordedHealth("[]").has_value());
  EXPECT_FALSE(ParseRecordedHealth("{\"pid\":").has_value());
}

}  // namespace
}  // namespace hermes::gateway::dashboard
