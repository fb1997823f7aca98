#include "gateway/upstream/utf8_joiner.h"

#include <gtest/gtest.h>

#include <string>

namespace hermes::gateway {
namespace {

#define REPLACED "\xEF\xBF\xBD"

struct Case {
  const char* name;
  std::string bytes;
  std::string text;
};

class Utf8JoinerTest : public testing::TestWithParam<Case> {};

TEST_P(Utf8JoinerTest, InOnePiece) {
  Utf8Joiner joiner;
  std::string text;
  joiner.Append(GetParam().bytes, &text);
  joiner.Finish(&text);
  EXPECT_EQ(text, GetParam().text);
}

TEST_P(Utf8JoinerTest, InAnyTwoPieces) {
  const std::string& bytes = GetParam().bytes;
  for (size_t cut = 0; cut <= bytes.size(); ++cut) {
    Utf8Joiner joiner;
    std::string text;
    joiner.Append(bytes.substr(0, cut), &text);
    joiner.Append(bytes.substr(cut), &text);
    joiner.Finish(&text);
    EXPECT_EQ(text, GetParam().text) << "cut at " << cut;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Table, Utf8JoinerTest,
    testing::Values(
        Case{"Empty", "", ""}, Case{"Ascii", "hello, world!", "hello, world!"},
        Case{"Two", "\xC3\xA4", "\xC3\xA4"},
        Case{"Three",
             "a\xE2\x82\xAC"
             "b",
             "a\xE2\x82\xAC"
             "b"},
        Case{"Four", "\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80"},
        Case{"Last", "\xF4\x8F\xBF\xBF", "\xF4\x8F\xBF\xBF"},
        Case{"CutAtTheEnd", "a\xF0\x9F\x98", "a" REPLACED},
        Case{"CutBefore",
             "\xE2\x82"
             "a",
             REPLACED "a"},
        Case{"CutByAnother", "\xE2\x82\xC3\xA4", REPLACED "\xC3\xA4"},
        Case{"LoneContinuation",
             "a\x80"
             "b",
             "a" REPLACED "b"},
        Case{"Overlong", "\xC0\xAF", REPLACED REPLACED},
        Case{"OverlongThree", "\xE0\x80\xAF", REPLACED REPLACED REPLACED},
        Case{"Surrogate", "\xED\xA0\x80", REPLACED REPLACED REPLACED},
        Case{"TooHigh", "\xF4\x90\x80\x80",
             REPLACED REPLACED REPLACED REPLACED},
        Case{"Never", "\xFF\xFE", REPLACED REPLACED}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

#undef REPLACED

}  // namespace
}  // namespace hermes::gateway
