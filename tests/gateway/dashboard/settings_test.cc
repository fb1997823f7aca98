#include "gateway/dashboard/settings.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

namespace hermes::gateway::dashboard {
namespace {

constexpr char kUser[] = "HERMES_DASHBOARD_BASIC_AUTH_USERNAME";
constexpr char kPassword[] = "HERMES_DASHBOARD_BASIC_AUTH_PASSWORD";
constexpr char kHash[] = "HERMES_DASHBOARD_BASIC_AUTH_PASSWORD_HASH";
constexpr char kHost[] = "HERMES_DASHBOARD_HOST";
constexpr char kUrl[] = "HERMES_DASHBOARD_PUBLIC_URL";
constexpr char kGoodHash[] =
    "$scrypt$ln=15,r=8,p=3$MDEyMzQ1Njc$MDEyMzQ1Njc4OWFiY2RlZg";
constexpr char kWeakHash[] =
    "$scrypt$ln=15,r=8,p=1$MDEyMzQ1Njc$MDEyMzQ1Njc4OWFiY2RlZg";

Settings Decided(const EnvironmentMap& environment,
                 const YamlSection& yaml = {},
                 const DashboardRequest& request = {}) {
  const auto settings = DecideSettings(request, environment, yaml);
  EXPECT_TRUE(settings.ok()) << settings.status();
  return settings.ok() ? *settings : Settings();
}

std::string Refused(const EnvironmentMap& environment,
                    const YamlSection& yaml = {}) {
  const auto settings = DecideSettings({}, environment, yaml);
  EXPECT_TRUE(absl::IsFailedPrecondition(settings.status()));
  return std::string(settings.status().message());
}

TEST(DecideSettingsTest, ListensOnLoopbackWithoutLoginByDefault) {
  const Settings settings = Decided({});
  EXPECT_EQ(settings.host, "127.0.0.1");
  EXPECT_EQ(settings.port, 9119);
  EXPECT_FALSE(settings.gate);
  EXPECT_TRUE(settings.warnings.empty());
  EXPECT_EQ(settings.session_life, std::chrono::hours(12));
}

TEST(DecideSettingsTest, PrefersFlagsThenVariablesThenFile) {
  YamlSection yaml;
  yaml.port = "1";
  EXPECT_EQ(Decided({}, yaml).port, 1);
  const EnvironmentMap variable = {{"HERMES_DASHBOARD_PORT", "2"}};
  EXPECT_EQ(Decided(variable, yaml).port, 2);
  DashboardRequest request;
  request.port = "3";
  EXPECT_EQ(Decided(variable, yaml, request).port, 3);
  EXPECT_EQ(Decided({{"HERMES_DASHBOARD_PORT", ""}}, yaml).port, 1);
}

struct GateCase {
  const char* name;
  const char* host;
  const char* url;
  bool gate;
};

class GateTest : public testing::TestWithParam<GateCase> {};

// Beyond loopback a login is mandatory; a configured login is always required.
TEST_P(GateTest, RequiresLoginBeyondLoopback) {
  const EnvironmentMap none = {{kHost, GetParam().host},
                               {kUrl, GetParam().url}};
  const auto without = DecideSettings({}, none, {});
  EXPECT_EQ(without.ok(), !GetParam().gate);
  if (without.ok()) {
    EXPECT_FALSE(without->gate);
  }
  EnvironmentMap login = none;
  login[kUser] = "ann";
  login[kPassword] = "pw";
  const Settings with = Decided(login);
  EXPECT_TRUE(with.gate);
  EXPECT_TRUE(with.warnings.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Table, GateTest,
    testing::Values(
        GateCase{"Loopback", "127.0.0.1", "", false},
        GateCase{"AnyLoopback", "127.1.2.3", "", false},
        GateCase{"LoopbackV6", "::1", "", false},
        GateCase{"LoopbackInBrackets", "[::1]", "", false},
        GateCase{"Localhost", "localhost", "", false},
        GateCase{"All", "0.0.0.0", "", true}, GateCase{"AllV6", "::", "", true},
        GateCase{"OneAddress", "192.0.2.1", "", true},
        GateCase{"PublicUrl", "127.0.0.1", "https://dash.example", true},
        GateCase{"LocalUrl", "127.0.0.1", "http://localhost:9119", false}),
    [](const testing::TestParamInfo<GateCase>& i) { return i.param.name; });

TEST(DecideSettingsTest, ReportsHowToConfigureRequiredLogin) {
  const std::string line = Refused({{kHost, "0.0.0.0"}});
  EXPECT_TRUE(absl::StrContains(line, "0.0.0.0")) << line;
  EXPECT_TRUE(absl::StrContains(line, kUser)) << line;
  EXPECT_TRUE(absl::StrContains(line, kPassword)) << line;
  EXPECT_FALSE(absl::StrContains(line, "\n"));
  // No variable disables this.
  Refused({{kHost, "0.0.0.0"}, {"HERMES_DASHBOARD_INSECURE", "1"}});
}

TEST(DecideSettingsTest, PrefersHashToPassword) {
  const Settings settings = Decided({{kHost, "0.0.0.0"},
                                     {kUser, "ann"},
                                     {kPassword, "pw"},
                                     {kHash, kGoodHash}});
  ASSERT_TRUE(settings.basic.has_value());
  EXPECT_EQ(settings.basic->password, "");
  EXPECT_TRUE(settings.basic->hash.has_value());
  EXPECT_EQ(settings.warnings.size(), 1u);
}

TEST(DecideSettingsTest, AcceptsWeakHashWithWarning) {
  const Settings settings = Decided({{kUser, "ann"}, {kHash, kWeakHash}});
  EXPECT_TRUE(settings.gate);
  ASSERT_EQ(settings.warnings.size(), 1u);
  EXPECT_TRUE(absl::StrContains(settings.warnings[0], "--hash-password"));
}

// On loopback an incomplete login would mean no login.
TEST(DecideSettingsTest, RefusesIncompleteLogin) {
  for (const EnvironmentMap& half :
       {EnvironmentMap{{kUser, "ann"}}, EnvironmentMap{{kPassword, "hunter2"}},
        EnvironmentMap{{kHash, kGoodHash}}}) {
    const std::string line = Refused(half);
    EXPECT_TRUE(absl::StrContains(line, kUser)) << line;
    EXPECT_TRUE(absl::StrContains(line, kPassword)) << line;
    EXPECT_FALSE(absl::StrContains(line, "hunter2")) << line;
  }
}

struct WarningCase {
  const char* name;
  const char* variable;
  const char* says;
};

class WarningTest : public testing::TestWithParam<WarningCase> {};

TEST_P(WarningTest, NamesVariableInOneLine) {
  const Settings settings = Decided({{GetParam().variable, "x"}});
  ASSERT_EQ(settings.warnings.size(), 1u);
  EXPECT_TRUE(absl::StrContains(settings.warnings[0], GetParam().variable));
  EXPECT_TRUE(absl::StrContains(settings.warnings[0], GetParam().says))
      << settings.warnings[0];
}

INSTANTIATE_TEST_SUITE_P(
    Table, WarningTest,
    testing::Values(
        WarningCase{"Insecure", "HERMES_DASHBOARD_INSECURE",
                    "requires a login"},
        WarningCase{"Unknown", "HERMES_DASHBOARD_PROT", "without effect"},
        WarningCase{"OAuth", "HERMES_DASHBOARD_OAUTH_CLIENT_ID",
                    "basic auth only"},
        WarningCase{"Oidc", "HERMES_DASHBOARD_OIDC_ISSUER", "basic auth only"}),
    [](const testing::TestParamInfo<WarningCase>& i) { return i.param.name; });

TEST(DecideSettingsTest, WarnsOncePerKindOfIneffectiveVariable) {
  DashboardRequest request;
  request.insecure = true;
  const Settings settings = Decided({{"HERMES_DASHBOARD_INSECURE", "1"},
                                     {"HERMES_DASHBOARD_PROT", "1"},
                                     {"HERMES_DASHBOARD_OIDC_ISSUER", "x"},
                                     {"HERMES_DASHBOARD_OIDC_SCOPES", "x"}},
                                    {}, request);
  EXPECT_EQ(settings.warnings.size(), 2u)
      << absl::StrJoin(settings.warnings, "\n");
}

struct BadCase {
  const char* name;
  const char* variable;
  const char* value;
};

class BadSettingTest : public testing::TestWithParam<BadCase> {};

TEST_P(BadSettingTest, NamesInvalidSetting) {
  const std::string line = Refused({{kUser, "ann"},
                                    {kPassword, "pw"},
                                    {GetParam().variable, GetParam().value}});
  EXPECT_TRUE(
      absl::StrContains(line, absl::string_view(GetParam().variable)
                                  .substr(sizeof("HERMES_DASHBOARD_") - 1)))
      << line;
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadSettingTest,
    testing::Values(
        BadCase{"Host", kHost, "dash.example.com"},
        BadCase{"Port", "HERMES_DASHBOARD_PORT", "65536"},
        BadCase{"Url", kUrl, "dash.example.com"},
        BadCase{"AnyProxy", "HERMES_DASHBOARD_TRUSTED_PROXIES", "*"},
        BadCase{"AllProxies", "HERMES_DASHBOARD_TRUSTED_PROXIES", "0.0.0.0/0"},
        BadCase{"Hash", kHash, "pw"},
        BadCase{"Secret", "HERMES_DASHBOARD_BASIC_AUTH_SECRET", "short"},
        BadCase{"ShortLife", "HERMES_DASHBOARD_BASIC_AUTH_TTL_SECONDS", "1"},
        BadCase{"Life", "HERMES_DASHBOARD_BASIC_AUTH_TTL_SECONDS", "12h"}),
    [](const testing::TestParamInfo<BadCase>& i) { return i.param.name; });

TEST(DecideSettingsTest, HidesSecretInError) {
  const std::string line =
      Refused({{kHost, "0.0.0.0"}, {kUser, "ann"}, {kHash, "hunter2"}});
  EXPECT_FALSE(absl::StrContains(line, "hunter2")) << line;
}

TEST(ParseYamlSectionTest, ReadsOnlyDashboardSection) {
  const auto yaml = ParseYamlSection(
      "model: x\n"
      "dashboard:\n"
      "  host: 0.0.0.0\n"
      "  port: 9000\n"
      "  trusted_proxies: [10.0.0.1, 10.0.0.0/24]\n"
      "  basic_auth: {username: ann, password_hash: h, "
      "session_ttl_seconds: 60}\n");
  ASSERT_TRUE(yaml.ok()) << yaml.status();
  EXPECT_EQ(yaml->host, "0.0.0.0");
  EXPECT_EQ(yaml->port, "9000");
  EXPECT_EQ(yaml->trusted_proxies, "10.0.0.1,10.0.0.0/24");
  EXPECT_EQ(yaml->username, "ann");
  EXPECT_EQ(yaml->password_hash, "h");
  EXPECT_EQ(yaml->ttl, "60");
}

TEST(ParseYamlSectionTest, ReportsLineOfError) {
  for (const char* text :
       {"\ndashboard: [1]\n", "\ndashboard: {host: [1]}\n"}) {
    const auto yaml = ParseYamlSection(text);
    ASSERT_TRUE(absl::IsInvalidArgument(yaml.status())) << text;
    EXPECT_TRUE(absl::StartsWith(yaml.status().message(), "2: "))
        << yaml.status();
  }
  EXPECT_TRUE(ParseYamlSection("").ok());
}

}  // namespace
}  // namespace hermes::gateway::dashboard
