#include "gateway/dashboard/yaml_section.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"

namespace hermes::gateway::dashboard {
namespace {

YamlSection Parsed(const std::string& text) {
  const auto yaml = ParseYamlSection(text);
  EXPECT_TRUE(yaml.ok()) << yaml.status();
  return yaml.ok() ? *yaml : YamlSection();
}

struct Row {
  const char* name;
  const char* line;  // below `dashboard:`
  std::optional<std::string> YamlSection::*member;
  const char* value;
};

class YamlSectionRowTest : public testing::TestWithParam<Row> {};

TEST_P(YamlSectionRowTest, ReadsSettingAsWritten) {
  const YamlSection yaml =
      Parsed(std::string("dashboard:\n  ") + GetParam().line + "\n");
  EXPECT_EQ(yaml.*GetParam().member, GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    Table, YamlSectionRowTest,
    testing::Values(
        Row{"Host", "host: 0.0.0.0", &YamlSection::host, "0.0.0.0"},
        Row{"Port", "port: 09119", &YamlSection::port, "09119"},
        Row{"PublicUrl", "public_url: https://a.example",
            &YamlSection::public_url, "https://a.example"},
        Row{"ProxiesAsText", "trusted_proxies: 10.0.0.1, 10.0.0.2",
            &YamlSection::trusted_proxies, "10.0.0.1, 10.0.0.2"},
        Row{"ProxiesAsList", "trusted_proxies: [10.0.0.1, 'fd00::/8']",
            &YamlSection::trusted_proxies, "10.0.0.1,fd00::/8"},
        Row{"NoProxies", "trusted_proxies: []", &YamlSection::trusted_proxies,
            ""},
        Row{"Username", "basic_auth: {username: ann}", &YamlSection::username,
            "ann"},
        Row{"Password", "basic_auth: {password: 1234}", &YamlSection::password,
            "1234"},
        Row{"Hash", "basic_auth: {password_hash: 'scrypt:a'}",
            &YamlSection::password_hash, "scrypt:a"},
        Row{"Secret", "basic_auth: {secret: abc}", &YamlSection::secret, "abc"},
        Row{"Ttl", "basic_auth: {session_ttl_seconds: 600}", &YamlSection::ttl,
            "600"}),
    [](const testing::TestParamInfo<Row>& i) { return i.param.name; });

TEST(YamlSectionTest, IgnoresOtherSettings) {
  for (const char* text :
       {"", "# nothing\n", "model: {provider: custom}\n", "dashboard:\n",
        "dashboard: {theme: dark, basic_auth: null}\n"}) {
    const YamlSection yaml = Parsed(text);
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

class WrongYamlSectionTest : public testing::TestWithParam<Wrong> {};

TEST_P(WrongYamlSectionTest, ReportsLineOfError) {
  const absl::Status status = ParseYamlSection(GetParam().text).status();
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  EXPECT_TRUE(absl::StartsWith(status.message(), GetParam().error))
      << status.message();
  EXPECT_FALSE(absl::StrContains(status.message(), "\n"));
}

INSTANTIATE_TEST_SUITE_P(
    Table, WrongYamlSectionTest,
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
}  // namespace hermes::gateway::dashboard
