#include "gateway/config/api_settings.h"

#include <gtest/gtest.h>

#include "absl/status/status.h"

namespace hermes::gateway {
namespace {

constexpr char kKey[] = "0123456789abcdef";

EnvironmentMap WithKey(EnvironmentMap more = {}) {
  more["API_SERVER_KEY"] = kKey;
  return more;
}

ApiSettings Decide(const EnvironmentMap& environment,
                   const YamlSettings& yaml = {}) {
  const auto api = DecideApi(environment, yaml);
  EXPECT_TRUE(api.ok()) << api.status();
  return api.ok() ? *api : ApiSettings();
}

std::string ErrorMessageOf(const EnvironmentMap& environment) {
  const auto api = DecideApi(environment, YamlSettings());
  EXPECT_EQ(api.status().code(), absl::StatusCode::kFailedPrecondition);
  return std::string(api.status().message());
}

TEST(ApiSettingsTest, TurnsApiOnIfOnlyKeyIsSet) {
  const ApiSettings api = Decide(WithKey());
  EXPECT_TRUE(api.on);
  EXPECT_EQ(api.host, "127.0.0.1");
  EXPECT_EQ(api.port, 8642);
  EXPECT_EQ(api.key, kKey);
  EXPECT_TRUE(api.cors_origins.empty());
}

TEST(ApiSettingsTest, ReportsThatApiIsOffWithoutKey) {
  const ApiSettings api = Decide({{"API_SERVER_ENABLED", "true"}});
  EXPECT_FALSE(api.on);
  EXPECT_EQ(api.off_reason, "API_SERVER_KEY is not set");
}

TEST(ApiSettingsTest, LetsConfigSwitchApiOffForGood) {
  YamlSettings yaml;
  yaml.api_enabled = false;
  const ApiSettings api =
      Decide(WithKey({{"API_SERVER_ENABLED", "true"}}), yaml);
  EXPECT_FALSE(api.on);
  EXPECT_NE(api.off_reason.find("config.yaml"), std::string::npos);
}

TEST(ApiSettingsTest, LetsVariableSwitchApiOff) {
  const ApiSettings api = Decide(WithKey({{"API_SERVER_ENABLED", "false"}}));
  EXPECT_FALSE(api.on);
  EXPECT_NE(api.off_reason.find("API_SERVER_ENABLED"), std::string::npos);
}

TEST(ApiSettingsTest, RejectsShortKeyWithoutShowingIt) {
  const std::string message =
      ErrorMessageOf({{"API_SERVER_KEY", "fifteen_chars_x"}});
  EXPECT_EQ(message.rfind("api_server_key_invalid: ", 0), 0u) << message;
  EXPECT_EQ(message.find("fifteen"), std::string::npos) << message;
}

TEST(ApiSettingsTest, RejectsKeyThatAHeaderCannotCarry) {
  for (const char* key :
       {"with a space in it", "tab\tin the middle", "byte \xff is not ASCII"}) {
    EXPECT_EQ(
        ErrorMessageOf({{"API_SERVER_KEY", key}}).rfind("api_server_key", 0),
        0u);
  }
}

TEST(ApiSettingsTest, StripsSpaceAroundKey) {
  EXPECT_EQ(Decide({{"API_SERVER_KEY", std::string(kKey) + "\n"}}).key, kKey);
  ErrorMessageOf({{"API_SERVER_KEY", "short           "}});
}

TEST(ApiSettingsTest, PrefersEnvironmentToConfig) {
  YamlSettings yaml;
  yaml.api_host = "127.0.0.2";
  yaml.api_port = "1";
  EXPECT_EQ(Decide(WithKey(), yaml).host, "127.0.0.2");
  EXPECT_EQ(Decide(WithKey(), yaml).port, 1);
  const ApiSettings api = Decide(
      WithKey({{"API_SERVER_HOST", "0.0.0.0"}, {"API_SERVER_PORT", "2"}}),
      yaml);
  EXPECT_EQ(api.host, "0.0.0.0");
  EXPECT_EQ(api.port, 2);
}

TEST(ApiSettingsTest, ParsesHosts) {
  const std::pair<const char*, const char*> hosts[] = {
      {"localhost", "127.0.0.1"}, {"::", "::"}, {"[::1]", "::1"}};
  for (const auto& [text, host] : hosts) {
    EXPECT_EQ(Decide(WithKey({{"API_SERVER_HOST", text}})).host, host);
  }
  EXPECT_NE(ErrorMessageOf(WithKey({{"API_SERVER_HOST", "example.org"}}))
                .find("example.org"),
            std::string::npos);
}

TEST(ApiSettingsTest, ParsesPorts) {
  EXPECT_EQ(Decide(WithKey({{"API_SERVER_PORT", "0"}})).port, 0);
  EXPECT_EQ(Decide(WithKey({{"API_SERVER_PORT", "65535"}})).port, 65535);
  for (const char* port : {"65536", "-1", "http", "80x"}) {
    EXPECT_NE(ErrorMessageOf(WithKey({{"API_SERVER_PORT", port}})).find(port),
              std::string::npos);
  }
}

TEST(ApiSettingsTest, SplitsOrigins) {
  const std::vector<std::string> expected = {"https://a", "https://b"};
  EXPECT_EQ(
      Decide(WithKey({{"API_SERVER_CORS_ORIGINS", " https://a, ,https://b "}}))
          .cors_origins,
      expected);
}

TEST(ApiSettingsTest, UsesDefaultLimits) {
  const ApiSettings api = Decide(WithKey());
  EXPECT_EQ(api.max_concurrent_runs, 10);
  EXPECT_EQ(api.max_connections, 1024u);
  EXPECT_EQ(api.keepalive_interval, std::chrono::seconds(30));
  EXPECT_EQ(api.model_name, "");
  EXPECT_FALSE(api.direct_model_requests);
}

TEST(ApiSettingsTest, ReadsLimitsFromFile) {
  YamlSettings yaml;
  yaml.max_concurrent_runs = 3;
  yaml.max_connections = 4;
  yaml.keepalive_interval = std::chrono::seconds(5);
  yaml.api_model_name = "mine";
  yaml.direct_model_requests = true;
  const ApiSettings api = Decide(WithKey(), yaml);
  EXPECT_EQ(api.max_concurrent_runs, 3);
  EXPECT_EQ(api.max_connections, 4u);
  EXPECT_EQ(api.keepalive_interval, std::chrono::seconds(5));
  EXPECT_EQ(api.model_name, "mine");
  EXPECT_TRUE(api.direct_model_requests);
}

TEST(ApiSettingsTest, PrefersVariablesForRunsAndModelName) {
  YamlSettings yaml;
  yaml.max_concurrent_runs = 3;
  yaml.api_model_name = "mine";
  const ApiSettings api =
      Decide(WithKey({{"API_SERVER_MAX_CONCURRENT_RUNS", "0"},
                      {"API_SERVER_MODEL_NAME", "other"}}),
             yaml);
  EXPECT_EQ(api.max_concurrent_runs, 0);
  EXPECT_EQ(api.model_name, "other");
}

TEST(ApiSettingsTest, RejectsInvalidRunsAndModelNames) {
  for (const char* runs : {"-1", "many", "1.5", "99999999999"}) {
    EXPECT_NE(
        ErrorMessageOf(WithKey({{"API_SERVER_MAX_CONCURRENT_RUNS", runs}}))
            .find(runs),
        std::string::npos);
  }
  for (const std::string& name : {std::string("a\nb"), std::string(257, 'a')}) {
    EXPECT_NE(ErrorMessageOf(WithKey({{"API_SERVER_MODEL_NAME", name}}))
                  .find("API_SERVER_MODEL_NAME"),
              std::string::npos);
  }
}

TEST(ApiSettingsTest, NamesModelAfterItsProfile) {
  EXPECT_EQ(ApiModelName("default"), "hermes-agent");
  EXPECT_EQ(ApiModelName("coder"), "coder");
}

}  // namespace
}  // namespace hermes::gateway
