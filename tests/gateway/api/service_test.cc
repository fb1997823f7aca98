#include "gateway/api/service.h"

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "gateway/http/message.h"
#include "gateway/session/session_id.h"
#include "gateway/turn/chat_message.h"
#include "tests/gateway/api/test_api.h"
#include "tests/gateway/http/raw_client.h"
#include "tests/gateway/http_client.h"

namespace hermes::gateway::api {
namespace {

namespace json = boost::json;

constexpr char kChat[] = "/v1/chat/completions";
constexpr char kResponses[] = "/v1/responses";
constexpr char kOrigin[] = "Origin: https://ok\r\n";
constexpr char kStreamedChat[] =
    R"({"stream":true,"messages":[{"role":"user","content":"pieces a|b"}]})";

json::value Parse(const HttpResponse& response) {
  boost::system::error_code error;
  json::value value = json::parse(response.body, error);
  EXPECT_FALSE(error) << response.body;
  return value;
}

std::string ResponsesBody(const std::string& input, json::object more = {}) {
  more["input"] = input;
  return json::serialize(more);
}

// Return the text and the id of a response.
std::string OutputOf(const json::value& response) {
  boost::system::error_code error;
  const json::value* const text =
      response.find_pointer("/output/0/content/0/text", error);
  return text == nullptr ? "(none)" : std::string(text->get_string());
}

std::string IdOf(const HttpResponse& response) {
  return std::string(Parse(response).at("id").as_string());
}

std::vector<std::string> TextsOf(const Prompt& prompt) {
  std::vector<std::string> texts;
  for (const ChatMessage& message : prompt.messages) {
    texts.push_back(std::string(RoleName(message.role)) + ": " +
                    TextOf(message));
  }
  return texts;
}

void SendPost(http::RawClient& client, const std::string& target,
              const std::string& headers, const std::string& body) {
  client.Send("POST " + target + " HTTP/1.1\r\nHost: x\r\n" + kKeyHeader +
              headers + "Content-Length: " + std::to_string(body.size()) +
              "\r\n\r\n" + body);
}

// Sends a request that hangs in the back end, and waits until it hangs.
void StartHanging(TestApi& api, http::RawClient& client,
                  const std::string& target, const std::string& headers,
                  const std::string& body) {
  const int hanging = api.backend().hanging();
  SendPost(client, target, headers, body);
  api.Await([&] { return api.backend().hanging() == hanging + 1; });
}

TEST(ChatApiTest, RepliesWithACompletion) {
  const TestApi api;
  const HttpResponse response = api.Chat("hi");
  ASSERT_EQ(response.status, 200) << response.body;
  const json::value body = Parse(response);
  EXPECT_EQ(body.at("id").as_string().size(), 9u + 29u);
  EXPECT_EQ(body.at("object"), "chat.completion");
  EXPECT_EQ(body.at("model"), "hermes-agent");
  EXPECT_GT(body.at("created").as_int64(), 1'700'000'000);
  EXPECT_EQ(body.at("choices").as_array().size(), 1u);
  const json::value expected = {
      {"index", 0},
      {"message", {{"role", "assistant"}, {"content", "You said: hi"}}},
      {"finish_reason", "stop"}};
  EXPECT_EQ(body.at("choices").at(0), expected);
  const json::value usage = {
      {"prompt_tokens", 1}, {"completion_tokens", 2}, {"total_tokens", 3}};
  EXPECT_EQ(body.at("usage"), usage);
}

TEST(ChatApiTest, StreamsRoleTextEndAndDone) {
  const TestApi api;
  const HttpResponse response = api.Chat("pieces a|b", "", true);
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(response.headers.at("content-type"),
            "text/event-stream; charset=utf-8");
  EXPECT_EQ(response.headers.at("cache-control"), "no-cache");
  EXPECT_EQ(response.headers.at("x-accel-buffering"), "no");
  const auto events = EventsOf(response.body);
  ASSERT_EQ(events.size(), 4u);
  EXPECT_EQ(events[0].data.at("choices").at(0).at("delta"),
            json::value({{"role", "assistant"}}));
  EXPECT_EQ(events[1].data.at("choices").at(0).at("delta"),
            json::value({{"content", "a"}}));
  EXPECT_EQ(events[2].data.at("choices").at(0).at("delta"),
            json::value({{"content", "b"}}));
  EXPECT_EQ(events[3].data.at("choices").at(0).at("finish_reason"), "stop");
  EXPECT_EQ(events[3].data.at("usage").at("total_tokens"), 3);
  for (const ServerEvent& event : events) {
    EXPECT_EQ(event.data.at("object"), "chat.completion.chunk");
    EXPECT_EQ(event.data.at("id"), events[0].data.at("id"));
  }
  EXPECT_EQ(response.body.substr(response.body.size() - 14),
            "data: [DONE]\n\n");
  EXPECT_EQ(api.counts()["stream opened"], 1);
}

TEST(ChatApiTest, AppendsSystemTextsToTheSoul) {
  TestApi api;
  api.Ask("POST", kChat,
          R"({"messages":[{"role":"system","content":"In French."},)"
          R"({"role":"user","content":"a"},{"role":"assistant","content":"b"},)"
          R"({"role":"developer","content":"Brief."},)"
          R"({"role":"user","content":"c"}],"temperature":0.5})");
  ASSERT_EQ(api.backend().prompts().size(), 1u);
  const Prompt prompt = api.backend().prompts()[0];
  EXPECT_EQ(prompt.system, "Be a test.\n\nIn French.\nBrief.");
  EXPECT_EQ(TextsOf(prompt),
            (std::vector<std::string>{"user: a", "assistant: b", "user: c"}));
  EXPECT_EQ(prompt.options, json::object({{"temperature", 0.5}}));
  EXPECT_EQ(prompt.model, "");
}

TEST(ChatApiTest, PassesModelToTheBackEndOnlyIfConfigured) {
  TestApi::Settings settings;
  settings.options.direct_model_requests = true;
  TestApi api(settings);
  const std::string rest = R"(,"messages":[{"role":"user","content":"a"}]})";
  api.Ask("POST", kChat, R"({"model":"big")" + rest);
  api.Ask("POST", kChat, R"({"model":"hermes-agent")" + rest);
  ASSERT_EQ(api.backend().prompts().size(), 2u);
  EXPECT_EQ(api.backend().prompts()[0].model, "big");
  EXPECT_EQ(api.backend().prompts()[1].model, "");
}

TEST(ChatApiTest, DerivesIdForConversationWithoutSession) {
  TestApi api;
  const std::string id = DerivedSessionId("", "hi");
  EXPECT_EQ(api.Chat("hi").headers.at("x-hermes-session-id"), id);
  EXPECT_EQ(api.Chat("hi", "", true).headers.at("x-hermes-session-id"), id);
  // The session is recorded, so a later request can continue it by its id.
  api.Chat("more", "X-Hermes-Session-Id: " + id + "\r\n");
  EXPECT_EQ(TextsOf(api.backend().prompts().back()).front(), "user: hi");
}

TEST(ChatApiTest, ContinuesConversationBySessionId) {
  TestApi api;
  const std::string session = "X-Hermes-Session-Id: mine\r\n";
  const HttpResponse first = api.Chat("one", session);
  EXPECT_EQ(first.headers.at("x-hermes-session-id"), "mine");
  const HttpResponse second = api.Chat("two", session, true);
  EXPECT_EQ(second.headers.at("x-hermes-session-id"), "mine");
  EXPECT_EQ(TextsOf(api.backend().prompts().back()),
            (std::vector<std::string>{"user: one", "assistant: You said: one",
                                      "user: two"}));
  EXPECT_EQ(api.backend().prompts().back().session_id, "mine");
}

TEST(ChatApiTest, GivesEachSessionKeyItsOwnSession) {
  TestApi api;
  const std::string key = "X-Hermes-Session-Key: Alice's chat\r\n";
  const HttpResponse first = api.Chat("one", key);
  const std::string id = first.headers.at("x-hermes-session-id");
  EXPECT_EQ(api.Chat("two", key).headers.at("x-hermes-session-id"), id);
  EXPECT_EQ(api.backend().prompts().back().messages.size(), 3u);
  EXPECT_NE(api.Chat("one", "X-Hermes-Session-Key: Bob's chat\r\n")
                .headers.at("x-hermes-session-id"),
            id);
  EXPECT_EQ(api.backend().prompts().back().messages.size(), 1u);
}

TEST(ChatApiTest, PreservesSpecialCharacters) {
  TestApi api;
  const std::string text =
      "\xF0\x9F\x98\x80 \"quoted\" \\ \n\t\x01 \xE2\x80\xA8";
  const std::string session = "X-Hermes-Session-Id: s\r\n";
  EXPECT_EQ(AnswerOf(api.Chat(text, session)), "You said: " + text);
  api.Chat("next", session);
  EXPECT_EQ(TextOf(api.backend().prompts().back().messages[0]), text);
}

TEST(ChatApiTest, PreservesNulCharacters) {
  TestApi api;
  const std::string text("a\0b", 3);
  const std::string session = "X-Hermes-Session-Id: s\r\n";
  EXPECT_EQ(AnswerOf(api.Chat(text, session)), "You said: " + text);
  api.Chat("next", session);
  EXPECT_EQ(TextOf(api.backend().prompts().back().messages[0]), text);
}

TEST(ChatApiTest, ReturnsErrorForFailureWithoutText) {
  const TestApi api;
  for (const bool stream : {false, true}) {
    const HttpResponse response = api.Chat("fail ", "", stream);
    EXPECT_EQ(response.status, 502);
    EXPECT_EQ(ErrorCodeOf(response), "agent_incomplete");
    const json::value hermes = {
        {"completed", false}, {"partial", false}, {"failed", true}};
    EXPECT_EQ(Parse(response).at("error").at("hermes"), hermes);
  }
}

TEST(ChatApiTest, EndsStreamWithTheFailure) {
  const TestApi api;
  const HttpResponse response = api.Chat("fail a", "", true);
  EXPECT_EQ(response.status, 200);
  const auto events = EventsOf(response.body);
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[2].data.at("choices").at(0).at("finish_reason"), "error");
  EXPECT_EQ(events[2].data.at("error").at("code"), "agent_incomplete");
  EXPECT_NE(response.body.find("data: [DONE]"), std::string::npos);
}

TEST(ChatApiTest, ReturnsFinishReasonOfTheBackEnd) {
  const TestApi api;
  EXPECT_EQ(Parse(api.Chat("limit a")).at("choices").at(0).at("finish_reason"),
            "length");
}

TEST(ChatApiTest, NamesTheInvalidMemberOfARequest) {
  const TestApi api;
  const auto code = [&](const std::string& body) {
    const HttpResponse response = api.Ask("POST", kChat, body);
    EXPECT_EQ(response.status, 400) << body;
    return ErrorCodeOf(response);
  };
  EXPECT_EQ(code(""), "invalid_json");
  EXPECT_EQ(code("{"), "invalid_json");
  EXPECT_EQ(code("[]"), "invalid_json");
  EXPECT_EQ(code("{}"), "missing_parameter");
  EXPECT_EQ(code(R"({"messages":[]})"), "invalid_messages");
  EXPECT_EQ(code(R"({"messages":[{"role":"user","content":" "}]})"),
            "empty_input");
  EXPECT_EQ(code(R"({"messages":[{"role":"user","content":"a"}],"n":2})"),
            "unsupported_parameter");
}

TEST(ChatApiTest, RejectsInvalidSessionHeader) {
  const TestApi api;
  for (const std::string& header :
       {std::string("X-Hermes-Session-Id: a b\r\n"),
        std::string("X-Hermes-Session-Id: \xC3\xA4\r\n"),
        std::string("X-Hermes-Session-Id: \r\n"),
        "X-Hermes-Session-Key: " + std::string(257, 'k') + "\r\n"}) {
    const HttpResponse response = api.Chat("hi", header);
    EXPECT_EQ(response.status, 400) << header;
    EXPECT_EQ(ErrorCodeOf(response), "invalid_header") << header;
  }
}

TEST(ChatApiTest, RejectsDuplicateHeader) {
  const TestApi api;
  const HttpResponse response =
      api.Chat("hi", "X-Hermes-Session-Id: a\r\nX-Hermes-Session-Id: b\r\n");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(ErrorCodeOf(response), "invalid_header");
}

TEST(ChatApiTest, KeepsSilentStreamAlive) {
  TestApi::Settings settings;
  settings.options.keepalive_interval = std::chrono::milliseconds(20);
  TestApi api(settings);
  http::RawClient client(api.port());
  StartHanging(api, client, kChat, "X-Hermes-Session-Id: mine\r\n",
               ChatBody("hang ", true));
  const std::string head = client.ReadUntil(": keepalive\n\n\r\n");
  EXPECT_EQ(head.rfind("HTTP/1.1 200 OK\r\n", 0), 0u) << head;
  EXPECT_NE(head.find("X-Hermes-Session-Id: mine"), std::string::npos) << head;
  // The stream has begun without text, so the failure must be an event.
  api.OnLoop([&] { api.turns().turns().StopAll(StopReason::kDraining); });
  const std::string all = client.ReadUntil("0\r\n\r\n");
  EXPECT_NE(all.find("gateway_draining"), std::string::npos) << all;
  EXPECT_NE(all.find("data: [DONE]"), std::string::npos) << all;
}

// A turn that waits for another turn of its session has no text yet either.
TEST(ChatApiTest, KeepsWaitingStreamAliveAndNamesItsSession) {
  TestApi::Settings settings;
  settings.options.keepalive_interval = std::chrono::milliseconds(20);
  TestApi api(settings);
  const std::string session = "X-Hermes-Session-Id: mine\r\n";
  http::RawClient first(api.port());
  StartHanging(api, first, kChat, session, ChatBody("hang "));
  http::RawClient second(api.port());
  SendPost(second, kChat, session, ChatBody("hi", true));
  EXPECT_NE(second.ReadUntil(": keepalive\n\n\r\n")
                .find("X-Hermes-Session-Id: mine\r\n"),
            std::string::npos);
}

TEST(ChatApiTest, StopsTurnWhenTheClientLeaves) {
  for (const bool stream : {false, true}) {
    TestApi api;
    http::RawClient client(api.port());
    StartHanging(api, client, kChat, "X-Hermes-Session-Id: s\r\n",
                 ChatBody("hang partly", stream));
    client.Close();
    api.Await([&] { return api.counts()["turn cancelled"] == 1; });
    EXPECT_EQ(api.backend().last_stop(), StopReason::kClientGone);
    // The partial answer is part of the conversation.
    api.Chat("next", "X-Hermes-Session-Id: s\r\n");
    EXPECT_EQ(TextsOf(api.backend().prompts().back()),
              (std::vector<std::string>{"user: hang partly",
                                        "assistant: partly", "user: next"}));
  }
}

TEST(ChatApiTest, StopCommandStopsTheTurnOfItsSession) {
  TestApi api;
  const std::string session = "X-Hermes-Session-Id: s\r\n";
  http::RawClient client(api.port());
  StartHanging(api, client, kChat, session, ChatBody("hang so far"));
  EXPECT_EQ(AnswerOf(api.Chat("/stop", session)), "Stopped.");
  const std::string reply = client.ReadUntil("total_tokens");
  EXPECT_NE(reply.find("so far"), std::string::npos) << reply;
  EXPECT_EQ(AnswerOf(api.Chat("/stop", session)), "No answer is in progress.");
}

TEST(ChatApiTest, StreamsTheAnswerToACommand) {
  const TestApi api;
  const auto events = EventsOf(api.Chat("/help", "", true).body);
  ASSERT_EQ(events.size(), 3u);
  const json::value& text =
      events[1].data.at("choices").at(0).at("delta").at("content");
  EXPECT_NE(std::string(text.as_string()).find("/new"), std::string::npos);
}

TEST(ChatApiTest, RefusesTooManyTurns) {
  TestApi::Settings settings;
  settings.turns.max_concurrent = 1;
  TestApi api(settings);
  http::RawClient client(api.port());
  StartHanging(api, client, kChat, "", ChatBody("hang "));
  const HttpResponse response = api.Chat("hi", kOrigin);
  EXPECT_EQ(response.status, 429);
  EXPECT_EQ(response.headers.at("retry-after"), "1");
  EXPECT_EQ(Parse(response).at("error").at("message"),
            "Too many concurrent runs (max 1)");
  EXPECT_EQ(response.headers.at("access-control-allow-origin"), "https://ok");
}

TEST(ChatApiTest, RunsOneTurnForAnIdempotencyKey) {
  TestApi api;
  const std::string key = "Idempotency-Key: k\r\n";
  const HttpResponse first = api.Chat("hi", key);
  EXPECT_EQ(first.headers.count("idempotency-replayed"), 0u);
  const HttpResponse again = api.Chat("hi", key);
  EXPECT_EQ(again.headers.at("idempotency-replayed"), "true");
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.headers.at("x-hermes-session-id"),
            first.headers.at("x-hermes-session-id"));
  EXPECT_EQ(api.backend().prompts().size(), 1u);
  const HttpResponse other = api.Chat("something else", key);
  EXPECT_EQ(other.status, 409);
  EXPECT_EQ(ErrorCodeOf(other), "idempotency_key_conflict");
}

TEST(ChatApiTest, ReplaysStreamAsAStream) {
  TestApi api;
  const std::string key = "Idempotency-Key: k\r\n";
  const auto first = EventsOf(api.Chat("pieces a|b", key, true).body);
  const HttpResponse again = api.Chat("pieces a|b", key, true);
  EXPECT_EQ(again.headers.at("idempotency-replayed"), "true");
  const auto events = EventsOf(again.body);
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[1].data.at("choices").at(0).at("delta").at("content"), "ab");
  EXPECT_EQ(events[2].data, first.back().data);
}

TEST(ChatApiTest, MakesSecondRequestWithIdempotencyKeyWait) {
  TestApi api;
  const std::string key = "Idempotency-Key: k\r\nX-Hermes-Session-Id: s\r\n";
  http::RawClient first(api.port());
  StartHanging(api, first, kChat, key, ChatBody("hang done"));
  http::RawClient second(api.port());
  SendPost(second, kChat, key, ChatBody("hang done"));
  api.Await([&] { return api.work().active() == 2; });
  EXPECT_EQ(api.backend().prompts().size(), 1u);
  // The first request is given up, so the second one gets its own turn.
  first.Close();
  api.Await([&] { return api.backend().prompts().size() == 2; });
}

TEST(ChatApiTest, EndsWaitForIdempotencyKeyWhenTheClientLeaves) {
  TestApi api;
  const std::string key = "Idempotency-Key: k\r\n";
  http::RawClient first(api.port());
  StartHanging(api, first, kChat, key, ChatBody("hang "));
  {
    http::RawClient second(api.port());
    SendPost(second, kChat, key, ChatBody("hang "));
    api.Await([&] { return api.work().active() == 2; });
  }
  api.Await([&] { return api.work().active() == 1; });
  EXPECT_EQ(api.backend().prompts().size(), 1u);
}

// A turn that starts while the others are being stopped would delay the drain.
TEST(ChatApiTest, StartsNoTurnAfterAllTurnsWereStopped) {
  TestApi api;
  const std::string key = "Idempotency-Key: k\r\n";
  http::RawClient first(api.port());
  StartHanging(api, first, kChat, key, ChatBody("hang "));
  http::RawClient second(api.port());
  SendPost(second, kChat, key, ChatBody("hang "));
  api.Await([&] { return api.work().active() == 2; });
  api.OnLoop([&] { api.turns().turns().StopAll(StopReason::kDraining); });
  EXPECT_NE(second.ReadUntil("gateway_draining").find("503"),
            std::string::npos);
  EXPECT_EQ(api.backend().prompts().size(), 1u);
}

TEST(ChatApiTest, ServesTheSameApiBelowTheProfilesPath) {
  TestApi::Settings settings;
  settings.rules.profile = "coder";
  settings.options.profile = "coder";
  const TestApi api(settings);
  EXPECT_EQ(
      AnswerOf(api.Ask("POST", "/p/coder/v1/chat/completions", ChatBody("hi"))),
      "You said: hi");
  EXPECT_EQ(api.Ask("GET", "/p/coder/health").status, 200);
  const HttpResponse foreign =
      api.Ask("POST", "/p/writer/v1/chat/completions", ChatBody("hi"));
  EXPECT_EQ(foreign.status, 404);
  EXPECT_EQ(foreign.body, R"({"error":"Unknown or unconfigured profile"})");
}

TEST(ResponsesApiTest, RepliesWithAResponse) {
  const TestApi api;
  const HttpResponse response = api.Ask(
      "POST", kResponses, ResponsesBody("hi", {{"metadata", {{"a", "b"}}}}));
  ASSERT_EQ(response.status, 200) << response.body;
  const json::value body = Parse(response);
  EXPECT_EQ(body.at("id").as_string().size(), 5u + 32u);
  EXPECT_EQ(body.at("object"), "response");
  EXPECT_EQ(body.at("status"), "completed");
  EXPECT_EQ(OutputOf(body), "You said: hi");
  EXPECT_EQ(body.at("metadata"), json::value({{"a", "b"}}));
  EXPECT_EQ(body.at("usage").at("input_tokens"), 1);
  EXPECT_EQ(body.at("usage").at("output_tokens"), 2);
  EXPECT_TRUE(body.at("error").is_null());
}

TEST(ResponsesApiTest, StreamsItsEventsInOrder) {
  const TestApi api;
  const HttpResponse response = api.Ask(
      "POST", kResponses, ResponsesBody("pieces a|b", {{"stream", true}}));
  ASSERT_EQ(response.status, 200);
  const auto events = EventsOf(response.body);
  const std::vector<std::string> expected = {
      "response.created",           "response.in_progress",
      "response.output_item.added", "response.content_part.added",
      "response.output_text.delta", "response.output_text.delta",
      "response.output_text.done",  "response.content_part.done",
      "response.output_item.done",  "response.completed"};
  ASSERT_EQ(events.size(), expected.size());
  for (size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].type, expected[i]);
    EXPECT_EQ(events[i].data.at("type"), json::string(expected[i]));
    EXPECT_EQ(events[i].data.at("sequence_number"), static_cast<int64_t>(i));
  }
  const json::value& whole = events.back().data.at("response");
  EXPECT_EQ(OutputOf(whole), "ab");
  // The stored response equals the streamed one.
  const std::string id(whole.at("id").as_string());
  EXPECT_EQ(Parse(api.Ask("GET", std::string(kResponses) + "/" + id)), whole);
}

TEST(ResponsesApiTest, ContinuesPreviousResponse) {
  TestApi api;
  const std::string id =
      IdOf(api.Ask("POST", kResponses, ResponsesBody("one")));
  const HttpResponse second =
      api.Ask("POST", kResponses,
              ResponsesBody("two", {{"previous_response_id", id},
                                    {"instructions", "Be brief."}}));
  EXPECT_EQ(Parse(second).at("previous_response_id"), json::string(id));
  EXPECT_EQ(TextsOf(api.backend().prompts().back()),
            (std::vector<std::string>{"user: one", "assistant: You said: one",
                                      "user: two"}));
  EXPECT_EQ(api.backend().prompts().back().system, "Be a test.\n\nBe brief.");
  // Another continuation of the first response.
  api.Ask("POST", kResponses,
          ResponsesBody("three", {{"previous_response_id", id}}));
  EXPECT_EQ(TextsOf(api.backend().prompts().back()),
            (std::vector<std::string>{"user: one", "assistant: You said: one",
                                      "user: three"}));
  // A continuation does not inherit the instructions.
  EXPECT_EQ(api.backend().prompts().back().system, "Be a test.");
}

TEST(ResponsesApiTest, ReturnsNotFoundForUnknownPreviousResponse) {
  TestApi api;
  for (const bool stream : {false, true}) {
    const HttpResponse response = api.Ask(
        "POST", kResponses,
        ResponsesBody(
            "a", {{"previous_response_id", "resp_0"}, {"stream", stream}}));
    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(ErrorCodeOf(response), "response_not_found");
  }
  EXPECT_TRUE(api.backend().prompts().empty());
}

TEST(ResponsesApiTest, ContinuesConversationByItsName) {
  TestApi api;
  const json::object named = {{"conversation", "c"}};
  api.Ask("POST", kResponses, ResponsesBody("one", named));
  const HttpResponse second =
      api.Ask("POST", kResponses, ResponsesBody("two", named));
  EXPECT_EQ(Parse(second).at("conversation"), json::value({{"id", "c"}}));
  EXPECT_EQ(api.backend().prompts().back().messages.size(), 3u);
  const HttpResponse fresh =
      api.Ask("POST", kResponses, ResponsesBody("/new", named));
  EXPECT_EQ(OutputOf(Parse(fresh)), "A new session has begun.");
  api.Ask("POST", kResponses, ResponsesBody("three", named));
  EXPECT_EQ(api.backend().prompts().back().messages.size(), 1u);
}

TEST(ResponsesApiTest, ReturnsAndDeletesStoredResponse) {
  const TestApi api;
  const HttpResponse created = api.Ask("POST", kResponses, ResponsesBody("hi"));
  const std::string path = std::string(kResponses) + "/" + IdOf(created);
  EXPECT_EQ(Parse(api.Ask("GET", path)), Parse(created));
  const HttpResponse head = api.Ask("HEAD", path);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.headers.at("content-length"),
            std::to_string(api.Ask("GET", path).body.size()));
  const HttpResponse gone = api.Ask("DELETE", path);
  EXPECT_EQ(gone.status, 200);
  EXPECT_EQ(Parse(gone).at("deleted"), true);
  EXPECT_EQ(api.Ask("GET", path).status, 404);
  EXPECT_EQ(ErrorCodeOf(api.Ask("DELETE", path)), "response_not_found");
}

TEST(ResponsesApiTest, DoesNotStoreResponseWithStoreFalse) {
  const TestApi api;
  const HttpResponse created =
      api.Ask("POST", kResponses, ResponsesBody("hi", {{"store", false}}));
  EXPECT_EQ(Parse(created).at("store"), false);
  EXPECT_EQ(
      api.Ask("GET", std::string(kResponses) + "/" + IdOf(created)).status,
      404);
}

TEST(ResponsesApiTest, StoresPartialResponseWhenTheClientLeaves) {
  TestApi api;
  http::RawClient client(api.port());
  StartHanging(api, client, kResponses, "",
               ResponsesBody("hang so far", {{"stream", true}}));
  const std::string begun = client.ReadUntil("so far");
  const size_t at = begun.find("resp_");
  ASSERT_NE(at, std::string::npos) << begun;
  const std::string id = begun.substr(at, 5 + 32);
  client.Close();
  api.Await([&] { return api.counts()["turn cancelled"] == 1; });
  const json::value kept =
      Parse(api.Ask("GET", std::string(kResponses) + "/" + id));
  EXPECT_EQ(kept.at("status"), "incomplete");
  EXPECT_EQ(kept.at("incomplete_details").at("reason"), "interrupted");
  EXPECT_EQ(OutputOf(kept), "so far");
}

TEST(ResponsesApiTest, MarksResponseCutByTheLimitAsIncomplete) {
  const TestApi api;
  const json::value body =
      Parse(api.Ask("POST", kResponses, ResponsesBody("limit a")));
  EXPECT_EQ(body.at("status"), "incomplete");
  EXPECT_EQ(body.at("incomplete_details").at("reason"), "max_output_tokens");
}

TEST(ResponsesApiTest, EndsStreamWithTheFailure) {
  const TestApi api;
  const HttpResponse response =
      api.Ask("POST", kResponses, ResponsesBody("fail a", {{"stream", true}}));
  const auto events = EventsOf(response.body);
  ASSERT_FALSE(events.empty());
  EXPECT_EQ(events.back().type, "response.failed");
  EXPECT_EQ(events.back().data.at("response").at("error").at("code"),
            "agent_incomplete");
}

TEST(ResponsesApiTest, UsesHistoryOfTheSessionInTheHeader) {
  TestApi api;
  const std::string session = "X-Hermes-Session-Id: s\r\n";
  api.Chat("one", session);
  const HttpResponse response =
      api.Ask("POST", kResponses, ResponsesBody("two"), session);
  EXPECT_EQ(response.headers.at("x-hermes-session-id"), "s");
  EXPECT_EQ(api.backend().prompts().back().messages.size(), 3u);
  const HttpResponse both =
      api.Ask("POST", kResponses,
              ResponsesBody("three", {{"conversation", "c"}}), session);
  EXPECT_EQ(both.status, 400);
  EXPECT_EQ(ErrorCodeOf(both), "invalid_value");
}

// The reply says "store":true, also if a session has the history.
TEST(ResponsesApiTest, StoresResponseOfASession) {
  const TestApi api;
  const HttpResponse created = api.Ask("POST", kResponses, ResponsesBody("hi"),
                                       "X-Hermes-Session-Id: s\r\n");
  EXPECT_EQ(Parse(created).at("store"), true);
  EXPECT_EQ(
      api.Ask("GET", std::string(kResponses) + "/" + IdOf(created)).status,
      200);
}

TEST(ResponsesApiTest, RunsOneTurnForAnIdempotencyKey) {
  TestApi api;
  const std::string key = "Idempotency-Key: k\r\n";
  const std::string body = ResponsesBody("hi");
  const HttpResponse first = api.Ask("POST", kResponses, body, key);
  const HttpResponse again = api.Ask("POST", kResponses, body, key);
  EXPECT_EQ(again.headers.at("idempotency-replayed"), "true");
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(api.backend().prompts().size(), 1u);
}

// A client without the key must get its reply before it has sent ten megabytes.
TEST(AccessApiTest, RepliesUnauthorizedBeforeReadingTheBody) {
  const TestApi api;
  http::RawClient client(api.port());
  client.Send(std::string("POST ") + kChat +
              " HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n");
  const std::string reply = client.ReadUntil("gateway_auth_failed");
  EXPECT_EQ(reply.rfind("HTTP/1.1 401 ", 0), 0u) << reply;
  EXPECT_NE(reply.find("WWW-Authenticate: Bearer"), std::string::npos);
}

TEST(AccessApiTest, RefusesNewTurnsButServesOtherRoutesWhileDraining) {
  TestApi api;
  api.OnLoop([&] { api.work().Pause(true); });
  for (const char* target : {kChat, kResponses}) {
    const HttpResponse response =
        api.Ask("POST", target, ChatBody("hi"), kOrigin);
    EXPECT_EQ(response.status, 503);
    EXPECT_EQ(response.headers.at("retry-after"), "1");
    EXPECT_EQ(ErrorCodeOf(response), "gateway_draining");
    EXPECT_EQ(response.headers.at("access-control-allow-origin"), "https://ok");
  }
  EXPECT_EQ(api.Ask("GET", "/health").status, 200);
  EXPECT_EQ(api.Ask("GET", "/v1/models").status, 200);
  api.OnLoop([&] { api.work().Pause(false); });
  EXPECT_EQ(api.Chat("hi").status, 200);
}

TEST(AccessApiTest, ServesMetricsToLoopbackClientsOnly) {
  const TestApi api;
  const HttpResponse response = Fetch(api.port(), "GET", "/metrics");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "up 1\n");
  EXPECT_EQ(response.headers.at("content-type"), "text/plain");
  // A proxy on this machine may forward requests of any client.
  EXPECT_EQ(Fetch(api.port(), "GET", "/metrics", "X-Forwarded-For: 1.2.3.4\r\n")
                .status,
            404);
}

TEST(AccessApiTest, ServesMetricsToClientsWithTheKey) {
  TestApi::Settings settings;
  settings.rules.metrics = MetricsAccess::kKey;
  const TestApi api(settings);
  EXPECT_EQ(Fetch(api.port(), "GET", "/metrics").status, 401);
  EXPECT_EQ(api.Ask("GET", "/metrics", "", "Via: proxy\r\n").status, 200);
}

TEST(AccessApiTest, ReturnsNotFoundForMetricsThatAreOff) {
  TestApi::Settings settings;
  settings.rules.metrics = MetricsAccess::kOff;
  const TestApi api(settings);
  EXPECT_EQ(api.Ask("GET", "/metrics").status, 404);
}

TEST(AccessApiTest, AnswersHeadLikeGetWithoutBody) {
  const TestApi api;
  for (const char* target :
       {"/health", "/v1/health", "/health/detailed", "/metrics", "/v1/models",
        "/v1/models/hermes-agent", "/v1/capabilities"}) {
    const HttpResponse get = api.Ask("GET", target);
    const HttpResponse head = api.Ask("HEAD", target);
    EXPECT_EQ(get.status, 200) << target;
    EXPECT_EQ(head.status, 200) << target;
    EXPECT_EQ(head.headers.at("content-length"),
              std::to_string(get.body.size()))
        << target;
    EXPECT_EQ(head.headers.at("content-type"), get.headers.at("content-type"));
  }
}

TEST(AccessApiTest, ReturnsNotFoundForUnknownModel) {
  const TestApi api;
  const HttpResponse response = api.Ask("GET", "/v1/models/gpt-9");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(ErrorCodeOf(response), "model_not_found");
}

struct ReplyCase {
  const char* name;
  const char* method;
  const char* target;
  std::string headers;
  std::string body;
  int status;
};

// Every reply must have the security headers, and, for a browser whose origin
// is allowed, the CORS headers that let its page read the reply.
class EveryReplyTest : public testing::TestWithParam<ReplyCase> {};

TEST_P(EveryReplyTest, HasSecurityAndCorsHeaders) {
  const TestApi api;
  const ReplyCase& row = GetParam();
  const HttpResponse response = Fetch(api.port(), row.method, row.target,
                                      row.headers + kOrigin, row.body);
  ASSERT_EQ(response.status, row.status) << response.body;
  for (const char* name :
       {"content-security-policy", "x-content-type-options", "x-frame-options",
        "referrer-policy", "permissions-policy", "date"}) {
    EXPECT_EQ(response.headers.count(name), 1u) << name;
  }
  ASSERT_EQ(response.headers.count("access-control-allow-origin"), 1u);
  EXPECT_EQ(response.headers.at("access-control-allow-origin"), "https://ok");
  EXPECT_EQ(response.headers.at("vary"), "Origin");
}

INSTANTIATE_TEST_SUITE_P(
    Table, EveryReplyTest,
    testing::Values(
        ReplyCase{"Health", "GET", "/health", "", "", 200},
        ReplyCase{"Detailed", "GET", "/health/detailed", kKeyHeader, "", 200},
        ReplyCase{"Metrics", "GET", "/metrics", "", "", 200},
        ReplyCase{"Models", "GET", "/v1/models", kKeyHeader, "", 200},
        ReplyCase{"Capabilities", "GET", "/v1/capabilities", kKeyHeader, "",
                  200},
        ReplyCase{"Chat", "POST", kChat, kKeyHeader, ChatBody("hi"), 200},
        ReplyCase{"Stream", "POST", kChat, kKeyHeader, kStreamedChat, 200},
        ReplyCase{"Response", "POST", kResponses, kKeyHeader,
                  R"({"input":"hi"})", 200},
        ReplyCase{"ResponseStream", "POST", kResponses, kKeyHeader,
                  R"({"input":"hi","stream":true})", 200},
        ReplyCase{"Preflight", "OPTIONS", kChat, "", "", 204},
        ReplyCase{"BadRequest", "POST", kChat, kKeyHeader, "{", 400},
        ReplyCase{"Unauthorized", "POST", kChat, "", "{", 401},
        ReplyCase{"NoRoute", "GET", "/nowhere", "", "", 404},
        ReplyCase{"NoResponse", "GET", "/v1/responses/resp_0", kKeyHeader, "",
                  404},
        ReplyCase{"NoProfile", "GET", "/p/other/health", "", "", 404},
        ReplyCase{"NoMethod", "DELETE", "/health", "", "", 405},
        ReplyCase{"Failure", "POST", kChat, kKeyHeader, ChatBody("fail "),
                  502}),
    [](const testing::TestParamInfo<ReplyCase>& i) { return i.param.name; });

TEST(AccessApiTest, RejectsForeignOriginWithAStatusOnly) {
  const TestApi api;
  const HttpResponse response =
      api.Ask("POST", kChat, ChatBody("hi"), "Origin: https://evil\r\n");
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(response.body, "");
  EXPECT_EQ(response.headers.count("access-control-allow-origin"), 0u);
  EXPECT_EQ(response.headers.count("content-security-policy"), 1u);
}

TEST(AccessApiTest, PreflightListsWhatIsAllowed) {
  const TestApi api;
  const HttpResponse response = Fetch(api.port(), "OPTIONS", kChat, kOrigin);
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(response.headers.at("access-control-allow-methods"),
            "GET, POST, DELETE, OPTIONS");
  EXPECT_NE(
      response.headers.at("access-control-allow-headers").find("Authorization"),
      std::string::npos);
  EXPECT_EQ(response.headers.at("access-control-max-age"), "600");
  EXPECT_EQ(response.headers.count("content-length"), 0u);
}

TEST(AccessApiTest, ReturnsProtocolErrorsAsErrorObjects) {
  TestApi::Settings settings;
  settings.limits.body_bytes = 10;
  const TestApi api(settings);
  const HttpResponse large = api.Chat("more than ten bytes");
  EXPECT_EQ(large.status, 413);
  EXPECT_EQ(ErrorCodeOf(large), "body_too_large");
  const HttpResponse header =
      api.Ask("GET", "/health", "", "X: " + std::string(100000, 'x') + "\r\n");
  EXPECT_EQ(header.status, 431);
  EXPECT_EQ(ErrorCodeOf(header), "header_too_large");
  http::RawClient client(api.port());
  client.Send("nonsense\r\n\r\n");
  EXPECT_NE(client.ReadAll().find("bad_request"), std::string::npos);
}

// A page must be able to show its user that an upload was too large.
TEST(AccessApiTest, LetsAllowedOriginsReadProtocolErrors) {
  TestApi::Settings settings;
  settings.limits.body_bytes = 10;
  const TestApi api(settings);
  const HttpResponse allowed = api.Chat("more than ten bytes", kOrigin);
  EXPECT_EQ(allowed.status, 413);
  ASSERT_EQ(allowed.headers.count("access-control-allow-origin"), 1u);
  EXPECT_EQ(allowed.headers.at("access-control-allow-origin"), "https://ok");
  const HttpResponse foreign =
      api.Chat("more than ten bytes", "Origin: https://evil\r\n");
  EXPECT_EQ(foreign.status, 413);
  EXPECT_EQ(foreign.headers.count("access-control-allow-origin"), 0u);
}

TEST(AccessApiTest, CountsEveryReply) {
  const TestApi api;
  api.Chat("hi");
  api.Chat("hi", "", true);
  Fetch(api.port(), "POST", kChat, "", "{}");
  api.Ask("POST", kChat, "{");
  EXPECT_EQ(api.counts()["/v1/chat/completions 200"], 2);
  EXPECT_EQ(api.counts()["/v1/chat/completions 401"], 1);
  EXPECT_EQ(api.counts()["error gateway_auth_failed"], 1);
  EXPECT_EQ(api.counts()["/v1/chat/completions 400"], 1);
  EXPECT_EQ(api.counts()["error invalid_json"], 1);
  EXPECT_EQ(api.counts()["turn stop"], 2);
}

// Clients rely on the catalogue, so every endpoint in it must exist.
TEST(AccessApiTest, ServesEveryEndpointOfTheCatalogue) {
  const TestApi api;
  const json::value catalogue = Parse(api.Ask("GET", "/v1/capabilities"));
  int seen = 0;
  for (const auto& [name, endpoint] : catalogue.at("endpoints").as_object()) {
    const std::string method(endpoint.at("method").as_string());
    std::string path(endpoint.at("path").as_string());
    const size_t id = path.find('{');
    if (id != std::string::npos) {
      path = path.substr(0, id) + (path.find("models") == std::string::npos
                                       ? "resp_0"
                                       : "hermes-agent");
    }
    const HttpResponse response =
        api.Ask(method, path, method == "POST" ? "{}" : "");
    EXPECT_NE(response.status, 405) << name;
    if (response.status == 404) {
      EXPECT_EQ(ErrorCodeOf(response), "response_not_found") << name;
    }
    ++seen;
  }
  EXPECT_EQ(seen, 9);
}

}  // namespace
}  // namespace hermes::gateway::api
