#include "gateway/turn/command_prompt.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <string>

#include "gateway/turn/chat_message.h"

namespace hermes::gateway {
namespace {

namespace json = boost::json;

Prompt Question() {
  Prompt prompt;
  prompt.system = "Be kind.";
  prompt.session_id = "20261124_070000_1a2b3c4d";
  prompt.messages = {TextMessage(Role::kUser, "one"),
                     TextMessage(Role::kAssistant, "two"),
                     TextMessage(Role::kUser, "three \"quoted\"\n")};
  prompt.options["temperature"] = 0.5;
  return prompt;
}

TEST(CommandPromptTest, WritesOneLineOfJson) {
  const std::string text = CommandDocument(Question(), "gpt");
  EXPECT_EQ(text.find('\n'), text.size() - 1);
  EXPECT_EQ(json::parse(text), json::parse(R"({
    "version": 1, "session_id": "20261124_070000_1a2b3c4d", "model": "gpt",
    "system": "Be kind.", "prompt": "three \"quoted\"\n",
    "messages": [{"role": "user", "content": "one"},
                 {"role": "assistant", "content": "two"},
                 {"role": "user", "content": "three \"quoted\"\n"}],
    "options": {"temperature": 0.5}})"));
}

TEST(CommandPromptTest, PrefersTheRequestsModel) {
  Prompt prompt = Question();
  prompt.model = "other";
  const json::value document = json::parse(CommandDocument(prompt, "gpt"));
  EXPECT_EQ(document.at("model"), "other");
}

TEST(CommandPromptTest, WritesPartsAsInTheApi) {
  Prompt prompt;
  ChatMessage message;
  message.parts = {{ContentPart::Kind::kText, "what is", ""},
                   {ContentPart::Kind::kImage, "https://h/a.png", "low"},
                   {ContentPart::Kind::kImage, "data:image/png;base64,AA", ""},
                   {ContentPart::Kind::kText, "this?", ""}};
  prompt.messages = {message};
  const json::value document = json::parse(CommandDocument(prompt, ""));
  EXPECT_EQ(document.at("prompt"), "what is\nthis?");
  EXPECT_EQ(document.at("messages").at(0).at("content"), json::parse(R"([
    {"type": "text", "text": "what is"},
    {"type": "image_url",
     "image_url": {"url": "https://h/a.png", "detail": "low"}},
    {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA"}},
    {"type": "text", "text": "this?"}])"));
}

TEST(CommandPromptTest, WritesSingleImageAsList) {
  Prompt prompt;
  ChatMessage message;
  message.parts = {{ContentPart::Kind::kImage, "https://h/a.png", ""}};
  prompt.messages = {message};
  const json::value document = json::parse(CommandDocument(prompt, ""));
  EXPECT_TRUE(document.at("messages").at(0).at("content").is_array());
  EXPECT_EQ(document.at("prompt"), "");
}

}  // namespace
}  // namespace hermes::gateway
