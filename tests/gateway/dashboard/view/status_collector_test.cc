#include "gateway/dashboard/view/status_collector.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "shim/manager/slot_state.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway::dashboard {
namespace {

// Uses a data root without supervision.
class StatusCollectorTest : public testing::Test {
 protected:
  void MakeProfile(const std::string& name) {
    std::filesystem::create_directories(root_.Path("profiles/" + name));
    root_.Write("profiles/" + name + "/SOUL.md", "");
  }
  static std::vector<std::string> NamesIn(const Survey& survey) {
    std::vector<std::string> names;
    for (const ProfileStanding& each : survey.profiles) {
      names.push_back(each.report.profile);
    }
    return names;
  }

  const TempDirectory root_;
};

TEST_F(StatusCollectorTest, ListsDefaultProfileFirst) {
  MakeProfile("coder");
  MakeProfile("anna");
  StatusCollector surveyor(root_.path(), "coder", {});
  const Survey survey = surveyor.Make();
  EXPECT_EQ(NamesIn(survey),
            (std::vector<std::string>{"default", "anna", "coder"}));
  EXPECT_FALSE(survey.profiles[0].report.is_current);
  EXPECT_TRUE(survey.profiles[2].report.is_current);
  EXPECT_EQ(survey.profiles[2].card.home, root_.Path("profiles/coder"));
}

TEST_F(StatusCollectorTest, ReportsWhyNothingIsSupervised) {
  StatusCollector surveyor(root_.path(), "default", {});
  const Survey survey = surveyor.Make();
  EXPECT_FALSE(survey.supervised);
  EXPECT_NE(survey.not_supervised_because, "");
  EXPECT_FALSE(survey.dashboard.has_value());
  EXPECT_EQ(survey.profiles[0].report.view.state, SlotState::kNoSlot);
}

TEST_F(StatusCollectorTest, ReadsChangedSettingsAgain) {
  StatusCollector surveyor(root_.path(), "default", {});
  EXPECT_FALSE(surveyor.Make().profiles[0].card.api_on);
  root_.Write(".env", "API_SERVER_KEY=0123456789abcdef\n");
  EXPECT_TRUE(surveyor.Make().profiles[0].card.api_on);
  root_.Write("config.yaml", "model: [\n");
  EXPECT_NE(surveyor.Make().profiles[0].card.problem, "");
  ASSERT_EQ(unlink(root_.Path("config.yaml").c_str()), 0);
  EXPECT_EQ(surveyor.Make().profiles[0].card.problem, "");
}

TEST_F(StatusCollectorTest, AppliesContainersSettingsToDefaultProfile) {
  MakeProfile("coder");
  StatusCollector surveyor(root_.path(), "default",
                           {{"API_SERVER_KEY", "0123456789abcdef"}});
  const Survey survey = surveyor.Make();
  EXPECT_TRUE(survey.profiles[0].card.api_on);
  EXPECT_FALSE(survey.profiles[1].card.api_on);
}

TEST_F(StatusCollectorTest, ReadsRestartsFromSlotLog) {
  StatusCollector surveyor(root_.path(), "default", {});
  EXPECT_TRUE(surveyor.Make().profiles[0].restarts.empty());
  std::filesystem::create_directories(root_.Path("logs/gateways/default"));
  root_.Write(
      "logs/gateways/default/current",
      "2026-01-02 03:04:05.678901234  hermes-entry: gateway-default: was "
      "killed by signal 9 after 12 s; it is started again at once\n");
  const Survey survey = surveyor.Make();
  ASSERT_EQ(survey.profiles[0].restarts.size(), 1u);
  EXPECT_EQ(survey.profiles[0].restarts[0].cause,
            "was killed by signal 9 after 12 s");
}

TEST_F(StatusCollectorTest, ForgetsDeletedProfile) {
  MakeProfile("coder");
  root_.Write("profiles/coder/.env", "API_SERVER_KEY=0123456789abcdef\n");
  StatusCollector surveyor(root_.path(), "default", {});
  EXPECT_TRUE(surveyor.Make().profiles[1].card.api_on);
  std::filesystem::remove_all(root_.Path("profiles/coder"));
  EXPECT_EQ(NamesIn(surveyor.Make()), std::vector<std::string>{"default"});
  MakeProfile("coder");
  EXPECT_FALSE(surveyor.Make().profiles[1].card.api_on);
}

TEST_F(StatusCollectorTest, ListsProfileWithDamagedFiles) {
  MakeProfile("coder");
  root_.Write("gateway_state.json", "{\"pid\":");
  root_.Write("gateway.pid", "no pid");
  ASSERT_EQ(mkdir(root_.Path("profiles/coder/.env").c_str(), 0700), 0);
  StatusCollector surveyor(root_.path(), "default", {});
  const Survey survey = surveyor.Make();
  ASSERT_EQ(survey.profiles.size(), 2u);
  EXPECT_FALSE(survey.profiles[0].recorded.has_value());
  EXPECT_NE(survey.profiles[1].card.problem, "");
}

}  // namespace
}  // namespace hermes::gateway::dashboard
