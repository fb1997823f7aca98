#include "gateway/upstream/chat_request.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>

#include "gateway/turn/backend.h"
#include "gateway/turn/chat_message.h"

namespace hermes::gateway::upstream {
namespace {

namespace json = boost::json;

Prompt Hi() {
  Prompt prompt;
  prompt.messages = {TextMessage(Role::kUser, "hi")};
  return prompt;
}

json::value Body(const Prompt& prompt, bool ask_usage = true) {
  return json::parse(ChatRequestBody(prompt, "default", ask_usage));
}

TEST(ChatRequestTest, RequestsAStreamWithUsage) {
  EXPECT_EQ(Body(Hi()), json::parse(R"({"model":"default","stream":true,
              "messages":[{"role":"user","content":"hi"}],
              "stream_options":{"include_usage":true}})"));
}

TEST(ChatRequestTest, OmitsUsageIfTheUpstreamRefusesIt) {
  EXPECT_FALSE(Body(Hi(), false).as_object().contains("stream_options"));
}

TEST(ChatRequestTest, PutsTheSystemMessageFirst) {
  Prompt prompt = Hi();
  prompt.system = "be brief";
  prompt.messages.insert(prompt.messages.begin(),
                         TextMessage(Role::kAssistant, "hello"));
  EXPECT_EQ(Body(prompt).at("messages"),
            json::parse(R"([{"role":"system","content":"be brief"},
              {"role":"assistant","content":"hello"},
              {"role":"user","content":"hi"}])"));
}

TEST(ChatRequestTest, RequestsThePromptsModel) {
  Prompt prompt = Hi();
  prompt.model = "large";
  EXPECT_EQ(Body(prompt).at("model"), "large");
}

TEST(ChatRequestTest, JoinsSeveralTextsIntoOneString) {
  Prompt prompt = Hi();
  prompt.messages[0].parts.push_back({ContentPart::Kind::kText, "there", ""});
  EXPECT_EQ(Body(prompt).at("messages").at(0).at("content"), "hi\nthere");
}

TEST(ChatRequestTest, SendsImagesAsParts) {
  Prompt prompt = Hi();
  prompt.messages[0].parts.push_back(
      {ContentPart::Kind::kImage, "data:image/png;base64,AA==", "low"});
  prompt.messages[0].parts.push_back(
      {ContentPart::Kind::kImage, "https://x.test/a.png", ""});
  EXPECT_EQ(Body(prompt).at("messages").at(0).at("content"),
            json::parse(R"([{"type":"text","text":"hi"},
              {"type":"image_url","image_url":
                {"url":"data:image/png;base64,AA==","detail":"low"}},
              {"type":"image_url","image_url":
                {"url":"https://x.test/a.png"}}])"));
}

TEST(ChatRequestTest, PassesOptionsOn) {
  Prompt prompt = Hi();
  prompt.options = {{"temperature", 0.5}, {"stop", json::array{"a", "b"}}};
  const json::value body = Body(prompt);
  EXPECT_EQ(body.at("temperature"), 0.5);
  EXPECT_EQ(body.at("stop"), (json::array{"a", "b"}));
}

TEST(ChatRequestTest, IgnoresOptionsThatTheGatewaySets) {
  Prompt prompt = Hi();
  const json::value before = Body(prompt);
  prompt.options = {{"stream", false},
                    {"model", "x"},
                    {"n", 3},
                    {"messages", json::array{}},
                    {"stream_options", nullptr}};
  EXPECT_EQ(Body(prompt), before);
}

TEST(ChatRequestTest, EscapesText) {
  Prompt prompt = Hi();
  prompt.messages[0] = TextMessage(Role::kUser, "\"\\\n\xF0\x9F\x98\x80");
  EXPECT_EQ(Body(prompt).at("messages").at(0).at("content"),
            "\"\\\n\xF0\x9F\x98\x80");
}

}  // namespace
}  // namespace hermes::gateway::upstream
