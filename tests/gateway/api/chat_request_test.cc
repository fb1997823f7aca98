#include "gateway/api/chat_request.h"

#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "gateway/api/error.h"
#include "gateway/turn/chat_message.h"

namespace hermes::gateway::api {
namespace {

std::string CodeOf(const std::string& body) {
  auto request = ParseChatRequest(body);
  const Error* const error = std::get_if<Error>(&request);
  return error == nullptr ? "" : error->code;
}

TEST(ParseChatRequestTest, ParsesConversationAndGeneration) {
  auto parsed = ParseChatRequest(
      R"({"model":"m","stream":true,"messages":[{"role":"user","content":"a"}]})");
  const auto& request = std::get<ChatRequest>(parsed);
  EXPECT_EQ(request.conversation.input, TextMessage(Role::kUser, "a"));
  EXPECT_EQ(request.generation.model, "m");
  EXPECT_TRUE(request.generation.stream);
}

TEST(ParseChatRequestTest, ReportsErrorsOfEachPart) {
  EXPECT_EQ(CodeOf("nonsense"), "invalid_json");
  EXPECT_EQ(CodeOf("{}"), "missing_parameter");
  EXPECT_EQ(CodeOf(R"({"messages":null})"), "missing_parameter");
  EXPECT_EQ(CodeOf(R"({"messages":"a"})"), "invalid_messages");
  EXPECT_EQ(
      CodeOf(R"({"messages":[{"role":"user","content":"a"}],"seed":"x"})"),
      "invalid_value");
}

}  // namespace
}  // namespace hermes::gateway::api
