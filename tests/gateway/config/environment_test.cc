#include "gateway/config/environment.h"

#include <gtest/gtest.h>
#include <stdlib.h>

namespace hermes::gateway {
namespace {

TEST(EnvironmentTest, PrefersContainerToDotenv) {
  const EnvironmentMap merged =
      EffectiveEnvironment({{"A", "container"}}, {{"A", "file"}}, true);
  EXPECT_EQ(Lookup(merged, "A"), "container");
}

TEST(EnvironmentTest, AddsDotenvValuesThatContainerLacks) {
  const EnvironmentMap merged = EffectiveEnvironment({}, {{"A", "file"}}, true);
  EXPECT_EQ(Lookup(merged, "A"), "file");
}

TEST(EnvironmentTest, TreatsEmptyContainerValueAsUnset) {
  const EnvironmentMap merged =
      EffectiveEnvironment({{"A", ""}}, {{"A", "file"}}, true);
  EXPECT_EQ(Lookup(merged, "A"), "file");
}

TEST(EnvironmentTest, UsesLastOfRepeatedDotenvEntries) {
  const EnvironmentMap merged =
      EffectiveEnvironment({}, {{"A", "1"}, {"A", "2"}}, true);
  EXPECT_EQ(Lookup(merged, "A"), "2");
}

TEST(EnvironmentTest, GivesContainersPerProfileVariablesToDefault) {
  const EnvironmentMap merged =
      EffectiveEnvironment({{"API_SERVER_KEY", "c"}}, {}, true);
  EXPECT_EQ(Lookup(merged, "API_SERVER_KEY"), "c");
}

class PerProfileTest : public testing::TestWithParam<const char*> {};

TEST_P(PerProfileTest, ReadsVariableOnlyFromNamedProfilesFile) {
  const std::string name = GetParam();
  EXPECT_TRUE(IsPerProfileVariable(name));
  EXPECT_EQ(
      Lookup(EffectiveEnvironment({{name, "c"}}, {{name, "f"}}, false), name),
      "f");
  EXPECT_EQ(Lookup(EffectiveEnvironment({{name, "c"}}, {}, false), name),
            std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Table, PerProfileTest,
                         testing::Values("API_SERVER_KEY", "API_SERVER_PORT",
                                         "WEBHOOK_SECRET", "FOO_BOT_TOKEN",
                                         "TELEGRAM_PROXY", "DISCORD_X",
                                         "SLACK_X"));

TEST(EnvironmentTest, PassesOtherVariablesToNamedProfiles) {
  EXPECT_FALSE(IsPerProfileVariable("OPENAI_API_KEY"));
  const EnvironmentMap merged =
      EffectiveEnvironment({{"OPENAI_API_KEY", "c"}}, {}, false);
  EXPECT_EQ(Lookup(merged, "OPENAI_API_KEY"), "c");
}

TEST(EnvironmentTest, CopiesProcessEnvironment) {
  setenv("HERMES_TEST_VARIABLE", "a=b", 1);
  EXPECT_EQ(Lookup(ProcessEnvironment(), "HERMES_TEST_VARIABLE"), "a=b");
}

TEST(SwitchTest, ParsesSwitchWords) {
  for (const char* word : {"1", "true", "YES", "On"}) {
    EXPECT_EQ(ParseSwitch(word), true) << word;
  }
  for (const char* word : {"0", "False", "NO", "off"}) {
    EXPECT_EQ(ParseSwitch(word), false) << word;
  }
  for (const char* word : {"", "ture", " 1", "2"}) {
    EXPECT_EQ(ParseSwitch(word), std::nullopt) << word;
  }
}

}  // namespace
}  // namespace hermes::gateway
