#include "gateway/config/gateway_config.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/config/retention_limits.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

constexpr bool kDefault = true;
constexpr bool kNamed = false;
constexpr char kKey[] = "0123456789abcdef";

class GatewayConfigTest : public testing::Test {
 protected:
  absl::StatusOr<GatewayConfig> Load(const EnvironmentMap& container = {},
                                     bool is_default = kDefault) {
    return LoadConfig(home_.fd(), home_.path(), container, is_default);
  }
  GatewayConfig Loaded(const EnvironmentMap& container = {},
                       bool is_default = kDefault) {
    const auto config = Load(container, is_default);
    EXPECT_TRUE(config.ok()) << config.status();
    return config.ok() ? *config : GatewayConfig();
  }

  TempDirectory home_;
};

TEST_F(GatewayConfigTest, TurnsApiOffInEmptyHome) {
  const GatewayConfig config = Loaded();
  EXPECT_FALSE(config.api.on);
  EXPECT_EQ(config.model.kind, ModelSettings::Kind::kNone);
  EXPECT_EQ(config.model_off_reason, "no back end configured");
  EXPECT_EQ(config.history.tokens, 32000);
  EXPECT_EQ(config.model.idle_timeout, std::chrono::seconds(300));
}

TEST_F(GatewayConfigTest, ReadsModelKeyFromDotenv) {
  home_.Write("config.yaml", "model: {provider: openai, model: gpt}\n");
  home_.Write(".env", "OPENAI_API_KEY=sk-file\n");
  const GatewayConfig config = Loaded();
  EXPECT_NE(config.model.kind, ModelSettings::Kind::kNone);
  EXPECT_EQ(config.model_off_reason, "");
  EXPECT_EQ(config.model.api_key, "sk-file");
  EXPECT_EQ(Loaded({{"OPENAI_API_KEY", "sk-given"}}).model.api_key, "sk-given");
  EXPECT_EQ(Lookup(config.environment, "OPENAI_API_KEY"), "sk-file");
}

TEST_F(GatewayConfigTest, ReportsFileAndLineOfInvalidModel) {
  home_.Write("config.yaml", "agent: {}\nmodel:\n  provider: nobody\n");
  const absl::Status status = Load().status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_EQ(
      status.message().rfind(
          absl::StrCat(home_.path(), "/config.yaml:3: model.provider"), 0),
      0u)
      << status;
}

TEST_F(GatewayConfigTest, NamesInvalidVariable) {
  const absl::Status status =
      Load({{"OPENAI_BASE_URL", "http://127.0.0.1:1/v1"}}).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_EQ(status.message().rfind("HERMES_MODEL ", 0), 0u) << status;
  EXPECT_TRUE(absl::IsFailedPrecondition(
      Load({{"HERMES_METRICS", "perhaps"}}).status()));
}

TEST_F(GatewayConfigTest, NamesApiModelAfterProfile) {
  home_.Write(".env", absl::StrCat("API_SERVER_KEY=", kKey, "\n"));
  EXPECT_EQ(Loaded().api.model_name, "hermes-agent");
  const std::string directory =
      home_.path().substr(home_.path().rfind('/') + 1);
  EXPECT_EQ(Loaded({}, kNamed).api.model_name, directory);
  EXPECT_EQ(Loaded({{"API_SERVER_MODEL_NAME", "mine"}}).api.model_name, "mine");
}

TEST_F(GatewayConfigTest, ReadsLimitsFromFile) {
  home_.Write("config.yaml",
              "gateway: {history_tokens: 5, history_bytes: 6, metrics: off}\n");
  const GatewayConfig config = Loaded();
  EXPECT_EQ(config.history.tokens, 5);
  EXPECT_EQ(config.history.bytes, 6u);
  EXPECT_EQ(config.observation.metrics, MetricsAccess::kOff);
}

TEST_F(GatewayConfigTest, LimitsOnlyBytesOfSessionsByDefault) {
  const RetentionLimits limits = Loaded().retention;
  EXPECT_EQ(limits.max_age.count(), 0);
  EXPECT_EQ(limits.max_sessions, 0);
  EXPECT_EQ(limits.max_bytes, int64_t{4} << 30);
}

TEST_F(GatewayConfigTest, ReadsRetentionFromFile) {
  home_.Write("config.yaml",
              "gateway: {session_max_age_days: 2, session_max_count: 3,"
              " session_max_bytes: 0}\n");
  const RetentionLimits limits = Loaded().retention;
  EXPECT_EQ(limits.max_age, std::chrono::hours(48));
  EXPECT_EQ(limits.max_sessions, 3);
  EXPECT_EQ(limits.max_bytes, 0);
}

TEST_F(GatewayConfigTest, UsesAgentTimeoutAsDefaultIdleTimeout) {
  using std::chrono::seconds;
  const std::string model =
      "model: {provider: custom, base_url: 'http://h/v1', model: m";
  const std::pair<std::string, seconds> rows[] = {
      {"agent: {gateway_timeout: 60}\n" + model + "}\n", seconds(60)},
      {"agent: {gateway_timeout: 60}\n" + model + ", idle_timeout: 7}\n",
       seconds(7)},
      {"agent: {gateway_timeout: 0}\n" + model + ", total_timeout: 90}\n",
       seconds(90)},
      {model + "}\n", seconds(300)},
  };
  for (const auto& [text, expected] : rows) {
    home_.Write("config.yaml", text);
    EXPECT_EQ(Loaded().model.idle_timeout, expected) << text;
  }
}

}  // namespace
}  // namespace hermes::gateway
