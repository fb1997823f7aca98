#include "gateway/config/base_url.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/status/status.h"

namespace hermes::gateway {
namespace {

struct Case {
  const char* name;
  const char* text;
  const char* url;
};

class BaseUrlTest : public testing::TestWithParam<Case> {};

TEST_P(BaseUrlTest, AcceptsUrl) {
  const auto url = ParseBaseUrl(GetParam().text);
  ASSERT_TRUE(url.ok()) << url.status();
  EXPECT_EQ(*url, GetParam().url);
}

INSTANTIATE_TEST_SUITE_P(
    Table, BaseUrlTest,
    testing::Values(
        Case{"Plain", "http://127.0.0.1:11434/v1", "http://127.0.0.1:11434/v1"},
        Case{"OneSlash", "https://a.example/v1/", "https://a.example/v1"},
        Case{"ManySlashes", "https://a.example/v1///", "https://a.example/v1"},
        Case{"NoPath", "https://a.example", "https://a.example"},
        Case{"RootAlone", "https://a.example/", "https://a.example"},
        Case{"CapitalScheme", "HTTPS://a.example/v1", "HTTPS://a.example/v1"},
        Case{"Ipv6", "http://[::1]:8080/v1", "http://[::1]:8080/v1"}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

struct Refused {
  const char* name;
  const char* text;
  const char* part;  // of the error message
};

class BadBaseUrlTest : public testing::TestWithParam<Refused> {};

TEST_P(BadBaseUrlTest, RejectsUrlWithoutShowingIt) {
  const auto url = ParseBaseUrl(GetParam().text);
  ASSERT_TRUE(absl::IsInvalidArgument(url.status()));
  const std::string message(url.status().message());
  EXPECT_NE(message.find(GetParam().part), std::string::npos) << message;
  EXPECT_EQ(message.find("secret"), std::string::npos) << message;
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadBaseUrlTest,
    testing::Values(
        Refused{"NoScheme", "secret.example/v1", "must be a URL"},
        Refused{"Empty", "", "must be a URL"},
        Refused{"Space", "http://secret example/v1", "must be a URL"},
        Refused{"LineBreak", "http://a\r\nX-Secret: secret", "must be a URL"},
        Refused{"OtherScheme", "ftp://secret.example", "http:// or https://"},
        Refused{"HostAndPortAlone", "secret:11434", "http:// or https://"},
        Refused{"NoHost", "http:///secret", "host"},
        Refused{"NoAuthority", "http:secret", "host"},
        Refused{"User", "http://secret@a.example/v1", "user"},
        Refused{"Password", "http://u:secret@a.example/v1", "password"},
        Refused{"Query", "http://a.example/v1?key=secret", "?"},
        Refused{"Fragment", "http://a.example/v1#secret", "#"},
        Refused{"PortZero", "http://secret.example:0/v1", "port"},
        Refused{"PortTooLarge", "http://secret.example:65536/v1", "port"},
        Refused{"NoPortNumber", "http://secret.example:/v1", "port"}),
    [](const testing::TestParamInfo<Refused>& i) { return i.param.name; });

}  // namespace
}  // namespace hermes::gateway
