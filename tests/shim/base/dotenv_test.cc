#include "shim/base/dotenv.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>

namespace hermes {
namespace {

// Formats the result as "NAME<value>NAME<value>", or "LINE: error".
std::string Parsed(const std::string& text) {
  const auto parsed = ParseDotenv(text);
  if (!parsed.ok()) {
    return std::to_string(parsed.error().line) + ": " + parsed.error().what;
  }
  std::string all;
  for (const auto& [name, value] : parsed.value()) {
    all += name;
    all += "<" + value + ">";
  }
  return all;
}

struct Case {
  std::string name;
  std::string text;
  std::string parsed;
};

class ParseDotenvTest : public testing::TestWithParam<Case> {};

TEST_P(ParseDotenvTest, ParsesTextOrReportsLine) {
  EXPECT_EQ(Parsed(GetParam().text), GetParam().parsed);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ParseDotenvTest,
    testing::Values(
        Case{"Nothing", "", ""},
        Case{"Plain", "A=1\nB=two words\n", "A<1>B<two words>"},
        Case{"NoNewlineAtTheEnd", "A=1", "A<1>"},
        Case{"WindowsLines", "A=1\r\nB=2\r\n", "A<1>B<2>"},
        Case{"ByteOrderMark",
             "\xEF\xBB\xBF"
             "A=1\n",
             "A<1>"},
        Case{"Comments", "# c\n  # d\nA=1 # e\nB=2#f\n", "A<1>B<2#f>"},
        Case{"Export", "export A=1\n  export\tB = 2\nexport=3\n",
             "A<1>B<2>export<3>"},
        Case{"Empty", "A=\nB= \nC=''\n", "A<>B<>C<>"},
        Case{"EqualsInTheValue", "A=b=c==\n", "A<b=c==>"},
        Case{"NameAlone", "A\nB # c\n", ""},
        Case{"SingleQuotes", R"(A='a "b" \n \' \\ # c' # d)",
             R"(A<a "b" \n ' \ # c>)"},
        Case{"DoubleQuotes", R"(A="a 'b' \n\t\" \\ \x $HOME")",
             "A<a 'b' \n\t\" \\ \\x $HOME>"},
        Case{"OverLines", "A=\"one\ntwo\"\nB=3\n", "A<one\ntwo>B<3>"},
        Case{"Repeated", "A=1\nA=2\n", "A<1>A<2>"},
        Case{"NoName", "A=1\n=2\n",
             "2: a line must be NAME=value or a comment"},
        Case{"DigitFirst", "1A=2\n",
             "1: a line must be NAME=value or a comment"},
        Case{"NoEquals", "\nA B\n", "2: no = after A"},
        Case{"OpenQuote", "A='1\nB=2\n", "1: the quote of A is never closed"},
        Case{"TextAfterQuote", "A='1' 2\n",
             "1: text after the closing quote of A"},
        Case{"LineAfterALongValue", "A='1\n2\n3'\nB C\n", "4: no = after B"},
        Case{"Nul", std::string("A=1") + std::string(1, '\0') + "2\n",
             "1: a NUL byte in the value of A"}),
    [](const testing::TestParamInfo<Case>& each) { return each.param.name; });

struct ValueCase {
  const char* name;
  std::string text;
  std::string value;  // the last value of A
};

class DotenvValueTest : public testing::TestWithParam<ValueCase> {};

TEST_P(DotenvValueTest, ParsesValue) {
  const auto entries = ParseDotenv(GetParam().text);
  ASSERT_TRUE(entries.ok()) << entries.error().what;
  ASSERT_FALSE(entries.value().empty());
  EXPECT_EQ(entries.value().back().first, "A");
  EXPECT_EQ(entries.value().back().second, GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    Table, DotenvValueTest,
    testing::Values(
        ValueCase{"Plain", "A=b\n", "b"}, ValueCase{"NoNewline", "A=b", "b"},
        ValueCase{"Empty", "A=\n", ""},
        ValueCase{"Export", "export A=b\n", "b"},
        ValueCase{"Indented", "  \tA = b \n", "b"},
        ValueCase{"Crlf", "A=b\r\n", "b"},
        ValueCase{"ByteOrderMark",
                  "\xEF\xBB\xBF"
                  "A=b\n",
                  "b"},
        ValueCase{"CommentBefore", "# x\n\nA=b\n", "b"},
        ValueCase{"CommentBehind", "A=b # c\n", "b"},
        ValueCase{"HashInValue", "A=b#c\n", "b#c"},
        ValueCase{"HashAtStart", "A=#c\n", "#c"},
        ValueCase{"EqualsInValue", "A=b=c\n", "b=c"},
        ValueCase{"SpacesInValue", "A=b c\n", "b c"},
        ValueCase{"NothingIsExpanded", "A=$B${C}$(d)\n", "$B${C}$(d)"},
        ValueCase{"PlainBackslash", "A=b\\nc\n", "b\\nc"},
        ValueCase{"Single", "A=' b # c '\n", " b # c "},
        ValueCase{"SingleEscapes", "A='\\'\\\\\\n'\n", "'\\\\n"},
        ValueCase{"Double", "A=\" b \" # c\n", " b "},
        ValueCase{"DoubleEscapes", "A=\"\\n\\t\\\"\\\\\\x\"\n", "\n\t\"\\\\x"},
        ValueCase{"SpansLines", "A=\"b\nc\"\n", "b\nc"},
        ValueCase{"LastWins", "A=b\nA=c\n", "c"}),
    [](const testing::TestParamInfo<ValueCase>& i) { return i.param.name; });

struct ErrorCase {
  const char* name;
  std::string text;
  size_t line;
};

class DotenvErrorTest : public testing::TestWithParam<ErrorCase> {};

TEST_P(DotenvErrorTest, ReportsLineWithoutValue) {
  const auto entries = ParseDotenv(GetParam().text);
  ASSERT_FALSE(entries.ok());
  const DotenvError& error = entries.error();
  EXPECT_EQ(error.line, GetParam().line) << error.what;
  EXPECT_EQ(error.what.find("secret"), std::string::npos) << error.what;
}

INSTANTIATE_TEST_SUITE_P(
    Table, DotenvErrorTest,
    testing::Values(ErrorCase{"NoName", "A=b\n=secret\n", 2},
                    ErrorCase{"NoEquals", "A secret\n", 1},
                    ErrorCase{"BadName", "A=1\nB=2\n7C=secret\n", 3},
                    ErrorCase{"Unclosed", "A=1\nB=\"secret\n\n", 2},
                    ErrorCase{"BehindQuote", "A='x' secret\n", 1},
                    ErrorCase{"AfterMultiline", "A=\"x\ny\"\n!\n", 3},
                    ErrorCase{"Nul", std::string("A=sec\0ret\n", 10), 1}),
    [](const testing::TestParamInfo<ErrorCase>& i) { return i.param.name; });

TEST(DotenvTest, IgnoresNameWithoutValue) {
  const auto entries = ParseDotenv("A\nexport\nB=1\n");
  ASSERT_TRUE(entries.ok()) << entries.error().what;
  EXPECT_EQ(entries.value(), (DotenvEntries{{"B", "1"}}));
}

TEST(DotenvTest, AcceptsVariableNamedExport) {
  const auto entries = ParseDotenv("export=1\nexport = 2\n");
  ASSERT_TRUE(entries.ok()) << entries.error().what;
  EXPECT_EQ(entries.value(), (DotenvEntries{{"export", "1"}, {"export", "2"}}));
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
      for (const auto& [name, value] : entries.value()) {
        ASSERT_FALSE(name.empty());
        ASSERT_EQ(value.find('\0'), std::string::npos);
        ASSERT_LE(name.size() + value.size(), text.size());
      }
      continue;
    }
    const size_t lines =
        1 + static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
    ASSERT_GE(entries.error().line, 1u);
    ASSERT_LE(entries.error().line, lines);
  }
}

}  // namespace
}  // namespace hermes
