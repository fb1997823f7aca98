#include "tests/gateway/upstream_fake/fake_upstream.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <memory>
#include <string>
#include <vector>

#include "tests/gateway/http_client.h"
#include "tests/gateway/upstream_fake/ledger.h"
#include "tests/gateway/upstream_fake/upstream_thread.h"

namespace hermes::gateway {
namespace {

namespace json = boost::json;
using Strings = std::vector<std::string>;

std::string Body(const std::string& message, bool stream,
                 const json::object& more = {}) {
  json::object body = more;
  body["model"] = "some-model";
  body["stream"] = stream;
  body["messages"] =
      json::array{json::object{{"role", "user"}, {"content", message}}};
  return json::serialize(body);
}

std::string Post(const std::string& body, const std::string& headers = "") {
  return "POST /v1/chat/completions HTTP/1.1\r\nHost: test\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// Returns the data of each event, including [DONE].
Strings DataOf(const std::string& stream) {
  Strings data;
  for (size_t at = 0; (at = stream.find("data: ", at)) != std::string::npos;) {
    const size_t end = stream.find_first_of("\r\n", at);
    data.push_back(stream.substr(at + 6, end - at - 6));
    at = end;
  }
  return data;
}

// Returns the concatenated text of all events.
std::string TextOfStream(const std::string& stream) {
  std::string text;
  for (const std::string& data : DataOf(stream)) {
    json::error_code error;
    const json::value event = json::parse(data, error);
    const auto* content =
        error ? nullptr : event.find_pointer("/choices/0/delta/content", error);
    if (content != nullptr) text += content->as_string().c_str();
  }
  return text;
}

class FakeUpstreamTest : public testing::Test {
 protected:
  HttpResponse Ask(const std::string& message, bool stream,
                   const json::object& more = {}) {
    return Fetch(upstream_.port(), "POST", "/v1/chat/completions", "",
                 Body(message, stream, more));
  }
  json::value Look(const std::string& target) {
    const HttpResponse response = Fetch(upstream_.port(), "GET", target);
    EXPECT_EQ(response.status, 200) << target;
    json::error_code error;
    return json::parse(response.body, error);
  }

  UpstreamThread upstream_;
};

TEST_F(FakeUpstreamTest, SendsPlainAnswerInFormatOfOpenAi) {
  const HttpResponse response = Ask("hello", false);
  ASSERT_EQ(response.status, 200);
  const json::value body = json::parse(response.body);
  EXPECT_EQ(body.at("object").as_string(), "chat.completion");
  EXPECT_EQ(body.at("model").as_string(), "some-model");
  const json::value& choice = body.at("choices").at(0);
  EXPECT_EQ(choice.at("message").at("content").as_string(),
            "echo: hello [1 messages]");
  EXPECT_EQ(choice.at("finish_reason").as_string(), "stop");
  EXPECT_EQ(body.at("usage").at("completion_tokens").as_int64(), 6);
}

TEST_F(FakeUpstreamTest, StreamsPiecesAndEndsWithDone) {
  const HttpResponse response = Ask(R"({"say":"abcdefgh"})", true);
  ASSERT_EQ(response.status, 200);
  EXPECT_EQ(response.headers.at("content-type"), "text/event-stream");
  const Strings data = DataOf(response.body);
  ASSERT_EQ(data.size(), 5u) << response.body;  // role, 2, finish_reason, done
  EXPECT_EQ(data.back(), "[DONE]");
  EXPECT_EQ(TextOfStream(response.body), "abcdefgh");
  const json::value last = json::parse(data[3]);
  EXPECT_EQ(last.at("choices").at(0).at("finish_reason").as_string(), "stop");
  EXPECT_EQ(last.as_object().if_contains("usage"), nullptr);
}

TEST_F(FakeUpstreamTest, StreamsUsageOnlyIfRequested) {
  const json::object asked = {{"stream_options", {{"include_usage", true}}}};
  const Strings data = DataOf(Ask(R"({"tokens":3})", true, asked).body);
  ASSERT_EQ(data.size(), 7u);
  const json::value event = json::parse(data[5]);
  EXPECT_TRUE(event.at("choices").as_array().empty());
  EXPECT_EQ(event.at("usage").at("completion_tokens").as_int64(), 3);
  EXPECT_EQ(Ask(R"({"usage":false})", true, asked).body.find("usage"),
            std::string::npos);
}

TEST_F(FakeUpstreamTest, CountsMessages) {
  const std::string body =
      R"({"messages":[{"role":"user","content":"a"},)"
      R"({"role":"assistant","content":"b"},{"role":"user","content":"c"}]})";
  const HttpResponse response =
      Fetch(upstream_.port(), "POST", "/v1/chat/completions", "", body);
  EXPECT_NE(response.body.find("echo: c [3 messages]"), std::string::npos)
      << response.body;
}

TEST_F(FakeUpstreamTest, SendsScriptedErrorWithStatusAndRetryAfter) {
  const HttpResponse response = Ask(
      R"({"status":429,"retry_after":3,"message":"slow","code":"rate"})", true);
  EXPECT_EQ(response.status, 429);
  EXPECT_EQ(response.headers.at("retry-after"), "3");
  const json::value error = json::parse(response.body).at("error");
  EXPECT_EQ(error.at("message").as_string(), "slow");
  EXPECT_EQ(error.at("code").as_string(), "rate");
}

TEST_F(FakeUpstreamTest, DropClosesConnectionWithinStream) {
  HttpClient client(upstream_.port());
  client.Send(Post(Body(R"({"tokens":9,"drop_after":2})", true)));
  EXPECT_EQ(client.Receive().status, 0);  // incomplete
  EXPECT_TRUE(client.WaitClosed());
  EXPECT_EQ(upstream_.stats().closed_early, 0);
}

TEST_F(FakeUpstreamTest, DropCutsPlainAnswerWithinBody) {
  HttpClient client(upstream_.port());
  client.Send(Post(Body(R"({"drop_after":0})", false)));
  EXPECT_EQ(client.Receive().status, 0);
}

TEST_F(FakeUpstreamTest, NoReplySendsNothing) {
  HttpClient client(upstream_.port());
  client.Send(Post(Body(R"({"no_reply":true})", true)));
  EXPECT_EQ(client.Receive().status, 0);
}

TEST_F(FakeUpstreamTest, CountsClientThatLeavesHangingStream) {
  auto client = std::make_unique<HttpClient>(upstream_.port());
  client->Send(Post(Body(R"({"tokens":5,"hang_after":2})", true)));
  ASSERT_TRUE(upstream_.WaitFor([](auto& s) { return s.streams == 1; }));
  EXPECT_EQ(upstream_.stats().closed_early, 0);
  client.reset();
  EXPECT_TRUE(upstream_.WaitFor(
      [](auto& s) { return s.closed_early == 1 && s.streams == 0; }));
}

TEST_F(FakeUpstreamTest, CountsClientThatLeavesDuringPause) {
  auto client = std::make_unique<HttpClient>(upstream_.port());
  client->Send(Post(Body(R"({"first_delay_ms":3600000})", true)));
  ASSERT_TRUE(upstream_.WaitFor([](auto& s) { return s.streams == 1; }));
  client.reset();
  EXPECT_TRUE(upstream_.WaitFor([](auto& s) { return s.closed_early == 1; }));
}

TEST_F(FakeUpstreamTest, CountsClientThatLeavesBeforePlainAnswer) {
  auto client = std::make_unique<HttpClient>(upstream_.port());
  client->Send(Post(Body(R"({"slow_header_ms":3600000})", false)));
  ASSERT_TRUE(upstream_.WaitFor([](auto& s) { return s.streams == 1; }));
  client.reset();
  EXPECT_TRUE(upstream_.WaitFor([](auto& s) { return s.closed_early == 1; }));
}

TEST_F(FakeUpstreamTest, SendsErrorWithinStreamAsEvent) {
  const HttpResponse response =
      Ask(R"({"tokens":4,"error_after":1,"message":"gone"})", true);
  const Strings data = DataOf(response.body);
  ASSERT_EQ(data.size(), 3u) << response.body;
  EXPECT_EQ(json::parse(data[2]).at("error").at("message").as_string(), "gone");
}

TEST_F(FakeUpstreamTest, GarbageIsInvalidJson) {
  json::error_code error;
  json::parse(Ask(R"({"garbage":true})", false).body, error);
  EXPECT_TRUE(error);
  const Strings data = DataOf(Ask(R"({"garbage":true})", true).body);
  ASSERT_GT(data.size(), 2u);
  json::parse(data[1], error);
  EXPECT_TRUE(error);
}

TEST_F(FakeUpstreamTest, NoDoneOmitsDone) {
  const Strings data =
      DataOf(Ask(R"({"say":"abcd","no_done":true})", true).body);
  ASSERT_EQ(data.size(), 3u);
  EXPECT_NE(data.back(), "[DONE]");
}

TEST_F(FakeUpstreamTest, StreamsSameTextInSmallPiecesWithCommentsAndCrLf) {
  const HttpResponse response = Ask(
      R"({"say":"größer","split_bytes":3,"comments":true,"crlf":true})", true);
  EXPECT_EQ(TextOfStream(response.body), "größer");
  EXPECT_NE(response.body.find(": keep-alive\r\n\r\ndata: "), std::string::npos)
      << response.body;
}

TEST_F(FakeUpstreamTest, StreamsSameTextInBatches) {
  const HttpResponse response =
      Ask(R"({"say":"abcdefghij","token_bytes":1,"batch":4})", true);
  EXPECT_EQ(TextOfStream(response.body), "abcdefghij");
  EXPECT_EQ(DataOf(response.body).size(), 13u);
}

TEST_F(FakeUpstreamTest, ReusesConnection) {
  HttpClient client(upstream_.port());
  for (const bool stream : {true, false, true}) {
    client.Send(Post(Body("x", stream)));
    EXPECT_EQ(client.Receive().status, 200);
  }
  // The client gets the end of an answer before the server counts it.
  EXPECT_TRUE(upstream_.WaitFor([](auto& s) { return s.completed == 3; }));
  EXPECT_EQ(upstream_.stats().connections, 1);
}

TEST_F(FakeUpstreamTest, ClosesConnectionOnRequest) {
  HttpClient client(upstream_.port());
  client.Send(Post(Body("x", true), "Connection: close\r\n"));
  EXPECT_EQ(client.Receive().status, 200);
  EXPECT_TRUE(client.WaitClosed());
}

TEST_F(FakeUpstreamTest, Returns400ForUnknownScriptKey) {
  const HttpResponse response = Ask(R"({"stauts":429})", true);
  EXPECT_EQ(response.status, 400);
  EXPECT_NE(response.body.find("stauts"), std::string::npos);
}

TEST_F(FakeUpstreamTest, ListsAndForgetsRequests) {
  Fetch(upstream_.port(), "POST", "/v1/chat/completions",
        "Authorization: Bearer abc\r\n", Body("look", false));
  const json::value seen = Look("/requests");
  ASSERT_EQ(seen.as_array().size(), 1u);
  EXPECT_EQ(seen.at(0).at("method").as_string(), "POST");
  EXPECT_EQ(seen.at(0).at("headers").at("authorization").as_string(),
            "Bearer abc");
  EXPECT_EQ(
      seen.at(0).at("body").at("messages").at(0).at("content").as_string(),
      "look");
  ASSERT_EQ(upstream_.requests().size(), 1u);
  EXPECT_EQ(upstream_.requests()[0].target, "/v1/chat/completions");
  Fetch(upstream_.port(), "DELETE", "/requests");
  EXPECT_TRUE(Look("/requests").as_array().empty());
  EXPECT_EQ(Look("/stats").at("requests").as_int64(), 1);
}

TEST_F(FakeUpstreamTest, KeepsOnlyNewestRequests) {
  HttpClient client(upstream_.port());
  for (size_t i = 0; i < UpstreamLedger::kKept + 2; ++i) {
    client.Send(Post(Body(std::to_string(i), false)));
    ASSERT_EQ(client.Receive().status, 200);
  }
  const auto requests = upstream_.requests();
  ASSERT_EQ(requests.size(), UpstreamLedger::kKept);
  EXPECT_NE(requests[0].body.find("\"content\":\"2\""), std::string::npos);
}

TEST_F(FakeUpstreamTest, ListsModel) {
  EXPECT_EQ(Look("/v1/models").at("data").at(0).at("id").as_string(),
            "fake-model");
}

TEST_F(FakeUpstreamTest, CompletesManyConcurrentStreams) {
  std::vector<std::unique_ptr<HttpClient>> clients;
  for (int i = 0; i < 200; ++i) {
    clients.push_back(std::make_unique<HttpClient>(upstream_.port()));
    clients.back()->Send(
        Post(Body(R"({"tokens":5,"delay_ms":1,"first_delay_ms":20})", true)));
  }
  for (const auto& client : clients) {
    EXPECT_EQ(TextOfStream(client->Receive().body), std::string(20, 'x'));
  }
  EXPECT_TRUE(upstream_.WaitFor([](auto& s) { return s.completed == 200; }));
  EXPECT_EQ(upstream_.stats().closed_early, 0);
}

TEST(FakeUpstreamKeyTest, Returns401WithoutKey) {
  FakeUpstreamOptions options;
  options.key = "secret-of-the-test";
  UpstreamThread upstream(options);
  const std::string body = Body("x", false);
  EXPECT_EQ(
      Fetch(upstream.port(), "POST", "/v1/chat/completions", "", body).status,
      401);
  EXPECT_EQ(Fetch(upstream.port(), "POST", "/v1/chat/completions",
                  "Authorization: Bearer secret-of-the-test\r\n", body)
                .status,
            200);
}

}  // namespace
}  // namespace hermes::gateway
