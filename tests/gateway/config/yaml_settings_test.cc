#include "gateway/config/yaml_settings.h"

#include <gtest/gtest.h>

#include <random>

namespace hermes::gateway {
namespace {

using std::chrono::milliseconds;

YamlSettings Parse(const std::string& text) {
  const auto settings = ParseYamlSettings(text);
  EXPECT_TRUE(settings.ok()) << settings.status();
  return settings.ok() ? *settings : YamlSettings();
}

TEST(YamlSettingsTest, ReadsNothingFromEmptyFile) {
  for (const char* text : {"", "\n", "# only a comment\n", "---\n"}) {
    const YamlSettings settings = Parse(text);
    EXPECT_FALSE(settings.model.name.has_value()) << text;
    EXPECT_FALSE(settings.restart_drain_timeout.has_value()) << text;
    EXPECT_FALSE(settings.api_enabled.has_value()) << text;
  }
}

TEST(YamlSettingsTest, IgnoresUnknownKeys) {
  EXPECT_TRUE(ParseYamlSettings("zebra: {a: [1, 2]}\nagent: {x: y}\n").ok());
}

TEST(YamlSettingsTest, ReadsTimeouts) {
  const YamlSettings settings = Parse(
      "agent:\n  restart_drain_timeout: 1.5\n"
      "  restart_after_turn_timeout: 60\n");
  EXPECT_EQ(settings.restart_drain_timeout, milliseconds(1500));
  EXPECT_EQ(settings.restart_after_turn_timeout, milliseconds(60000));
}

TEST(YamlSettingsTest, ReadsModelWithLineNumbers) {
  const ModelYaml model = Parse("model:\n  default: gpt\n").model;
  ASSERT_TRUE(model.name.has_value());
  EXPECT_EQ(model.name->value, "gpt");
  EXPECT_EQ(model.name->line, 2);
  EXPECT_EQ(Parse("model: gpt\n").model.name->value, "gpt");
  EXPECT_FALSE(Parse("model:\n").model.name.has_value());
}

TEST(YamlSettingsTest, ReadsGatewaySection) {
  const YamlSettings settings = Parse(
      "agent: {gateway_timeout: 60}\n"
      "gateway:\n"
      "  metrics: off\n"
      "  loop_watchdog: no\n"
      "  loop_watchdog_interval: 1.5\n"
      "  history_tokens: 100\n"
      "  history_bytes: 1000\n"
      "  session_max_age_days: 90\n"
      "  session_max_count: 500\n"
      "  session_max_bytes: 1048576\n");
  EXPECT_EQ(settings.gateway_timeout, milliseconds(60000));
  EXPECT_EQ(settings.metrics, MetricsAccess::kOff);
  EXPECT_EQ(settings.loop_watchdog, false);
  EXPECT_EQ(settings.loop_watchdog_interval, milliseconds(1500));
  EXPECT_EQ(settings.history_tokens, 100);
  EXPECT_EQ(settings.history_bytes, 1000);
  EXPECT_EQ(settings.session_max_age_days, 90);
  EXPECT_EQ(settings.session_max_count, 500);
  EXPECT_EQ(settings.session_max_bytes, 1048576);
}

TEST(YamlSettingsTest, ReadsApiExtras) {
  const YamlSettings settings = Parse(
      "platforms:\n"
      "  api_server:\n"
      "    extra:\n"
      "      model_name: mine\n"
      "      direct_model_requests: on\n"
      "      max_concurrent_runs: 0\n"
      "      max_connections: 7\n"
      "      keepalive_interval: 1\n");
  EXPECT_EQ(settings.api_model_name, "mine");
  EXPECT_EQ(settings.direct_model_requests, true);
  EXPECT_EQ(settings.max_concurrent_runs, 0);
  EXPECT_EQ(settings.max_connections, 7);
  EXPECT_EQ(settings.keepalive_interval, milliseconds(1000));
}

TEST(YamlSettingsTest, PrefersApisRunLimitToGateways) {
  const std::string gateway = "gateway: {max_concurrent_runs: 3}\n";
  EXPECT_EQ(Parse(gateway).max_concurrent_runs, 3);
  EXPECT_EQ(Parse(gateway +
                  "platforms: {api_server: {extra: {max_concurrent_runs: 4}}}")
                .max_concurrent_runs,
            4);
}

class ApiPlaceTest : public testing::TestWithParam<const char*> {};

TEST_P(ApiPlaceTest, ReadsApiSectionFromEachPlace) {
  const std::string api =
      "{enabled: off, extra: {host: h, port: 12, cors_origins: 'a,b'}}";
  const YamlSettings settings = Parse(std::string(GetParam()) + api);
  EXPECT_EQ(settings.api_enabled, false);
  EXPECT_EQ(settings.api_host, "h");
  EXPECT_EQ(settings.api_port, "12");
  EXPECT_EQ(settings.api_cors_origins, "a,b");
}

INSTANTIATE_TEST_SUITE_P(Table, ApiPlaceTest,
                         testing::Values("platforms:\n  api_server: ",
                                         "gateway:\n  platforms:\n"
                                         "    api_server: ",
                                         "gateway:\n  api_server: "));

TEST(YamlSettingsTest, PrefersTopLevelPlatforms) {
  EXPECT_EQ(Parse("gateway: {api_server: {enabled: false}}\n"
                  "platforms: {api_server: {enabled: true}}\n")
                .api_enabled,
            true);
}

struct ErrorCase {
  const char* name;
  const char* text;
  const char* prefix;
};

class YamlErrorTest : public testing::TestWithParam<ErrorCase> {};

TEST_P(YamlErrorTest, ReportsLine) {
  const auto settings = ParseYamlSettings(GetParam().text);
  ASSERT_FALSE(settings.ok());
  const std::string message(settings.status().message());
  EXPECT_EQ(message.rfind(GetParam().prefix, 0), 0u) << message;
  EXPECT_EQ(message.find('\n'), std::string::npos) << message;
}

INSTANTIATE_TEST_SUITE_P(
    Table, YamlErrorTest,
    testing::Values(
        ErrorCase{"Syntax", "a: 1\nb: [1, 2\nc: 3\n", "3: "},
        ErrorCase{"TabIndent", "a:\n\tb: 1\n", "2: "},
        ErrorCase{"ListOnTop", "- a\n- b\n", "1: "},
        ErrorCase{"WordOnTop", "hello\n", "1: "},
        ErrorCase{"Timeout", "agent:\n  restart_drain_timeout: soon\n", "2: "},
        ErrorCase{"Negative", "agent:\n  restart_drain_timeout: -1\n", "2: "},
        ErrorCase{"NotANumber", "agent: {restart_drain_timeout: nan}\n", "1: "},
        ErrorCase{"Enabled", "platforms:\n  api_server:\n    enabled: maybe\n",
                  "3: "},
        ErrorCase{"ModelList", "a: b\nmodel: [a]\n", "2: "},
        ErrorCase{"Metrics", "gateway:\n  metrics: of\n", "2: "},
        ErrorCase{"NoHistory", "gateway:\n  history_tokens: 0\n", "2: "},
        ErrorCase{"NegativeAge", "gateway:\n  session_max_age_days: -1\n",
                  "2: "},
        ErrorCase{"TooFewBytes", "gateway:\n  session_max_bytes: 1048575\n",
                  "2: "},
        ErrorCase{"HalfARun", "gateway:\n  max_concurrent_runs: 0.5\n", "2: "},
        ErrorCase{"HurriedKeepalive",
                  "gateway: {api_server: {extra: {keepalive_interval: 0.5}}}\n",
                  "1: "},
        ErrorCase{"PortList",
                  "platforms:\n  api_server:\n    extra:\n      port: [1]\n",
                  "4: "}),
    [](const testing::TestParamInfo<ErrorCase>& i) { return i.param.name; });

TEST(YamlSettingsTest, RejectsDeepNesting) {
  EXPECT_FALSE(ParseYamlSettings(std::string(100000, '[')).ok());
}

TEST(YamlSettingsTest, SurvivesRandomText) {
  std::mt19937 random(7);
  const std::string alphabet = "agent: model[]{}&*!|>-\n \t'\"#%@`?,1\xff";
  for (int round = 0; round < 3000; ++round) {
    std::string text(random() % 48, ' ');
    for (char& c : text) c = alphabet[random() % alphabet.size()];
    const auto settings = ParseYamlSettings(text);
    if (!settings.ok()) {
      ASSERT_GE(std::stoi(std::string(settings.status().message())), 1);
    }
  }
}

}  // namespace
}  // namespace hermes::gateway
