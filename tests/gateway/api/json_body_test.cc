#include "gateway/api/json_body.h"

#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <variant>

#include "gateway/api/error.h"

namespace hermes::gateway::api {
namespace {

namespace json = boost::json;

std::string Nested(size_t depth) {
  // The outer object is the first level.
  return "{\"a\":" + std::string(depth - 1, '[') + std::string(depth - 1, ']') +
         "}";
}

// Returns the code of the error, or "" if the body is valid.
std::string CodeOf(const std::string& body) {
  auto parsed = ParseBody(body);
  const Error* const error = std::get_if<Error>(&parsed);
  if (error == nullptr) return "";
  EXPECT_EQ(error->status, 400);
  EXPECT_FALSE(error->message.empty());
  return error->code;
}

TEST(ParseBodyTest, AcceptsOneObject) {
  EXPECT_EQ(CodeOf("{}"), "");
  EXPECT_EQ(CodeOf(" {\"a\": [1, 2.5, null]} \n"), "");
}

TEST(ParseBodyTest, RejectsWhatIsNotAnObject) {
  for (const char* body : {"",
                           " ",
                           "null",
                           "1",
                           "\"a\"",
                           "[]",
                           "[{}]",
                           "{",
                           "}",
                           "{}{}",
                           "{} x",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{\"a\":1,}",
                           "{'a':1}",
                           "{a:1}",
                           "{\"a\":NaN}",
                           "{\"a\":Infinity}",
                           "{\"a\":01}",
                           "{\"a\":1.}",
                           "{\"a\":+1}",
                           "{/**/}",
                           "\xEF\xBB\xBF{}",
                           "{\"a\":\"\n\"}"}) {
    EXPECT_EQ(CodeOf(body), "invalid_json") << body;
  }
  EXPECT_EQ(CodeOf(std::string("{}\0", 3)), "invalid_json");
}

TEST(ParseBodyTest, RejectsInvalidUtf8) {
  for (const char* text :
       {"\xFF", "\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
        "\xE2\x82", "\\ud800", "\\udc00", "\\ud800\\ud800", "\\ud800x"}) {
    EXPECT_EQ(CodeOf(std::string("{\"a\":\"") + text + "\"}"), "invalid_json")
        << text;
  }
  EXPECT_EQ(CodeOf("{\"a\":\"\\ud83d\\ude00\"}"), "");
}

TEST(ParseBodyTest, LimitsNesting) {
  EXPECT_EQ(CodeOf(Nested(32)), "");
  EXPECT_EQ(CodeOf(Nested(33)), "invalid_json");
  EXPECT_EQ(CodeOf(Nested(1'000'000)), "invalid_json");
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  EXPECT_EQ(CodeOf(objects), "invalid_json");
}

TEST(ParseBodyTest, UsesTheLastOfDuplicateMembers) {
  auto parsed = ParseBody(R"({"a":1,"a":2})");
  EXPECT_EQ(std::get<json::object>(parsed), json::object({{"a", 2}}));
}

TEST(ParseBodyTest, AcceptsNulCharacters) {
  auto parsed = ParseBody(R"({"a":"x\u0000y"})");
  EXPECT_EQ(std::get<json::object>(parsed).at("a").as_string(),
            json::string_view("x\0y", 3));
}

TEST(AsSwitchTest, ConvertsBooleansAndWords) {
  EXPECT_EQ(AsSwitch(true), true);
  EXPECT_EQ(AsSwitch(false), false);
  EXPECT_EQ(AsSwitch("true"), true);
  EXPECT_EQ(AsSwitch("1"), true);
  EXPECT_EQ(AsSwitch("no"), false);
  EXPECT_EQ(AsSwitch("False"), false);
  for (const json::value& value :
       {json::value("maybe"), json::value(1), json::value(nullptr),
        json::value(json::object()), json::value("")}) {
    EXPECT_EQ(AsSwitch(value), std::nullopt) << value;
  }
}

TEST(MemberTest, TreatsNullAsMissing) {
  const json::object object = {{"a", nullptr}, {"b", 0}};
  EXPECT_EQ(Member(object, "a"), nullptr);
  EXPECT_EQ(Member(object, "c"), nullptr);
  ASSERT_NE(Member(object, "b"), nullptr);
}

}  // namespace
}  // namespace hermes::gateway::api
