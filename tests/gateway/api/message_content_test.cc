#include "gateway/api/message_content.h"

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <variant>
#include <vector>

#include "gateway/api/error.h"
#include "gateway/turn/chat_message.h"

namespace hermes::gateway::api {
namespace {

namespace json = boost::json;

std::vector<ContentPart> Parts(const std::string& content) {
  auto parts = ParseContent(json::parse(content), "c");
  if (const auto* error = std::get_if<Error>(&parts)) {
    ADD_FAILURE() << error->message;
    return {};
  }
  return std::get<0>(std::move(parts));
}

// Formats an error as "STATUS CODE PARAM".
std::string Shown(const Error& error) {
  return std::to_string(error.status) + " " + error.code + " " +
         error.param.value_or("-");
}

std::string ContentError(const json::value& content) {
  auto parts = ParseContent(content, "c");
  const Error* const error = std::get_if<Error>(&parts);
  return error == nullptr ? "" : Shown(*error);
}

ContentPart Text(const std::string& text) {
  return {ContentPart::Kind::kText, text, ""};
}

TEST(ParseContentTest, ParsesStringAsText) {
  EXPECT_EQ(Parts(R"("hi")"), std::vector<ContentPart>{Text("hi")});
}

TEST(ParseContentTest, ParsesPartsOfEachType) {
  EXPECT_EQ(
      Parts(
          R"(["a",{"type":"text","text":"b"},{"type":"input_text","text":"c"},)"
          R"({"type":"output_text","text":"d","annotations":[]},)"
          R"({"type":"image_url","image_url":{"url":"https://x/i","detail":"low"}},)"
          R"({"type":"image_url","image_url":"http://x/i"},)"
          R"({"type":"input_image","image_url":"DATA:image/png;base64,AA",)"
          R"("detail":"high"}])"),
      (std::vector<ContentPart>{
          Text("a"),
          Text("b"),
          Text("c"),
          Text("d"),
          {ContentPart::Kind::kImage, "https://x/i", "low"},
          {ContentPart::Kind::kImage, "http://x/i", ""},
          {ContentPart::Kind::kImage, "DATA:image/png;base64,AA", "high"}}));
}

struct ContentCase {
  const char* name;
  const char* content;
  const char* error;
};

class RefusedContentTest : public testing::TestWithParam<ContentCase> {};

TEST_P(RefusedContentTest, RejectsInvalidContent) {
  EXPECT_EQ(ContentError(json::parse(GetParam().content)), GetParam().error);
}

INSTANTIATE_TEST_SUITE_P(
    Table, RefusedContentTest,
    testing::Values(
        ContentCase{"Number", "1", "400 invalid_content c"},
        ContentCase{"Object", R"({"type":"text","text":"a"})",
                    "400 invalid_content c"},
        ContentCase{"PartNumber", "[1]", "400 invalid_content c[0]"},
        ContentCase{"PartNull", R"(["a",null])", "400 invalid_content c[1]"},
        ContentCase{"PartArray", "[[]]", "400 invalid_content c[0]"},
        ContentCase{"NoType", R"([{"text":"a"}])", "400 invalid_content c[0]"},
        ContentCase{"TypeNumber", R"([{"type":1}])",
                    "400 invalid_content c[0]"},
        ContentCase{"NoText", R"([{"type":"text"}])",
                    "400 invalid_content c[0]"},
        ContentCase{"TextNumber", R"([{"type":"text","text":1}])",
                    "400 invalid_content c[0]"},
        ContentCase{"File", R"([{"type":"file","file":{}}])",
                    "400 unsupported_content_type c[0]"},
        ContentCase{"Audio", R"([{"type":"input_audio"}])",
                    "400 unsupported_content_type c[0]"},
        ContentCase{"NoUrl", R"([{"type":"image_url"}])",
                    "400 unsupported_content_type c[0]"},
        ContentCase{"UrlNumber", R"([{"type":"image_url","image_url":1}])",
                    "400 unsupported_content_type c[0]"},
        ContentCase{
            "FileUrl",
            R"([{"type":"image_url","image_url":"file:///etc/passwd"}])",
            "400 unsupported_content_type c[0]"},
        ContentCase{"DataOfAnotherKind",
                    R"([{"type":"image_url","image_url":"data:text/html,a"}])",
                    "400 unsupported_content_type c[0]"}),
    [](const testing::TestParamInfo<ContentCase>& i) { return i.param.name; });

TEST(ParseContentTest, AbbreviatesLongTypeInTheError) {
  std::string type = "xxx";
  for (int i = 0; i < 1000; ++i) type += "\xC3\xA4";
  const auto parsed =
      ParseContent(json::array{json::object{{"type", type}}}, "c");
  const auto* const error = std::get_if<Error>(&parsed);
  ASSERT_NE(error, nullptr);
  EXPECT_EQ(error->code, "unsupported_content_type");
  EXPECT_LT(error->message.size(), 256U);
  EXPECT_NE(error->message.find("'xxx\xC3\xA4"), std::string::npos);
  // The type is cut between two characters.
  EXPECT_NE(error->message.find("\xC3\xA4...'"), std::string::npos);
}

// The limit counts characters, not bytes.
TEST(ParseContentTest, LimitsCharactersOfText) {
  std::string text;
  for (size_t i = 0; i < kLongestText; ++i) text += "\xC3\xA4";
  EXPECT_EQ(ContentError(json::string(text)), "");
  EXPECT_EQ(ContentError(json::string(text + "x")), "413 content_too_large c");
  const std::string half(kLongestText / 2, 'x');
  EXPECT_EQ(ContentError(json::array{half, half}), "");
  EXPECT_EQ(ContentError(json::array{half, half, "x"}),
            "413 content_too_large c");
}

TEST(ParseContentTest, LimitsTheNumberOfParts) {
  EXPECT_EQ(ContentError(json::array(kMostParts, json::value("a"))), "");
  EXPECT_EQ(ContentError(json::array(kMostParts + 1, json::value("a"))),
            "400 invalid_content c");
}

std::string MessagesError(const char* messages) {
  auto conversation = ParseMessages(json::parse(messages), "m");
  const Error* const error = std::get_if<Error>(&conversation);
  return error == nullptr ? "" : Shown(*error);
}

TEST(ParseMessagesTest, UsesTheLastMessageAsInput) {
  auto parsed =
      ParseMessages(json::parse(R"([{"role":"system","content":"s"},)"
                                R"({"role":"user","content":"a"},)"
                                R"({"role":"assistant","content":["b","c"]},)"
                                R"({"role":"user","content":"d"},)"
                                R"({"role":"developer","content":"e"}])"),
                    "m");
  const auto& conversation = std::get<Conversation>(parsed);
  EXPECT_EQ(conversation.system_texts, (std::vector<std::string>{"s", "e"}));
  ASSERT_EQ(conversation.earlier.size(), 2u);
  EXPECT_EQ(conversation.earlier[0], TextMessage(Role::kUser, "a"));
  EXPECT_EQ(conversation.earlier[1].role, Role::kAssistant);
  EXPECT_EQ(TextOf(conversation.earlier[1]), "b\nc");
  EXPECT_EQ(conversation.input, TextMessage(Role::kUser, "d"));
}

TEST(ParseMessagesTest, AcceptsImageAloneAsInput) {
  EXPECT_EQ(
      MessagesError(
          R"([{"role":"user","content":[{"type":"image_url","image_url":"https://x"}]}])"),
      "");
}

TEST(ParseMessagesTest, NamesTheInvalidMessageInErrors) {
  EXPECT_EQ(MessagesError("{}"), "400 invalid_messages m");
  EXPECT_EQ(MessagesError("[]"), "400 invalid_messages m");
  EXPECT_EQ(MessagesError("[1]"), "400 invalid_message m[0]");
  EXPECT_EQ(MessagesError(R"([{"content":"a"}])"), "400 invalid_message m[0]");
  EXPECT_EQ(MessagesError(R"([{"role":"user","content":"a"},{"role":1}])"),
            "400 invalid_message m[1]");
  EXPECT_EQ(MessagesError(R"([{"role":"tool","content":"a"}])"),
            "400 unsupported_role m[0].role");
  EXPECT_EQ(MessagesError(R"([{"role":"user"}])"),
            "400 invalid_content m[0].content");
  EXPECT_EQ(MessagesError(R"([{"role":"user","content":null}])"),
            "400 invalid_content m[0].content");
  EXPECT_EQ(MessagesError(R"([{"role":"user","content":[1]}])"),
            "400 invalid_content m[0].content[0]");
}

TEST(ParseMessagesTest, RejectsEmptyInput) {
  for (
      const char* messages :
      {R"([{"role":"system","content":"s"}])",
       R"([{"role":"user","content":""}])",
       R"([{"role":"user","content":" \n"}])",
       R"([{"role":"user","content":[]}])",
       R"([{"role":"user","content":["",{"type":"text","text":" "}]}])",
       R"([{"role":"user","content":"a"},{"role":"assistant","content":""}])"}) {
    EXPECT_EQ(MessagesError(messages), "400 empty_input m") << messages;
  }
}

}  // namespace
}  // namespace hermes::gateway::api
