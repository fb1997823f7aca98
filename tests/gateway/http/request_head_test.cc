#include "gateway/http/request_head.h"

#include <gtest/gtest.h>

#include <boost/beast/http/verb.hpp>
#include <string>
#include <utility>
#include <vector>

namespace hermes::gateway::http {
namespace {

namespace beast_http = boost::beast::http;
using Fields = std::vector<std::pair<std::string, std::string>>;

RequestHead Head(const Fields& fields, unsigned version = 11) {
  RequestHead head;
  head.version(version);
  head.method(beast_http::verb::post);
  head.target("/v1/x?y=1");
  for (const auto& [name, value] : fields) head.insert(name, value);
  return head;
}

boost::asio::ip::address Peer(const char* text) {
  return boost::asio::ip::make_address(text);
}

struct MalformedCase {
  const char* name;
  Fields fields;
  unsigned version;
  bool malformed;
};

class IsMalformedTest : public testing::TestWithParam<MalformedCase> {};

TEST_P(IsMalformedTest, FollowsTheTable) {
  EXPECT_EQ(IsMalformed(Head(GetParam().fields, GetParam().version)),
            GetParam().malformed);
}

INSTANTIATE_TEST_SUITE_P(
    Table, IsMalformedTest,
    testing::Values(
        MalformedCase{"Plain", {{"Host", "x"}}, 11, false},
        MalformedCase{"EmptyHost", {{"Host", ""}}, 11, false},
        MalformedCase{"NoHost", {}, 11, true},
        MalformedCase{"NoHostInOldTimes", {}, 10, false},
        MalformedCase{"TwoHosts", {{"Host", "x"}, {"host", "x"}}, 11, true},
        MalformedCase{
            "TwoHostsInOldTimes", {{"Host", "x"}, {"Host", "y"}}, 10, true},
        MalformedCase{
            "Length", {{"Host", "x"}, {"Content-Length", "1"}}, 11, false},
        MalformedCase{"Chunked",
                      {{"Host", "x"}, {"Transfer-Encoding", "chunked"}},
                      11,
                      false},
        MalformedCase{"ChunkedInCapitals",
                      {{"Host", "x"}, {"Transfer-Encoding", "CHUNKED"}},
                      11,
                      false},
        MalformedCase{"ChunkedInOldTimes",
                      {{"Host", "x"}, {"Transfer-Encoding", "chunked"}},
                      10,
                      true},
        MalformedCase{"ChunkedAndLength",
                      {{"Host", "x"},
                       {"Transfer-Encoding", "chunked"},
                       {"Content-Length", "1"}},
                      11,
                      true},
        MalformedCase{"TwoEncodings",
                      {{"Host", "x"},
                       {"Transfer-Encoding", "chunked"},
                       {"Transfer-Encoding", "chunked"}},
                      11,
                      true},
        MalformedCase{"EncodingList",
                      {{"Host", "x"}, {"Transfer-Encoding", "gzip, chunked"}},
                      11,
                      true},
        MalformedCase{
            "ChunkedTwice",
            {{"Host", "x"}, {"Transfer-Encoding", "chunked, chunked"}},
            11,
            true},
        MalformedCase{"Identity",
                      {{"Host", "x"}, {"Transfer-Encoding", "identity"}},
                      11,
                      true},
        MalformedCase{"EmptyEncoding",
                      {{"Host", "x"}, {"Transfer-Encoding", ""}},
                      11,
                      true}),
    [](const testing::TestParamInfo<MalformedCase>& i) {
      return i.param.name;
    });

TEST(ToRequestTest, CopiesTheHeadersOfTheRules) {
  const Request request = ToRequest(Head({{"origin", "https://a"},
                                          {"AUTHORIZATION", "Bearer k"},
                                          {"x-hermes-session-id", "s"},
                                          {"X-Hermes-Session-Key", "chat 7"},
                                          {"Idempotency-Key", "i"}}),
                                    Peer("192.0.2.1"));
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/v1/x?y=1");
  EXPECT_EQ(request.origin, "https://a");
  EXPECT_EQ(request.authorization, "Bearer k");
  EXPECT_EQ(request.session_id, "s");
  EXPECT_EQ(request.session_key, "chat 7");
  EXPECT_EQ(request.idempotency_key, "i");
  EXPECT_FALSE(request.ambiguous);
  EXPECT_FALSE(request.from_loopback);
  EXPECT_FALSE(request.forwarded);
}

TEST(ToRequestTest, ReducesTheTargetToPathAndQuery) {
  const std::pair<const char*, const char*> rows[] = {
      {"/v1/x?y=http://z/", "/v1/x?y=http://z/"},
      {"http://gateway:8642/v1/x?y=1", "/v1/x?y=1"},
      {"HTTPS://gateway/", "/"},
      {"http://gateway", "/"},
      {"http://gateway?y=1", "/?y=1"},
      {"http:/v1", "http:/v1"},
      {"ftp://gateway/v1", "ftp://gateway/v1"},
      {"*", "*"},
  };
  for (const auto& [sent, meant] : rows) {
    RequestHead head = Head({});
    head.target(sent);
    EXPECT_EQ(ToRequest(head, Peer("::1")).target, meant);
  }
}

TEST(ToRequestTest, LeavesAbsentApiHeadersUnset) {
  const Request request = ToRequest(Head({}), Peer("192.0.2.1"));
  EXPECT_FALSE(request.origin.has_value());
  EXPECT_FALSE(request.authorization.has_value());
  EXPECT_FALSE(request.session_id.has_value());
  EXPECT_FALSE(request.session_key.has_value());
  EXPECT_FALSE(request.idempotency_key.has_value());
}

TEST(ToRequestTest, ReportsDuplicateHeadersAsAmbiguous) {
  for (const char* name :
       {"Authorization", "Origin", "Content-Type", "X-Hermes-Session-Id",
        "X-Hermes-Session-Key", "Idempotency-Key"}) {
    EXPECT_TRUE(
        ToRequest(Head({{name, "a"}, {name, "b"}}), Peer("::1")).ambiguous)
        << name;
  }
  EXPECT_FALSE(ToRequest(Head({{"Accept", "a"}, {"Accept", "b"}}), Peer("::1"))
                   .ambiguous);
}

TEST(ToRequestTest, RecognisesLoopbackAddresses) {
  for (const char* peer : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"})
    EXPECT_TRUE(ToRequest(Head({}), Peer(peer)).from_loopback) << peer;
  for (const char* peer :
       {"10.0.0.1", "0.0.0.0", "::", "fe80::1", "::ffff:10.0.0.1", "128.0.0.1"})
    EXPECT_FALSE(ToRequest(Head({}), Peer(peer)).from_loopback) << peer;
}

TEST(ToRequestTest, RecognisesForwardedRequests) {
  for (const char* name :
       {"Forwarded", "X-Forwarded-For", "x-forwarded-proto", "X-Forwarded-Host",
        "X-Forwarded-Client-Cert", "X-Real-IP", "via"}) {
    EXPECT_TRUE(ToRequest(Head({{name, ""}}), Peer("::1")).forwarded) << name;
  }
  EXPECT_FALSE(ToRequest(Head({{"X-Forwarde", ""}}), Peer("::1")).forwarded);
}

struct RefusalCase {
  const char* name;
  const char* method;
  const char* target;
  Fields fields;
  int status;
  unsigned version = 11;
};

class ProtocolErrorStatusTest : public testing::TestWithParam<RefusalCase> {};

TEST_P(ProtocolErrorStatusTest, FollowsTheTable) {
  RequestHead head = Head(GetParam().fields, GetParam().version);
  head.method_string(GetParam().method);
  head.target(GetParam().target);
  EXPECT_EQ(ProtocolErrorStatus(head), GetParam().status);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ProtocolErrorStatusTest,
    testing::Values(
        RefusalCase{"None", "GET", "/", {{"Host", "x"}}, 0},
        RefusalCase{"Malformed", "GET", "/", {}, 400},
        RefusalCase{"InvalidHost", "GET", "/", {{"Host", "x/y"}}, 400},
        RefusalCase{
            "InvalidHostInOldTimes", "GET", "/", {{"Host", "a b"}}, 400, 10},
        RefusalCase{"UnknownMethod", "BREW", "/", {{"Host", "x"}}, 501},
        RefusalCase{"MethodInLowerCase", "get", "/", {{"Host", "x"}}, 501},
        RefusalCase{"KnownMethod", "TRACE", "/", {{"Host", "x"}}, 0},
        RefusalCase{"ServerTarget", "GET", "*", {{"Host", "x"}}, 400},
        RefusalCase{"ServerOptions", "OPTIONS", "*", {{"Host", "x"}}, 0},
        RefusalCase{"UnknownExpectation",
                    "POST",
                    "/",
                    {{"Host", "x"}, {"Expect", "a-miracle"}},
                    417},
        RefusalCase{"ContinueInCapitals",
                    "POST",
                    "/",
                    {{"Host", "x"}, {"Expect", "100-Continue"}},
                    0},
        RefusalCase{"ExpectationInOldTimes",
                    "POST",
                    "/",
                    {{"Host", "x"}, {"Expect", "a-miracle"}},
                    0,
                    10}),
    [](const testing::TestParamInfo<RefusalCase>& i) { return i.param.name; });

TEST(IsValidHostTest, AcceptsNamesAddressesAndPorts) {
  for (const char* host : {"", "x", "a.b-c_d~e:80", "127.0.0.1:", "[::1]",
                           "[fe80::1]:8642", "a%20b", "!$&'()*+,;="}) {
    EXPECT_TRUE(IsValidHost(host)) << host;
  }
  for (const char* host :
       {"a b", "a/b", "user@a", "a:b", "a:80:80", "[::1", "[x]", "[::1]x",
        "a%2", "a%zz", "a\"b", "a\tb", "a?b", "a#b", "\xc3\xa4", "[]"}) {
    EXPECT_FALSE(IsValidHost(host)) << host;
  }
}

TEST(IsServerOptionsTest, RecognisesOnlyOptionsOfTheServer) {
  Request request;
  request.method = "OPTIONS";
  request.target = "*";
  EXPECT_TRUE(IsServerOptions(request));
  request.target = "/";
  EXPECT_FALSE(IsServerOptions(request));
  EXPECT_EQ(ServerOptionsResponse().status, 204);
}

TEST(ToUnparsedRequestTest, FindsOnlyOneCompleteOrigin) {
  const auto origin = [](const char* text) {
    return ToUnparsedRequest(text, Peer("::1")).origin;
  };
  EXPECT_EQ(origin("GE\x01 / \r\nX: y\r\norigin:  https://a \r\nZ: "),
            "https://a");
  EXPECT_EQ(origin("GET /\r\nOrigin: https://a"), std::nullopt);
  EXPECT_EQ(origin("GET /\r\nOrigin: a\r\nOrigin: a\r\n"), std::nullopt);
  EXPECT_EQ(origin("GET /\r\nOrigin: a\rb\r\n"), std::nullopt);
  EXPECT_EQ(origin("GET /\r\nX-Origin: a\r\n"), std::nullopt);
  EXPECT_TRUE(ToUnparsedRequest("", Peer("127.0.0.1")).from_loopback);
}

TEST(CameByHttpsTest, UsesTheLastEntryOfForwardedProto) {
  const auto by_https = [](const char* list) {
    Request request;
    request.forwarded_proto = list;
    return CameByHttps(request);
  };
  EXPECT_TRUE(by_https("https"));
  EXPECT_TRUE(by_https("http, HTTPS "));
  EXPECT_FALSE(by_https("https, http"));
  EXPECT_FALSE(by_https(""));
  EXPECT_FALSE(CameByHttps(Request()));
}

TEST(ToRequestTest, CopiesPeerAndProxyHeaders) {
  const Request request =
      ToRequest(Head({{"Host", "dash.example:9119"},
                      {"Cookie", "a=b"},
                      {"Content-Type", "application/json"},
                      {"Sec-Fetch-Site", "same-origin"},
                      {"Accept-Encoding", "gzip"},
                      {"If-None-Match", "\"x\""},
                      {"X-Forwarded-For", "192.0.2.1"},
                      {"X-Forwarded-For", "192.0.2.2, 192.0.2.3"},
                      {"X-Forwarded-Proto", "https"}}),
                Peer("192.0.2.9"));
  EXPECT_EQ(request.peer, "192.0.2.9");
  EXPECT_EQ(request.host, "dash.example:9119");
  EXPECT_EQ(request.cookie, "a=b");
  EXPECT_EQ(request.content_type, "application/json");
  EXPECT_EQ(request.fetch_site, "same-origin");
  EXPECT_EQ(request.accept_encoding, "gzip");
  EXPECT_EQ(request.if_none_match, "\"x\"");
  EXPECT_EQ(request.forwarded_for, "192.0.2.1, 192.0.2.2, 192.0.2.3");
  EXPECT_EQ(request.forwarded_proto, "https");
}

TEST(ToRequestTest, LeavesAbsentBrowserHeadersUnset) {
  const Request request = ToRequest(Head({}), Peer("::1"));
  EXPECT_EQ(request.host, std::nullopt);
  EXPECT_EQ(request.cookie, std::nullopt);
  EXPECT_EQ(request.forwarded_for, std::nullopt);
}

}  // namespace
}  // namespace hermes::gateway::http
