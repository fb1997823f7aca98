#include "shim/slot/slot_environment.h"

#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "shim/base/environment.h"

namespace hermes {
namespace {

Environment Given(std::vector<std::string> entries) {
  return SlotEnvironment(Environment(std::move(entries)), "gateway-default");
}

TEST(SlotEnvironmentTest, KeepsOtherEntriesByteForByteAndInOrder) {
  const std::vector<std::string> entries = {"A=1\n\xff", "no equals sign",
                                            "A=2", "HOME=/home/x"};
  std::vector<std::string> kept = Given(entries).entries();
  kept.resize(entries.size());
  EXPECT_EQ(kept, entries);
}

TEST(SlotEnvironmentTest, MarksSupervision) {
  const Environment environment = Given({"HERMES_S6_SUPERVISED_CHILD="});
  EXPECT_EQ(environment.GetOrEmpty("HERMES_S6_SUPERVISED_CHILD"), "1");
  EXPECT_EQ(environment.GetOrEmpty("HERMES_SUPERVISED_CHILD"), "1");
}

TEST(SlotEnvironmentTest, RemovesVariablesOfMainProcess) {
  const Environment environment =
      Given({"LISTEN_FDS=3", "LISTEN_FDNAMES=a", "NOTIFY_SOCKET=/n",
             "HERMES_ENTRY_NOFILE_SOFT=1024", "HERMES_ENTRY_UMASK=077",
             "XLISTEN_FDS=kept"});
  EXPECT_FALSE(environment.Get("LISTEN_FDS").has_value());
  EXPECT_FALSE(environment.Get("LISTEN_FDNAMES").has_value());
  EXPECT_FALSE(environment.Get("NOTIFY_SOCKET").has_value());
  EXPECT_FALSE(environment.Get("HERMES_ENTRY_NOFILE_SOFT").has_value());
  EXPECT_FALSE(environment.Get("HERMES_ENTRY_UMASK").has_value());
  EXPECT_EQ(environment.GetOrEmpty("XLISTEN_FDS"), "kept");
}

struct HomeCase {
  const char* name;
  std::vector<std::string> given;
  const char* home;
};

class HomeTest : public testing::TestWithParam<HomeCase> {};

TEST_P(HomeTest, IsDirectoryThatGatewayCanWrite) {
  EXPECT_EQ(Given(GetParam().given).GetOrEmpty("HOME"), GetParam().home);
}

INSTANTIATE_TEST_SUITE_P(
    Table, HomeTest,
    testing::Values(HomeCase{"Unset", {"HERMES_HOME=/d"}, "/d"},
                    HomeCase{"Empty", {"HERMES_HOME=/d", "HOME="}, "/d"},
                    HomeCase{"Slash", {"HERMES_HOME=/d", "HOME=/"}, "/d"},
                    HomeCase{"Roots", {"HERMES_HOME=/d", "HOME=/root"}, "/d"},
                    HomeCase{"Chosen", {"HERMES_HOME=/d", "HOME=/h"}, "/h"},
                    HomeCase{"NoHermesHome", {}, "/opt/data"}),
    [](const testing::TestParamInfo<HomeCase>& i) { return i.param.name; });

TEST(SlotEnvironmentTest, ReplacesHomeOfOtherProfileByDataRoot) {
  const Environment environment = Given({"HERMES_HOME=/d/profiles/coder"});
  EXPECT_EQ(environment.GetOrEmpty("HERMES_HOME"), "/d");
}

TEST(SlotEnvironmentTest, KeepsHomeOfOwnProfile) {
  const Environment environment = SlotEnvironment(
      Environment({"HERMES_HOME=/d/profiles/coder"}), "gateway-coder");
  EXPECT_EQ(environment.GetOrEmpty("HERMES_HOME"), "/d/profiles/coder");
}

class ProfileKeyTest : public testing::TestWithParam<const char*> {};

TEST_P(ProfileKeyTest, IsPassedOnlyToDefaultProfile) {
  const std::string entry = std::string(GetParam()) + "=secret";
  EXPECT_EQ(Given({entry}).GetOrEmpty(GetParam()), "secret");
  EXPECT_FALSE(SlotEnvironment(Environment({entry, entry}), "gateway-coder")
                   .Get(GetParam())
                   .has_value());
}

INSTANTIATE_TEST_SUITE_P(Table, ProfileKeyTest,
                         testing::Values("API_SERVER_KEY", "API_SERVER_PORT",
                                         "WEBHOOK_SECRET", "TELEGRAM_BOT_TOKEN",
                                         "TELEGRAM_ALLOWED_USERS",
                                         "DISCORD_HOME_CHANNEL",
                                         "SLACK_APP_TOKEN",
                                         "MATTERMOST_BOT_TOKEN"),
                         [](const auto& i) { return std::string(i.param); });

TEST(SlotEnvironmentTest, KeepsOtherKeysForEveryProfile) {
  const std::vector<std::string> entries = {
      "OPENAI_API_KEY=k", "XAPI_SERVER_KEY=k", "BOT_TOKEN=k",
      "MY_BOT_TOKENS=k",  "API_SERVER=k",      "odd"};
  std::vector<std::string> kept =
      SlotEnvironment(Environment(entries), "gateway-coder").entries();
  kept.resize(entries.size());
  EXPECT_EQ(kept, entries);
}

TEST(SlotEnvironmentTest, DoesNotMarkDashboardAsSupervisedGateway) {
  const Environment environment = SlotEnvironment(
      Environment({"HERMES_S6_SUPERVISED_CHILD=1", "HERMES_SUPERVISED_CHILD=1",
                   "API_SERVER_KEY=k", "LISTEN_FDS=1"}),
      "dashboard");
  EXPECT_FALSE(environment.Get("HERMES_S6_SUPERVISED_CHILD").has_value());
  EXPECT_FALSE(environment.Get("HERMES_SUPERVISED_CHILD").has_value());
  EXPECT_FALSE(environment.Get("LISTEN_FDS").has_value());
  EXPECT_EQ(environment.GetOrEmpty("API_SERVER_KEY"), "k");
}

}  // namespace
}  // namespace hermes
