#include "gateway/profile/config_clone.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace hermes::gateway {
namespace {

ConfigClone Cloned(const std::string& text) {
  const absl::StatusOr<ConfigClone> clone = CloneConfig(text);
  EXPECT_TRUE(clone.ok()) << clone.status();
  return clone.ok() ? *clone : ConfigClone();
}

TEST(CloneConfigTest, KeepsOtherSectionsByteForByte) {
  const ConfigClone clone = Cloned(
      "# mine\n"
      "model:   {provider: custom, api_key: \"1.10\"}  # fast\n"
      "\n"
      "platforms:\n"
      "  telegram:\n"
      "    token: 123:abc\n"
      "# of platforms\n"
      "agent:\n"
      "  max_tokens: 7\n"
      "  notes: |\n"
      "    gateway:\n"
      "    token: only text\n");
  EXPECT_EQ(clone.text,
            "# mine\n"
            "model:   {provider: custom, api_key: \"1.10\"}  # fast\n"
            "\n"
            "agent:\n"
            "  max_tokens: 7\n"
            "  notes: |\n"
            "    gateway:\n"
            "    token: only text\n");
  EXPECT_EQ(clone.left_out, std::vector<std::string>{"platforms"});
}

TEST(CloneConfigTest, RemovesSectionWithSuchKeyDeepInside) {
  const ConfigClone clone = Cloned(
      "tools:\n  - name: chat\n    options: {Allowed_Users: [1]}\nx: 1\n");
  EXPECT_EQ(clone.text, "x: 1\n");
  EXPECT_EQ(clone.left_out, std::vector<std::string>{"tools"});
}

TEST(CloneConfigTest, RemovesInfiniteSection) {
  const ConfigClone clone = Cloned("a: &x\n  b: *x\nz: 1\n");
  EXPECT_EQ(clone.text, "z: 1\n");
  EXPECT_EQ(clone.left_out, std::vector<std::string>{"a"});
}

// Each line refers ten times to the one before: 10^16 nodes in all.
TEST(CloneConfigTest, RemovesSectionWithTooManyNodes) {
  std::string text = "s0: &s0 x\n";
  for (int n = 1; n <= 16; ++n) {
    const std::string name = "s" + std::to_string(n);
    const std::string item = "*s" + std::to_string(n - 1);
    text += name + ": &" + name + " [" + item;
    for (int i = 1; i < 10; ++i) text += "," + item;
    text += "]\n";
  }
  const ConfigClone clone = Cloned(text);
  ASSERT_FALSE(clone.left_out.empty());
  EXPECT_EQ(clone.left_out.back(), "s16");
  EXPECT_NE(clone.text.find("s1: "), std::string::npos);
}

TEST(CloneConfigTest, ClonesEmptyText) {
  EXPECT_EQ(Cloned("").text, "");
  EXPECT_EQ(Cloned("# only words\n").text, "# only words\n");
}

TEST(CloneConfigTest, AcceptsLastLineWithoutNewline) {
  EXPECT_EQ(Cloned("a: 1\ncron: {}").text, "a: 1\n");
  EXPECT_EQ(Cloned("cron: {}\na: 1").text, "a: 1");
}

struct BadCase {
  const char* name;
  const char* text;
};

class UncloneableTest : public testing::TestWithParam<BadCase> {};

TEST_P(UncloneableTest, ReportsLine) {
  const absl::Status status = CloneConfig(GetParam().text).status();
  ASSERT_TRUE(absl::IsInvalidArgument(status)) << status;
  EXPECT_TRUE(isdigit(status.message()[0])) << status;
}

INSTANTIATE_TEST_SUITE_P(
    Table, UncloneableTest,
    testing::Values(BadCase{"NoYaml", "a: [\n"}, BadCase{"NoMap", "- a\n"},
                    BadCase{"OneLine", "{a: 1, cron: 2}\n"},
                    BadCase{"Indented", "  a: 1\n  cron: 2\n"},
                    BadCase{"LostAnchor", "cron: &x 1\na: *x\n"},
                    BadCase{"SecondDocument", "a: 1\n---\ntoken: 2\n"}),
    [](const testing::TestParamInfo<BadCase>& i) { return i.param.name; });

class IsProfileSpecificTest : public testing::TestWithParam<const char*> {};

TEST_P(IsProfileSpecificTest, RecognisesKey) {
  EXPECT_TRUE(IsProfileSpecific(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Table, IsProfileSpecificTest,
                         testing::Values("platforms", "gateway", "cron",
                                         "webhook", "api_server", "telegram",
                                         "Discord", "slack", "token",
                                         "bot_token", "TELEGRAM_BOT_TOKEN",
                                         "webhook_secret", "allow_all_users",
                                         "allowed_users", "allowlist",
                                         "home_channel", "home_channel_name"),
                         [](const testing::TestParamInfo<const char*>& i) {
                           return std::string(i.param);
                         });

TEST(GoesAlongTest, KeepsOrdinarySettings) {
  for (const char* key : {"model", "api_key", "max_tokens", "tokens", "agent",
                          "base_url", "allow_shell", "line_length"}) {
    EXPECT_FALSE(IsProfileSpecific(key)) << key;
  }
}

}  // namespace
}  // namespace hermes::gateway
