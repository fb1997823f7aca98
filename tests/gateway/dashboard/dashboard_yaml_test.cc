#include "gateway/dashboard/dashboard_yaml.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"

namespace hermes::gateway {
namespace {

DashboardYaml Parsed(const std::string& text) {
  const auto yaml = ParseDashboardYaml(text);
  EXPECT_TRUE(yaml.ok()) << yaml.status();
  return yaml.ok() ? *yaml : DashboardYaml();
}

struct Row {
  const char* name;
  const char* line;  // below `dashboard:`
  std::optional<std::string> DashboardYaml::*member;
  const char* value;
};

class DashboardYamlRowTest : public testing::TestWithParam<Row> {};

TEST_P(DashboardYamlRowTest, ReadsSettingAsWritten) {
  const DashboardYaml yaml =
      Parsed(std::string("dashboard:\n  ") + GetParam().line + "\n");
  EXPECT_EQ(yaml.*GetParam().member, GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    Table, DashboardYamlRowTest,
    testing::Values(
        Row{"Host", "host: 0.0.0.0", &DashboardYaml::host, "0.0.0.0"},
        Row{"Port", "port: 09119", &DashboardYaml::port, "09119"},
        Row{"PublicUrl", "public_url: https://a.example",
            &DashboardYaml::public_url, "https://a.example"},
        Row{"ProxiesAsText", "trusted_proxies: 10.0.0.1, 10.0.0.2",
            &DashboardYaml::trusted_proxies, "10.0.0.1, 10.0.0.2"},
        Row{"ProxiesAsList", "trusted_proxies: [10.0.0.1, 'fd00::/8']",
            &DashboardYaml::trusted_proxies, "10.0.0.1,fd00::/8"},
        Row{"NoProxies", "trusted_proxies: []", &DashboardYaml::trusted_proxies,
            ""},
        Row{"Username", "basic_auth: {username: ann}", &DashboardYaml::username,
            "ann"},
        Row{"Password", "basic_auth: {password: 1234}",
            &DashboardYaml::password, "1234"},
        Row{"Hash", "basic_auth: {password_hash: 'scrypt:a'}",
            &DashboardYaml::password_hash, "scrypt:a"},
        Row{"Secret", "basic_auth: {secret: abc}", &DashboardYaml::secret,
            "abc"},
        Row{"Ttl", "basic_auth: {session_ttl_seconds: 600}",
            &DashboardYaml::ttl, "600"}),
    [](const testing::TestParamInfo<Row>& i) { return i.param.name; });

TEST(DashboardYamlTest, IgnoresOtherSettings) {
  for (const char* text :
       {"", "# nothing\n", "model: {provider: custom}\n", "dashboard:\n",
        "dashboard: {theme: dark, basic_auth: null}\n"}) {
    const DashboardYaml yaml = Parsed(text);
    EXPECT_EQ(yaml.host, std::nullopt) << text;
    EXPECT_EQ(yaml.username, std::nullopt) << text;
    EXPECT_EQ(yaml.trusted_proxies, std::nullopt) << text;
  }
}

struct Wrong {
  const char* name;
  const char* text;
  const char* error;  // how the message begins
};

class WrongDashboardYamlTest : public testing::TestWithParam<Wrong> {};

TEST_P(WrongDashboardYamlTest, ReportsLineOfError) {
  const absl::Status status = ParseDashboardYaml(GetParam().text).status();
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  EXPECT_TRUE(absl::StartsWith(status.message(), GetParam().error))
      << status.message();
  EXPECT_FALSE(absl::StrContains(status.message(), "\n"));
}

INSTANTIATE_TEST_SUITE_P(
    Table, WrongDashboardYamlTest,
    testing::Values(
        Wrong{"InvalidYaml", "dashboard:\n  host: [\n", "3: "},
        Wrong{"TopLevelIsNotAMap", "- host\n",
              "1: the top level must be a map"},
        Wrong{"DashboardIsNotAMap", "\ndashboard: yes\n",
              "2: dashboard must be a map"},
        Wrong{"HostIsAList", "dashboard:\n  host: [a]\n", "2: dashboard.host "},
        Wrong{"PasswordIsAMap", "dashboard: {basic_auth: {password: {a: b}}}\n",
              "1: dashboard.basic_auth.password "},
        Wrong{"ProxyIsAMap", "dashboard:\n  trusted_proxies:\n    - a: b\n",
              "3: an entry of dashboard.trusted_proxies "}),
    [](const testing::TestParamInfo<Wrong>& i) { return i.param.name; });

}  // namespace
}  // namespace hermes::gateway
