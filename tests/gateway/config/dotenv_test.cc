#include "gateway/config/dotenv.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <random>

namespace hermes::gateway {
namespace {

struct Case {
  const char* name;
  std::string text;
  std::string value;  // the last value of A
};

class ValueTest : public testing::TestWithParam<Case> {};

TEST_P(ValueTest, ParsesValue) {
  const auto entries = ParseDotenv(GetParam().text);
  ASSERT_TRUE(entries.ok()) << entries.status();
  ASSERT_FALSE(entries->empty());
  EXPECT_EQ(entries->back().name, "A");
  EXPECT_EQ(entries->back().value, GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ValueTest,
    testing::Values(
        Case{"Plain", "A=b\n", "b"}, Case{"NoNewline", "A=b", "b"},
        Case{"Empty", "A=\n", ""}, Case{"Export", "export A=b\n", "b"},
        Case{"Indented", "  \tA = b \n", "b"}, Case{"Crlf", "A=b\r\n", "b"},
        Case{"ByteOrderMark",
             "\xEF\xBB\xBF"
             "A=b\n",
             "b"},
        Case{"CommentBefore", "# x\n\nA=b\n", "b"},
        Case{"CommentBehind", "A=b # c\n", "b"},
        Case{"HashInValue", "A=b#c\n", "b#c"},
        Case{"HashAtStart", "A=#c\n", "#c"},
        Case{"EqualsInValue", "A=b=c\n", "b=c"},
        Case{"SpacesInValue", "A=b c\n", "b c"},
        Case{"NothingIsExpanded", "A=$B${C}$(d)\n", "$B${C}$(d)"},
        Case{"PlainBackslash", "A=b\\nc\n", "b\\nc"},
        Case{"Single", "A=' b # c '\n", " b # c "},
        Case{"SingleEscapes", "A='\\'\\\\\\n'\n", "'\\\\n"},
        Case{"Double", "A=\" b \" # c\n", " b "},
        Case{"DoubleEscapes", "A=\"\\n\\t\\\"\\\\\\x\"\n", "\n\t\"\\\\x"},
        Case{"SpansLines", "A=\"b\nc\"\n", "b\nc"},
        Case{"LastWins", "A=b\nA=c\n", "c"}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

struct ErrorCase {
  const char* name;
  std::string text;
  std::string prefix;
};

class ErrorTest : public testing::TestWithParam<ErrorCase> {};

TEST_P(ErrorTest, ReportsLine) {
  const auto entries = ParseDotenv(GetParam().text);
  ASSERT_FALSE(entries.ok());
  const std::string message(entries.status().message());
  EXPECT_EQ(message.rfind(GetParam().prefix, 0), 0u) << message;
  EXPECT_EQ(message.find("secret"), std::string::npos) << message;
}

INSTANTIATE_TEST_SUITE_P(
    Table, ErrorTest,
    testing::Values(ErrorCase{"NoName", "A=b\n=secret\n", "2: "},
                    ErrorCase{"NoEquals", "A secret\n", "1: "},
                    ErrorCase{"BadName", "A=1\nB=2\n7C=secret\n", "3: "},
                    ErrorCase{"Unclosed", "A=1\nB=\"secret\n\n", "2: "},
                    ErrorCase{"BehindQuote", "A='x' secret\n", "1: "},
                    ErrorCase{"AfterMultiline", "A=\"x\ny\"\n!\n", "3: "},
                    ErrorCase{"Nul", std::string("A=sec\0ret\n", 10), "1: "}),
    [](const testing::TestParamInfo<ErrorCase>& i) { return i.param.name; });

TEST(DotenvTest, IgnoresNameWithoutValue) {
  const auto entries = ParseDotenv("A\nexport\nB=1\n");
  ASSERT_TRUE(entries.ok()) << entries.status();
  ASSERT_EQ(entries->size(), 1u);
  EXPECT_EQ(entries->front().name, "B");
}

TEST(DotenvTest, AcceptsVariableNamedExport) {
  const auto entries = ParseDotenv("export=1\nexport = 2\n");
  ASSERT_TRUE(entries.ok()) << entries.status();
  ASSERT_EQ(entries->size(), 2u);
  EXPECT_EQ(entries->front().name, "export");
}

// Random bytes must give entries with valid names, or an error with a valid
// line.
TEST(DotenvTest, SurvivesRandomBytes) {
  std::mt19937 random(20261123);
  const std::string alphabet = "AB=#'\"\\ \t\r\n\0export\xff$9";
  for (int round = 0; round < 20000; ++round) {
    std::string text(random() % 64, '\0');
    for (char& c : text) c = alphabet[random() % alphabet.size()];
    const auto entries = ParseDotenv(text);
    if (entries.ok()) {
      for (const DotenvEntry& entry : *entries) {
        ASSERT_FALSE(entry.name.empty());
        ASSERT_EQ(entry.value.find('\0'), std::string::npos);
        ASSERT_LE(entry.name.size() + entry.value.size(), text.size());
      }
      continue;
    }
    const size_t line = std::stoul(std::string(entries.status().message()));
    const size_t lines =
        1 + static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
    ASSERT_GE(line, 1u);
    ASSERT_LE(line, lines);
  }
}

}  // namespace
}  // namespace hermes::gateway
