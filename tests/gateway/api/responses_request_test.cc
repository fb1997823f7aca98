#include "gateway/api/responses_request.h"

#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "gateway/api/error.h"
#include "gateway/turn/chat_message.h"

namespace hermes::gateway::api {
namespace {

namespace json = boost::json;

ResponsesRequest Parsed(const std::string& body) {
  auto request = ParseResponsesRequest(body);
  if (const auto* error = std::get_if<Error>(&request)) {
    ADD_FAILURE() << error->message;
    return {};
  }
  return std::get<ResponsesRequest>(std::move(request));
}

TEST(ParseResponsesRequestTest, ParsesStringInputAsAUsersMessage) {
  const ResponsesRequest request = Parsed(R"({"input":"hi"})");
  EXPECT_EQ(request.conversation.input, TextMessage(Role::kUser, "hi"));
  EXPECT_TRUE(request.conversation.earlier.empty());
  EXPECT_TRUE(request.conversation.system_texts.empty());
  EXPECT_TRUE(request.store);
  EXPECT_EQ(request.previous_response_id, "");
  EXPECT_EQ(request.conversation_name, "");
}

TEST(ParseResponsesRequestTest, CopiesItsMembers) {
  const ResponsesRequest request = Parsed(
      R"({"input":[{"type":"message","role":"system","content":"s"},)"
      R"({"role":"user","content":[{"type":"input_text","text":"hi"}]}],)"
      R"("instructions":"i","store":"no","previous_response_id":"resp_1",)"
      R"("metadata":{"a":1},"max_output_tokens":5,"stream":true})");
  EXPECT_EQ(request.conversation.system_texts,
            (std::vector<std::string>{"i", "s"}));
  EXPECT_EQ(TextOf(request.conversation.input), "hi");
  EXPECT_EQ(request.instructions, "i");
  EXPECT_FALSE(request.store);
  EXPECT_EQ(request.previous_response_id, "resp_1");
  EXPECT_EQ(request.metadata, json::object({{"a", 1}}));
  EXPECT_TRUE(request.generation.stream);
}

TEST(ParseResponsesRequestTest, AcceptsConversationAsNameOrObject) {
  EXPECT_EQ(Parsed(R"({"input":"a","conversation":"c"})").conversation_name,
            "c");
  EXPECT_EQ(
      Parsed(R"({"input":"a","conversation":{"id":"c"}})").conversation_name,
      "c");
}

struct Case {
  const char* name;
  std::string body;
  const char* code;
  const char* param;
};

class RefusedResponsesRequestTest : public testing::TestWithParam<Case> {};

TEST_P(RefusedResponsesRequestTest, RejectsInvalidRequest) {
  auto request = ParseResponsesRequest(GetParam().body);
  const Error* const error = std::get_if<Error>(&request);
  ASSERT_NE(error, nullptr);
  EXPECT_EQ(error->status, 400);
  EXPECT_EQ(error->code, GetParam().code);
  EXPECT_EQ(error->param.value_or("-"), GetParam().param);
}

// Returns a request with an additional member.
std::string With(const std::string& member) {
  return R"({"input":"a",)" + member + "}";
}

INSTANTIATE_TEST_SUITE_P(
    Table, RefusedResponsesRequestTest,
    testing::Values(
        Case{"NoJson", "nonsense", "invalid_json", "-"},
        Case{"NoInput", "{}", "missing_parameter", "input"},
        Case{"InputNull", R"({"input":null})", "missing_parameter", "input"},
        Case{"InputNumber", R"({"input":1})", "invalid_messages", "input"},
        Case{"InputEmpty", R"({"input":""})", "empty_input", "input"},
        Case{"InputNothing", R"({"input":[]})", "invalid_messages", "input"},
        Case{"InputOfAFunction",
             R"({"input":[{"type":"function_call_output","output":"x"}]})",
             "unsupported_content_type", "input[0]"},
        Case{"Instructions", With(R"("instructions":[])"), "invalid_value",
             "instructions"},
        Case{"Store", With(R"("store":"maybe")"), "invalid_value", "store"},
        Case{"Metadata", With(R"("metadata":[])"), "invalid_value", "metadata"},
        Case{"Previous", With(R"("previous_response_id":1)"), "invalid_value",
             "previous_response_id"},
        Case{"PreviousTooLong",
             With(R"("previous_response_id":")" + std::string(257, 'r') + "\""),
             "invalid_value", "previous_response_id"},
        Case{"Conversation", With(R"("conversation":1)"), "invalid_value",
             "conversation"},
        Case{"ConversationId", With(R"("conversation":{"id":1})"),
             "invalid_value", "id"},
        Case{"Both", With(R"("conversation":"c","previous_response_id":"r")"),
             "invalid_value", "conversation"},
        Case{"Background", With(R"("background":true)"),
             "unsupported_parameter", "background"}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

}  // namespace
}  // namespace hermes::gateway::api
