#include "gateway/logging/redact.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>

namespace hermes::gateway {
namespace {

TEST(RedactTest, MasksSecretsAnywhere) {
  EXPECT_EQ(Redact("GET /?k=s3cret&again=s3cret", {"", "s3cret"}),
            "GET /?k=[redacted]&again=[redacted]");
}

TEST(RedactTest, MasksLongerOfTwoSecretsCompletely) {
  EXPECT_EQ(Redact("x abcdef y abc", {"abc", "abcdef"}),
            "x [redacted] y [redacted]");
}

TEST(RedactTest, MasksUnknownBearerTokens) {
  EXPECT_EQ(Redact("Authorization: bearer abc.def ok", {}),
            "Authorization: bearer [redacted] ok");
  EXPECT_EQ(Redact("Bearer abc", {}), "Bearer [redacted]");
}

TEST(RedactTest, KeepsOtherText) {
  EXPECT_EQ(Redact("nothing to see", {"s3cret"}), "nothing to see");
}

TEST(RedactTest, IsIdempotent) {
  const std::string once = Redact("api_key=s3cret-and-more x", {"s3cret"});
  EXPECT_EQ(once, "api_key=[redacted] x");
  EXPECT_EQ(Redact(once, {"s3cret"}), once);
}

struct Case {
  const char* name;
  const char* text;
  const char* masked;
};

class RedactRowTest : public testing::TestWithParam<Case> {};

TEST_P(RedactRowTest, MasksSecret) {
  EXPECT_EQ(Redact(GetParam().text, {}), GetParam().masked);
}

INSTANTIATE_TEST_SUITE_P(
    Table, RedactRowTest,
    testing::Values(
        Case{"OpenAiKey", "with sk-proj-abcdefgh12345, sadly",
             "with [redacted], sadly"},
        Case{"BehindAnEscape", "a\\nsk-abcdefgh1234", "a\\n[redacted]"},
        Case{"BehindAPercent", "?a=b%20sk-abcdefgh1234", "?a=b%20[redacted]"},
        Case{"GithubToken", "ghp_0123456789abcdefXYZ", "[redacted]"},
        Case{"JsonWebToken", "eyJhbGciOiJIUzI1NiJ9AAAA.eyJzdWIi.sig-x done",
             "[redacted] done"},
        Case{"Query", "GET /x?key=abc&y=1", "GET /x?key=[redacted]&y=1"},
        Case{"Assignment", "OPENAI_API_KEY=abc next",
             "OPENAI_API_KEY=[redacted] next"},
        Case{"Yaml", "api_key: abc", "api_key: [redacted]"},
        Case{"Json", R"({"api_key":"a\"b c","x":1})",
             R"({"api_key":"[redacted]","x":1})"},
        Case{"JsonSpaced", R"("clientSecret" : "abc")",
             R"("clientSecret" : "[redacted]")"},
        Case{"JsonInJson", R"({\"token\":\"abc\",\"x\":\"y\"})",
             R"({\"token\":\"[redacted]\",\"x\":\"y\"})"},
        Case{"Unterminated", R"({"password":"abc de)",
             R"({"password":"[redacted])"},
        Case{"Header", "X-Auth-Token: abc", "X-Auth-Token: [redacted]"},
        Case{"SingleQuotes", "password='a b' x", "password='[redacted]' x"},
        // Found by a fuzzer: the unclosed quotation ended where the next secret
        // began, after that secret's name.
        Case{"QuotationThatAnotherFollows", "token: 'tis\npassword: 'ab c' x",
             "token: '[redacted]' x"},
        Case{"JsonBehindAnOpenQuotation", "token=\"a\n{\"api_key\":\"bc\"} x",
             "token=\"[redacted]\"} x"},
        Case{"EscapedQuotationThatAnotherFollows",
             R"(\"token\":\"a\n \"secret\":\"b\" x)",
             R"(\"token\":\"[redacted]\" x)"},
        Case{"BotToken",
             "POST /bot123456789:AAaaBBbbCCccDDddEEeeFFffGGggHHhhIIi/getMe",
             "POST /bot[redacted]/getMe"},
        Case{"BotTokenAlone", "123456789:AAaaBBbbCCccDDddEEeeFFffGGggHHhhIIi.",
             "[redacted]."},
        Case{"BasicAuthorization", "authorization: Basic dTpw, x",
             "authorization: Basic [redacted], x"},
        Case{"UnknownScheme", "Authorization: Digest a=b, c=d",
             "Authorization: [redacted]"},
        Case{"JsonAuthorization", R"({"Authorization":"Bearer a.b"})",
             R"({"Authorization":"Bearer [redacted]"})"},
        Case{"UrlCredentials", "via http://me:pa%20ss@host:80/x",
             "via http://[redacted]@host:80/x"},
        Case{"UrlPasswordWithAt", "redis://:p@ss@host/0",
             "redis://[redacted]@host/0"}),
    [](const testing::TestParamInfo<Case>& each) {
      return std::string(each.param.name);
    });

class RedactNothingTest : public testing::TestWithParam<const char*> {};

TEST_P(RedactNothingTest, KeepsText) {
  EXPECT_EQ(Redact(GetParam(), {}), GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Table, RedactNothingTest,
    testing::Values("task-management risk-assessment12345", "monkey=3",
                    "max_tokens=5 total_tokens: 7",
                    "session_key=agent:main:api_server:dm:77",
                    "api_server_key_invalid: the key is too short",
                    "unexpected token: }", "http://127.0.0.1:8642/v1",
                    "mail me@example.org", "12:30:00 at 10:20",
                    "the password is wrong", "key", "a: bearer",
                    "secret=", "C:\\users\\new"));

std::string RandomText(std::mt19937* random, size_t length) {
  static const std::string pieces[] = {
      "key",       "=", ":",     "\"",   "\\", " ",       "bearer ",
      "://",       "@", "sk-",   "abc1", "\n", "12345:A", "%20",
      "'",         ",", "token", "{",    "_",  "-",       "authorization",
      "[redacted]"};
  std::string text;
  while (text.size() < length) {
    text += pieces[(*random)() % std::size(pieces)];
  }
  return text;
}

TEST(RedactTest, SurvivesRandomBytes) {
  std::mt19937 random(7);
  for (int i = 0; i < 3000; ++i) {
    const std::string text = RandomText(&random, random() % 80);
    const std::string out = Redact(text, {"abc1"});
    ASSERT_EQ(out.find("abc1"), std::string::npos) << text;
  }
}

double SecondsFor(const std::string& text) {
  const auto start = std::chrono::steady_clock::now();
  Redact(text, {"a secret of mine"});
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
      .count();
}

// Each of these takes quadratic time, minutes for a megabyte, if the masker
// looks too far back or ahead.
TEST(RedactTest, TakesLinearTimeForHostileText) {
  for (const char* piece :
       {"a", "key=", "key: ", "\"key\":\"", "://", "://a@", "1:", "\\", "sk-",
        "bearer ", "authorization:", "key    ", "token: 'a", "%20", "eyJ."}) {
    std::string text;
    while (text.size() < (1u << 20)) text += piece;
    EXPECT_LT(SecondsFor(text), 20) << piece;
  }
}

}  // namespace
}  // namespace hermes::gateway
