#include "gateway/dashboard/login/host_guard.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace hermes::gateway::dashboard {
namespace {

struct Case {
  const char* name;
  const char* bind_host;
  const char* public_url;
  std::optional<std::string> host;
  bool allowed;
};

class HostAllowedTest : public testing::TestWithParam<Case> {};

TEST_P(HostAllowedTest, DecidesWhetherHostIsAllowed) {
  const HostRules rules = {GetParam().bind_host,
                           ParsePublicUrl(GetParam().public_url)};
  EXPECT_EQ(HostAllowed(GetParam().host, rules), GetParam().allowed);
}

constexpr char kUrl[] = "https://dash.example.com";

INSTANTIATE_TEST_SUITE_P(
    Table, HostAllowedTest,
    testing::Values(
        Case{"NoHeader", "127.0.0.1", "", std::nullopt, false},
        Case{"Empty", "127.0.0.1", "", "", false},
        Case{"Localhost", "127.0.0.1", "", "localhost:9119", true},
        Case{"LocalhostInCapitals", "127.0.0.1", "", "LOCALHOST", true},
        Case{"Loopback", "127.0.0.1", "", "127.0.0.1:9119", true},
        Case{"LoopbackV6", "127.0.0.1", "", "[::1]:9119", true},
        Case{"ForeignName", "127.0.0.1", "", "evil.example:9119", false},
        Case{"NameWithAllowedPrefix", "127.0.0.1", "", "localhost.evil.example",
             false},
        Case{"NameThatBeginsWithAddress", "127.0.0.1", "",
             "127.0.0.1.evil.example", false},
        Case{"OtherAddress", "127.0.0.1", "", "192.0.2.1", false},
        Case{"BindAddress", "192.0.2.1", "", "192.0.2.1:9119", true},
        Case{"NotBindAddress", "192.0.2.1", "", "192.0.2.2:9119", false},
        Case{"AnyAddressIfListeningOnAll", "0.0.0.0", "", "192.0.2.2:9119",
             true},
        Case{"NameIfListeningOnAll", "0.0.0.0", "", "box:9119", false},
        Case{"PublicName", "0.0.0.0", kUrl, "dash.example.com", true},
        Case{"PublicNameWithDot", "0.0.0.0", kUrl, "DASH.example.com.", true},
        Case{"SubdomainOfPublicName", "0.0.0.0", kUrl, "x.dash.example.com",
             false},
        Case{"WithUser", "127.0.0.1", "", "evil@localhost", false},
        Case{"WithPath", "127.0.0.1", "", "localhost/evil", false},
        Case{"BadPort", "127.0.0.1", "", "localhost:x", false},
        Case{"V6WithoutBrackets", "127.0.0.1", "", "::1", false}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

// A fuzzer found that "a.." was parsed to the host "a.", and that to "a".
TEST(HostInTest, RefusesEmptyLabels) {
  EXPECT_EQ(HostIn("a.b."), "a.b");
  for (const char* const text : {"a..", "a..b", ".a", ".", "..", "a..:80"}) {
    EXPECT_EQ(HostIn(text), std::nullopt) << text;
  }
}

TEST(ParsePublicUrlTest, RefusesAnythingButOrigins) {
  const auto url = ParsePublicUrl("HTTPS://Dash.example.com:8443/");
  ASSERT_TRUE(url.has_value());
  EXPECT_EQ(url->origin(), "https://dash.example.com:8443");
  EXPECT_EQ(url->host, "dash.example.com");
  for (const char* text : {"dash.example.com", "ftp://x", "https://",
                           "https://x/dash", "https://u:p@x", "https://x y"}) {
    EXPECT_FALSE(ParsePublicUrl(text).has_value()) << text;
  }
}

TEST(ByPublicHttpsTest, MatchesOnlyHostOfHttpsPublicUrl) {
  const HostRules https = {"0.0.0.0", ParsePublicUrl("https://dash.example")};
  EXPECT_TRUE(IsByPublicHttps("dash.example", https));
  EXPECT_FALSE(IsByPublicHttps("192.0.2.7:9119", https));
  EXPECT_FALSE(IsByPublicHttps(std::nullopt, https));
  EXPECT_FALSE(IsByPublicHttps(
      "dash.example", {"0.0.0.0", ParsePublicUrl("http://dash.example")}));
  EXPECT_FALSE(IsByPublicHttps("dash.example", {"0.0.0.0", std::nullopt}));
}

}  // namespace
}  // namespace hermes::gateway::dashboard
