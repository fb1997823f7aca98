#include "gateway/turn/command_environment.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hermes::gateway {
namespace {

class OwnVariableTest : public testing::TestWithParam<const char*> {};

TEST_P(OwnVariableTest, IsNotPassedToPrograms) {
  const EnvironmentMap environment =
      CommandEnvironment({{GetParam(), "secret"}}, "/h", "/h/workspace");
  EXPECT_EQ(environment.count(GetParam()), 0u);
}

INSTANTIATE_TEST_SUITE_P(
    Table, OwnVariableTest,
    testing::Values("API_SERVER_KEY", "API_SERVER_PORT", "TELEGRAM_BOT_TOKEN",
                    "MY_BOT_TOKEN", "WEBHOOK_SECRET", "SLACK_SIGNING_SECRET",
                    "DISCORD_PUBLIC_KEY", "GATEWAY_PROXY_KEY",
                    "HERMES_DASHBOARD_BASIC_AUTH_PASSWORD", "HERMES_NOTIFY_FD",
                    "HERMES_S6_SUPERVISED_CHILD", "HERMES_SUPERVISED_CHILD",
                    "NOTIFY_SOCKET", "LISTEN_FDS", "WATCHDOG_USEC", "OLDPWD"));

TEST(CommandEnvironmentTest, PassesOtherVariables) {
  const EnvironmentMap environment = CommandEnvironment(
      {{"OPENAI_API_KEY", "k"}, {"PATH", "/bin"}, {"HERMES_MODEL", "m"}}, "/h",
      "/h/workspace");
  const EnvironmentMap expected = {{"OPENAI_API_KEY", "k"},
                                   {"PATH", "/bin"},
                                   {"HERMES_MODEL", "m"},
                                   {"HERMES_HOME", "/h"},
                                   {"PWD", "/h/workspace"}};
  EXPECT_EQ(environment, expected);
}

TEST(CommandEnvironmentTest, SetsDefaultPathIfNoneIsSet) {
  EXPECT_EQ(CommandEnvironment({}, "/h", "/h").at("PATH"), kDefaultPath);
}

TEST(SecretValuesTest, SelectsLongValuesBySecretNames) {
  const std::vector<std::string> expected = {"0123456789", "abcdefgh"};
  EXPECT_EQ(SecretValues({{"A_KEY", "0123456789"},
                          {"B_TOKEN", "abcdefgh"},
                          {"C_SECRET", "short"},
                          {"KEYBOARD", "dvorak-intl"}}),
            expected);
}

}  // namespace
}  // namespace hermes::gateway
