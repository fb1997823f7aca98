#include "tests/gateway/upstream_fake/script.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace hermes::gateway {
namespace {

namespace json = boost::json;
using Strings = std::vector<std::string>;

json::object Asking(const json::value& content) {
  return {{"messages",
           json::array{json::object{{"role", "system"}, {"content", "be"}},
                       json::object{{"role", "user"}, {"content", content}},
                       json::object{{"role", "assistant"},
                                    {"content", "{\"status\":500}"}}}}};
}

std::string Said(const absl::StatusOr<Script>& script) {
  if (!script.ok()) return script.status().ToString();
  std::string text;
  for (const std::string& piece : script->pieces) text += piece;
  return text;
}

TEST(ScriptTest, EchoesTextWithNumberOfMessages) {
  EXPECT_EQ(Said(ScriptOf(Asking("hi there"))), "echo: hi there [3 messages]");
}

TEST(ScriptTest, EchoesJoinedTextParts) {
  const json::array parts = {
      json::object{{"type", "text"}, {"text", "one"}},
      json::object{{"type", "image_url"}, {"image_url", {{"url", "x"}}}},
      json::object{{"type", "text"}, {"text", "two"}}};
  EXPECT_EQ(Said(ScriptOf(Asking(parts))), "echo: one\ntwo [3 messages]");
}

TEST(ScriptTest, EchoesJsonThatIsNotAnObject) {
  EXPECT_EQ(Said(ScriptOf(Asking("[1]"))), "echo: [1] [3 messages]");
}

TEST(ScriptTest, CutsSayIntoTokens) {
  const auto script =
      ScriptOf(Asking(R"({"say":"abcdefg","token_bytes":3,"delay_ms":7})"));
  ASSERT_TRUE(script.ok()) << script.status();
  EXPECT_EQ(script->pieces, (Strings{"abc", "def", "g"}));
  EXPECT_EQ(script->delay.count(), 7);
}

TEST(ScriptTest, MakesTokensOfGivenSize) {
  const auto script = ScriptOf(Asking(R"({"tokens":2,"token_bytes":5})"));
  ASSERT_TRUE(script.ok()) << script.status();
  EXPECT_EQ(script->pieces, (Strings{"xxxxx", "xxxxx"}));
}

TEST(ScriptTest, ReadsErrorsAndInterruptions) {
  const auto script = ScriptOf(
      Asking(R"({"status":429,"retry_after":3,"drop_after":0,"usage":false,)"
             R"("finish":"length","garbage":true,"no_done":true})"));
  ASSERT_TRUE(script.ok()) << script.status();
  EXPECT_EQ(script->status, 429);
  EXPECT_EQ(script->retry_after, 3);
  EXPECT_EQ(script->drop_after, 0);
  EXPECT_EQ(script->usage, false);
  EXPECT_EQ(script->finish, "length");
  EXPECT_TRUE(script->garbage);
  EXPECT_TRUE(script->no_done);
}

// A typing error in a test must not result in an ordinary answer.
TEST(ScriptTest, RefusesUnknownKey) {
  EXPECT_EQ(Said(ScriptOf(Asking(R"({"dellay_ms":1})"))),
            "INVALID_ARGUMENT: a script has no key 'dellay_ms'");
}

TEST(ScriptTest, RefusesInvalidValues) {
  for (const char* script :
       {R"({"tokens":-1})", R"({"say":1})", R"({"garbage":"yes"})",
        R"({"token_bytes":0})", R"({"batch":0})", R"({"status":99})",
        R"({"delay_ms":1.5})", R"({"tokens":1000001})"}) {
    EXPECT_FALSE(ScriptOf(Asking(script)).ok()) << script;
  }
}

TEST(ScriptTest, RefusesRequestWithoutUserMessage) {
  EXPECT_FALSE(ScriptOf({}).ok());
  EXPECT_FALSE(ScriptOf({{"messages", json::array{}}}).ok());
  EXPECT_FALSE(ScriptOf({{"messages", "hello"}}).ok());
}

TEST(CutIntoPiecesTest, KeepsCharactersWhole) {
  EXPECT_EQ(CutIntoPieces("aäöü", 2), (Strings{"a", "ä", "ö", "ü"}));
  EXPECT_EQ(CutIntoPieces("aäb", 4), (Strings{"aäb"}));
  EXPECT_EQ(CutIntoPieces("€€", 1), (Strings{"€", "€"}));
  EXPECT_EQ(CutIntoPieces("", 4), Strings());
}

}  // namespace
}  // namespace hermes::gateway
