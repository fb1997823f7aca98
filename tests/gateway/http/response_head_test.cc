#include "gateway/http/response_head.h"

#include <gtest/gtest.h>

#include <string>

namespace hermes::gateway::http {
namespace {

bool HasLine(const std::string& head, const std::string& line) {
  return head.find("\r\n" + line + "\r\n") != std::string::npos;
}

bool HasField(const std::string& head, const std::string& name) {
  return head.find("\r\n" + name + ":") != std::string::npos;
}

Response Json() { return {200, {}, "{}"}; }

TEST(ResponseHeadTest, BeginsWithTheStatusAndEndsWithAnEmptyLine) {
  const std::string head = ResponseHead(Json(), {11, true, 2});
  EXPECT_EQ(head.rfind("HTTP/1.1 200 OK\r\n", 0), 0u) << head;
  EXPECT_EQ(head.substr(head.size() - 4), "\r\n\r\n");
  EXPECT_EQ(head.find("\r\n\r\n"), head.size() - 4);
  EXPECT_TRUE(HasLine(head, "Content-Length: 2"));
  EXPECT_TRUE(HasLine(head, "Content-Type: application/json"));
  EXPECT_TRUE(HasLine(head, "Cache-Control: no-store"));
}

TEST(ResponseHeadTest, HasTheSecurityHeadersInEveryReply) {
  for (const int status : {200, 204, 401, 403, 404, 413, 431, 500, 503}) {
    const std::string whole = ResponseHead({status, {}, ""}, {11, true, 0});
    const std::string stream =
        ResponseHead({status, {}, ""}, {11, true, std::nullopt});
    for (const auto& [name, value] : SecurityHeaders()) {
      EXPECT_TRUE(HasLine(whole, name + ": " + value)) << name << status;
      EXPECT_TRUE(HasLine(stream, name + ": " + value)) << name << status;
    }
  }
}

TEST(ResponseHeadTest, AnnouncesChunksForAStream) {
  const std::string head =
      ResponseHead({200, {{"Content-Type", "text/event-stream"}}, ""},
                   {11, true, std::nullopt});
  EXPECT_TRUE(HasLine(head, "Transfer-Encoding: chunked"));
  EXPECT_TRUE(HasLine(head, "Content-Type: text/event-stream"));
  EXPECT_FALSE(HasField(head, "Content-Length"));
  EXPECT_FALSE(HasField(head, "Cache-Control"));
}

TEST(ResponseHeadTest, ClosesTheConnectionAfterAnHttp10Stream) {
  const std::string head = ResponseHead(Json(), {10, true, std::nullopt});
  EXPECT_EQ(head.rfind("HTTP/1.0 200", 0), 0u);
  EXPECT_FALSE(HasField(head, "Transfer-Encoding"));
  EXPECT_FALSE(HasField(head, "Content-Length"));
  EXPECT_FALSE(HasLine(head, "Connection: keep-alive"));
}

TEST(ResponseHeadTest, AnnouncesWhetherTheConnectionStaysOpen) {
  EXPECT_TRUE(
      HasLine(ResponseHead(Json(), {11, false, 2}), "Connection: close"));
  EXPECT_FALSE(HasField(ResponseHead(Json(), {11, true, 2}), "Connection"));
  EXPECT_TRUE(
      HasLine(ResponseHead(Json(), {10, true, 2}), "Connection: keep-alive"));
  EXPECT_FALSE(HasField(ResponseHead(Json(), {10, false, 2}), "Connection"));
}

TEST(ResponseHeadTest, OmitsContentTypeWithoutABody) {
  const std::string head = ResponseHead({403, {}, ""}, {11, true, 0});
  EXPECT_TRUE(HasLine(head, "Content-Length: 0"));
  EXPECT_FALSE(HasField(head, "Content-Type"));
}

// RFC 9110, 8.6: a 204 has no Content-Length.
TEST(ResponseHeadTest, OmitsContentLengthInA204) {
  EXPECT_FALSE(
      HasField(ResponseHead({204, {}, ""}, {11, true, 0}), "Content-Length"));
}

// RFC 9110, 15.4.5: the length would be that of the client's copy.
TEST(ResponseHeadTest, OmitsContentLengthInA304) {
  EXPECT_FALSE(
      HasField(ResponseHead({304, {}, ""}, {11, true, 0}), "Content-Length"));
}

TEST(ResponseHeadTest, WritesOneHeaderPerCookie) {
  const std::string head =
      ResponseHead({200, {{"Set-Cookie", "a=1"}, {"Set-Cookie", "b=2"}}, "{}"},
                   {11, true, 2});
  EXPECT_TRUE(HasLine(head, "Set-Cookie: a=1")) << head;
  EXPECT_TRUE(HasLine(head, "Set-Cookie: b=2")) << head;
}

TEST(ResponseHeadTest, PrefersTheReplysOwnHeaders) {
  const std::string head = ResponseHead(
      {200,
       {{"Content-Type", "text/plain"}, {"Cache-Control", "no-cache"}},
       "x"},
      {11, true, 1});
  EXPECT_TRUE(HasLine(head, "Content-Type: text/plain"));
  EXPECT_TRUE(HasLine(head, "Cache-Control: no-cache"));
  EXPECT_EQ(head.find("no-store"), std::string::npos);
}

// RFC 9110, 5.6.7 and 6.6.1.
TEST(ResponseHeadTest, DatesEveryReply) {
  ResponseFraming framing;
  framing.now = 784111777;
  EXPECT_TRUE(HasLine(ResponseHead(Json(), framing),
                      "Date: Sun, 06 Nov 1994 08:49:37 GMT"));
  framing.now += 1;
  framing.length = 2;
  EXPECT_TRUE(HasLine(ResponseHead(Json(), framing),
                      "Date: Sun, 06 Nov 1994 08:49:38 GMT"));
}

// RFC 6797, 7.2.
TEST(ResponseHeadTest, SendsStrictTransportSecurityOnlyOverHttps) {
  ResponseFraming framing;
  EXPECT_FALSE(
      HasField(ResponseHead(Json(), framing), "Strict-Transport-Security"));
  framing.by_https = true;
  EXPECT_TRUE(HasLine(ResponseHead(Json(), framing),
                      "Strict-Transport-Security: max-age=31536000"));
}

}  // namespace
}  // namespace hermes::gateway::http
