// Sends requests with small random errors. Every run sends the same ones.

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "gateway/api/chat_request.h"
#include "gateway/api/error.h"
#include "gateway/api/responses_request.h"
#include "tests/gateway/api/test_api.h"
#include "tests/gateway/http/raw_client.h"

namespace hermes::gateway::api {
namespace {

const std::vector<std::string> kBodies = {
    R"({"model":"m","stream":true,"messages":[{"role":"user","content":"a"}]})",
    R"({"messages":[{"role":"system","content":"s"},{"role":"user","content":)"
    R"([{"type":"text","text":"\u00e4\ud83d\ude00"},{"type":"image_url",)"
    R"("image_url":{"url":"https://x/y","detail":"low"}}]}],"temperature":0.5})",
    R"({"input":"hi","store":false,"previous_response_id":"resp_1","n":1})",
    R"({"input":[{"type":"message","role":"user","content":"x"}],"metadata":)"
    R"({"a":1},"conversation":{"id":"c"},"stop":["a"],"max_output_tokens":9})"};

// The pieces that mutations insert.
const std::vector<std::string> kPieces = {"\"",
                                          "\\",
                                          "{",
                                          "}",
                                          "[",
                                          "]",
                                          ",",
                                          ":",
                                          "null",
                                          "true",
                                          "1e999",
                                          "-0",
                                          "\\u0000",
                                          "\\ud800",
                                          "\xFF",
                                          "\xC3",
                                          "\r\n",
                                          "\r\n\r\n",
                                          "\n",
                                          " ",
                                          "0",
                                          "chunked",
                                          "Content-Length: 5\r\n",
                                          "Transfer-Encoding: chunked\r\n",
                                          "Host: y\r\n",
                                          "HTTP/1.0",
                                          "9999999999999999999",
                                          std::string(1, '\0'),
                                          std::string(300, 'x')};

class Mutator {
 public:
  explicit Mutator(unsigned seed) : random_(seed) {}

  std::string Mutate(std::string text) {
    for (size_t left = Below(6); left > 0; --left) Change(text);
    return text;
  }
  size_t Below(size_t limit) { return random_() % limit; }

 private:
  void Change(std::string& text) {
    const size_t at = Below(text.size() + 1);
    const size_t length = Below(8);
    switch (Below(5)) {
      case 0:
        text.insert(at, kPieces[Below(kPieces.size())]);
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        if (at < text.size()) text[at] = static_cast<char>(Below(256));
        break;
      case 3:
        text.insert(Below(text.size() + 1), text.substr(at, length));
        break;
      default:
        text.resize(at);
        break;
    }
  }

  std::mt19937 random_;
};

void ExpectPresentable(const Error& error, const std::string& body) {
  EXPECT_GE(error.status, 400) << body;
  EXPECT_LT(error.status, 500) << body;
  EXPECT_FALSE(error.code.empty()) << body;
  EXPECT_FALSE(error.message.empty()) << body;
}

TEST(ParserFuzzTest, AcceptsOrRejectsMutatedBodies) {
  Mutator mutator(1);
  int taken = 0;
  int refused = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string body =
        mutator.Mutate(kBodies[static_cast<size_t>(i) % kBodies.size()]);
    auto chat = ParseChatRequest(body);
    auto response = ParseResponsesRequest(body);
    for (const Error* error :
         {std::get_if<Error>(&chat), std::get_if<Error>(&response)}) {
      ++(error == nullptr ? taken : refused);
      if (error != nullptr) ExpectPresentable(*error, body);
    }
  }
  // Both results must occur often: the mutations are neither too many nor too
  // few.
  EXPECT_GT(taken, 1000);
  EXPECT_GT(refused, 1000);
}

std::string RequestOf(const std::string& body, bool chunked) {
  std::string head = std::string("POST /v1/chat/completions HTTP/1.1\r\n") +
                     "Host: x\r\n" + kKeyHeader;
  if (!chunked) {
    return head + "Content-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
  }
  return head + "Transfer-Encoding: chunked\r\n\r\n" + "5\r\n" +
         body.substr(0, 5) + "\r\n0\r\n\r\n";
}

TEST(ParserFuzzTest, AnswersMutatedBytesWithHttpOrNotAtAll) {
  // Short timeouts: a request that is incomplete now stays incomplete. (If the
  // client closed its side instead, the server would treat it as having left
  // and could cut off its reply.)
  TestApi::Settings settings;
  settings.limits.header_timeout = std::chrono::milliseconds(30);
  settings.limits.body_timeout = std::chrono::milliseconds(30);
  const TestApi api(settings);
  Mutator mutator(2);
  int answered = 0;
  for (int i = 0; i < 800; ++i) {
    const std::string& body = kBodies[static_cast<size_t>(i) % kBodies.size()];
    const std::string request =
        mutator.Mutate(RequestOf(body, mutator.Below(4) == 0)) +
        (mutator.Below(2) == 0 ? "GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
                               : "");
    http::RawClient client(api.port());
    ASSERT_TRUE(client.connected());
    client.Send(request);
    std::vector<HttpResponse> replies;
    const std::string bytes = client.ReadAll();
    EXPECT_TRUE(http::ParseReplies(bytes, &replies)) << request << "\n->\n"
                                                     << bytes;
    answered += replies.empty() ? 0 : 1;
    for (const HttpResponse& reply : replies) {
      // 501 is for an unknown method, 505 for another major version.
      EXPECT_TRUE(reply.status < 500 || reply.status == 501 ||
                  reply.status == 505)
          << reply.status << " to " << request;
    }
  }
  EXPECT_GT(answered, 100);
}

}  // namespace
}  // namespace hermes::gateway::api
