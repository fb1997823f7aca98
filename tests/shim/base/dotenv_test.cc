#include "shim/base/dotenv.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace hermes
