#include "gateway/upstream/url.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/status/status.h"

namespace hermes::gateway::upstream {
namespace {

struct GoodCase {
  const char* name;
  const char* url;
  Url expected;
};
class UrlTest : public testing::TestWithParam<GoodCase> {};
TEST_P(UrlTest, ParsesUrl) {
  const auto url = ParseUrl(GetParam().url);
  ASSERT_TRUE(url.ok()) << url.status();
  EXPECT_EQ(url->tls, GetParam().expected.tls);
  EXPECT_EQ(url->host, GetParam().expected.host);
  EXPECT_EQ(url->is_address, GetParam().expected.is_address);
  EXPECT_EQ(url->port, GetParam().expected.port);
  EXPECT_EQ(url->authority, GetParam().expected.authority);
  EXPECT_EQ(url->path, GetParam().expected.path);
}
INSTANTIATE_TEST_SUITE_P(
    Table, UrlTest,
    testing::Values(
        GoodCase{"Https",
                 "https://api.openai.com/v1",
                 {true, "api.openai.com", false, 443, "api.openai.com", "/v1"}},
        GoodCase{"Http",
                 "http://ollama:11434/v1",
                 {false, "ollama", false, 11434, "ollama:11434", "/v1"}},
        GoodCase{"UsualPort", "http://a:80", {false, "a", false, 80, "a", ""}},
        GoodCase{
            "EmptyPort", "https://a:/x", {true, "a", false, 443, "a", "/x"}},
        GoodCase{"V4",
                 "http://127.0.0.1:8000/v1/",
                 {false, "127.0.0.1", true, 8000, "127.0.0.1:8000", "/v1"}},
        GoodCase{"V6",
                 "http://[::1]:8000/v1",
                 {false, "::1", true, 8000, "[::1]:8000", "/v1"}},
        GoodCase{
            "UpperScheme", "HTTPS://a/v1", {true, "a", false, 443, "a", "/v1"}},
        GoodCase{"LongPath",
                 "https://a/openai/deployments/x%20y/v1",
                 {true, "a", false, 443, "a", "/openai/deployments/x%20y/v1"}},
        GoodCase{"Underscore",
                 "http://my_service:1/v1",
                 {false, "my_service", false, 1, "my_service:1", "/v1"}}),
    [](const testing::TestParamInfo<GoodCase>& i) { return i.param.name; });

struct BadCase {
  const char* name;
  const char* url;
};
class BadUrlTest : public testing::TestWithParam<BadCase> {};
TEST_P(BadUrlTest, RefusesBadUrlAndNamesTheSetting) {
  const auto url = ParseUrl(GetParam().url);
  ASSERT_TRUE(absl::IsInvalidArgument(url.status()));
  const std::string message(url.status().message());
  EXPECT_EQ(message.find("model.base_url "), 0u);
  EXPECT_EQ(message.find("hunter2"), std::string::npos);
}
INSTANTIATE_TEST_SUITE_P(
    Table, BadUrlTest,
    testing::Values(BadCase{"Empty", ""}, BadCase{"NoScheme", "ollama/v1"},
                    BadCase{"OtherScheme", "ftp://a/v1"},
                    BadCase{"NoHost", "http:///v1"},
                    BadCase{"NoAuthority", "http:/v1"},
                    BadCase{"User", "http://me:hunter2@a/v1"},
                    BadCase{"Query", "http://a/v1?key=hunter2"},
                    BadCase{"Fragment", "http://a/v1#x"},
                    BadCase{"PortZero", "http://a:0/v1"},
                    BadCase{"PortTooHigh", "http://a:65536/v1"},
                    // Found by a fuzzer: the library makes a path
                    // of what follows the colon, and the port was 80.
                    BadCase{"PortInWords", "http://a:b/v1"},
                    BadCase{"PortAndMore", "http://a:80b"},
                    BadCase{"Space", "http://a b/v1"},
                    BadCase{"NewLine", "http://a/v1\r\nX: y"},
                    BadCase{"EncodedHost", "http://a%0ab/v1"},
                    BadCase{"NotAscii", "http://\xC3\xA4/v1"}),
    [](const testing::TestParamInfo<BadCase>& i) { return i.param.name; });

}  // namespace
}  // namespace hermes::gateway::upstream
