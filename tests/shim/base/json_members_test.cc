#include "shim/base/json_members.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace hermes {
namespace {

TEST(JsonMemberTest, FindsStringsAndNumbers) {
  const char* text = R"({"pid":4711,"gateway_state":"running","x":null})";
  EXPECT_EQ(JsonMember(text, "gateway_state"), "running");
  EXPECT_EQ(JsonMember(text, "pid"), "4711");
  EXPECT_EQ(JsonMember(text, "x"), "null");
}

TEST(JsonMemberTest, IgnoresWhiteSpace) {
  EXPECT_EQ(JsonMember(" {\n \"pid\" :\t4711 ,\r\n \"a\" : \"b\" } \n", "pid"),
            "4711");
}

TEST(JsonMemberTest, IgnoresMembersOfNestedObjects) {
  const char* text = R"({"platforms":{"telegram":{"gateway_state":"fatal",
      "pid":1}},"list":[{"pid":2},[{"pid":3}]],"pid":4})";
  EXPECT_EQ(JsonMember(text, "pid"), "4");
  EXPECT_EQ(JsonMember(text, "gateway_state"), std::nullopt);
}

TEST(JsonMemberTest, IgnoresBracketsAndMembersInStrings) {
  const char* text =
      R"({"note":"\"gateway_state\":\"running\"}{[","n":{"a":"}]\\"},)"
      R"("gateway_state":"draining"})";
  EXPECT_EQ(JsonMember(text, "gateway_state"), "draining");
}

TEST(JsonMemberTest, ResolvesEscapesInKeysAndValues) {
  EXPECT_EQ(
      JsonMember(R"({"gateway\u005fstate":"r\u0075nning"})", "gateway_state"),
      "running");
  EXPECT_EQ(JsonMember(R"({"a":"\"\\\/\b\f\n\r\t\u00e9"})", "a"),
            "\"\\/\b\f\n\r\t?");
}

TEST(JsonMemberTest, ReturnsLastOfTwoMembers) {
  EXPECT_EQ(JsonMember(R"({"a":1,"a":2})", "a"), "2");
}

TEST(JsonMemberTest, ReturnsObjectValueAsWritten) {
  EXPECT_EQ(JsonMember(R"({"a":{"b":[1,"]"]}})", "a"), R"({"b":[1,"]"]})");
}

TEST(JsonMemberTest, FindsNothingInEmptyObject) {
  EXPECT_EQ(JsonMember("{}", "a"), std::nullopt);
}

TEST(JsonMemberTest, FindsNothingInHalfWrittenFile) {
  const std::string whole = R"({"a":"x","b":{"c":[1,2]},"d":"\u0041"})";
  ASSERT_EQ(JsonMember(whole, "a"), "x");
  for (size_t n = 0; n < whole.size(); ++n) {
    EXPECT_EQ(JsonMember(whole.substr(0, n), "a"), std::nullopt) << n;
  }
}

TEST(JsonMemberTest, FindsNothingInTextThatIsNotAnObject) {
  for (const char* text :
       {"", "[]", "4711", "\"a\"", "{\"a\":1}x", "{\"a\"}", "{\"a\":}", "{a:1}",
        "{\"a\":1,}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}", "{,\"a\":1}",
        "{\"a\":1 \"b\":2}"}) {
    EXPECT_EQ(JsonMember(text, "a"), std::nullopt) << text;
  }
}

TEST(JsonMemberTest, ReadsDeepNestingWithoutRecursion) {
  const std::string deep(200000, '[');
  EXPECT_EQ(JsonMember("{\"x\":" + deep + ",\"a\":1}", "a"), std::nullopt);
  EXPECT_EQ(JsonMember(
                "{\"x\":" + deep + std::string(200000, ']') + ",\"a\":1}", "a"),
            "1");
}

TEST(JsonMemberTest, FindsNothingInInvalidUtf8) {
  for (const char* damaged :
       {"\xff", "\xc3", "\xc0\x80", "\xed\xa0\x80", "\xf5\x80\x80\x80",
        "\xe2\x82", "\x80", "\x01", "\n"}) {
    const std::string text = std::string(R"({"a":1,"b":")") + damaged + R"("})";
    EXPECT_EQ(JsonMember(text, "a"), std::nullopt) << damaged;
  }
  EXPECT_EQ(
      JsonMember("{\"a\":\"\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80\"}", "a"),
      "\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80");
}

TEST(JsonMemberTest, RejectsScalarWithQuotesInside) {
  EXPECT_EQ(JsonMember(R"({"a":tr"ue})", "a"), std::nullopt);
  EXPECT_EQ(JsonMember(R"({"a":-1.5e+3})", "a"), "-1.5e+3");
}

TEST(WithJsonMemberTest, ReplacesOnlyTheValue) {
  const char* text =
      "{ \"x\" : [1, {\"a\": 2}],\n\t\"a\" :\"b\" , \"y\":null }\n";
  EXPECT_EQ(WithJsonMember(text, "a", "\"c\""),
            "{ \"x\" : [1, {\"a\": 2}],\n\t\"a\" :\"c\" , \"y\":null }\n");
  EXPECT_EQ(WithJsonMember(R"({"a":{"b":1},"c":2})", "a", "0"),
            R"({"a":0,"c":2})");
}

TEST(WithJsonMemberTest, AddsMissingMember) {
  EXPECT_EQ(WithJsonMember("{\"x\": 1\n}\n", "a", "2"),
            "{\"x\": 1,\"a\":2\n}\n");
  EXPECT_EQ(WithJsonMember("{}", "a", "2"), R"({"a":2})");
  EXPECT_EQ(WithJsonMember(" { } ", "a", "2"), " {\"a\":2 } ");
}

TEST(WithJsonMemberTest, ReplacesLastOfTwoMembers) {
  EXPECT_EQ(WithJsonMember(R"({"a":1,"a":2})", "a", "3"), R"({"a":1,"a":3})");
}

TEST(WithJsonMemberTest, RejectsTextThatIsNotACompleteObject) {
  for (const char* text : {"", "[]", "{\"a\":1", "{\"a\":1}x", "null"}) {
    EXPECT_EQ(WithJsonMember(text, "a", "2"), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace hermes
