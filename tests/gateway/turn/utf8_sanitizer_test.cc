#include "gateway/turn/utf8_sanitizer.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <random>
#include <string>

namespace hermes::gateway {
namespace {

constexpr char kBad[] = "\xEF\xBF\xBD";

std::string Bad(int count) {
  std::string text;
  for (int n = 0; n < count; ++n) text += kBad;
  return text;
}

struct Case {
  const char* name;
  std::string bytes;
  std::string text;
};

class SanitizeUtf8Test : public testing::TestWithParam<Case> {};

TEST_P(SanitizeUtf8Test, ReplacesInvalidSequences) {
  EXPECT_EQ(SanitizeUtf8(GetParam().bytes), GetParam().text);
}

// The text does not depend on how the bytes are cut into pieces, and every
// output piece is valid UTF-8.
TEST_P(SanitizeUtf8Test, GivesSameTextForPiecesOfAnySize) {
  Utf8Sanitizer sanitizer;
  std::string text;
  for (const char c : GetParam().bytes) {
    std::string piece;
    sanitizer.Append({&c, 1}, &piece);
    EXPECT_EQ(SanitizeUtf8(piece), piece);
    text += piece;
  }
  sanitizer.Finish(&text);
  EXPECT_EQ(text, GetParam().text);
}

TEST_P(SanitizeUtf8Test, GivesSameTextForAnySingleCut) {
  const std::string& bytes = GetParam().bytes;
  for (size_t cut = 0; cut <= bytes.size(); ++cut) {
    Utf8Sanitizer sanitizer;
    std::string text;
    sanitizer.Append(bytes.substr(0, cut), &text);
    sanitizer.Append(bytes.substr(cut), &text);
    sanitizer.Finish(&text);
    EXPECT_EQ(text, GetParam().text) << "cut at " << cut;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Table, SanitizeUtf8Test,
    testing::Values(
        Case{"Empty", "", ""}, Case{"Ascii", "abc\n", "abc\n"},
        Case{"ManyWords", "0123456789abcdef \xC3\xA9 0123456789",
             "0123456789abcdef \xC3\xA9 0123456789"},
        Case{"Nul", std::string("a\0b", 3), std::string("a\0b", 3)},
        Case{"Two", "\xC3\xA9", "\xC3\xA9"},
        Case{"Three", "\xE2\x82\xAC", "\xE2\x82\xAC"},
        Case{"Four", "\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80"},
        Case{"LastCharacter", "\xF4\x8F\xBF\xBF", "\xF4\x8F\xBF\xBF"},
        Case{"Beyond", "\xF4\x90\x80\x80", Bad(4)},
        Case{"LoneContinuation", "a\x80z", "a" + Bad(1) + "z"},
        Case{"Overlong", "\xC0\xAF", Bad(2)},
        Case{"OverlongThree", "\xE0\x80\xAF", Bad(3)},
        Case{"Surrogate", "\xED\xA0\x80", Bad(3)},
        Case{"CutThree", "\xE2\x82z", Bad(1) + "z"},
        Case{"CutAtTheEnd", "a\xF0\x9F\x98", "a" + Bad(1)},
        Case{"CutByAnotherLeadByte", "\xE2\xC3\xA9", Bad(1) + "\xC3\xA9"},
        Case{"InvalidLeadByte", "\xFF\xFE", Bad(2)}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

TEST(Utf8SanitizerTest, HoldsBackIncompleteSequence) {
  Utf8Sanitizer sanitizer;
  std::string text;
  sanitizer.Append("a\xE2\x82", &text);
  EXPECT_EQ(text, "a");
  sanitizer.Append("\xAC", &text);
  EXPECT_EQ(text, "a\xE2\x82\xAC");
  sanitizer.Finish(&text);
  EXPECT_EQ(text, "a\xE2\x82\xAC");
}

TEST(Utf8SanitizerTest, GivesSameValidTextForRandomPieces) {
  std::mt19937 random(20261124);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes(random() % 40, '\0');
    for (char& c : bytes) {
      c = static_cast<char>(random() % 2 == 0 ? random() : 0x80 | random());
    }
    const std::string whole = SanitizeUtf8(bytes);
    ASSERT_EQ(SanitizeUtf8(whole), whole);
    Utf8Sanitizer sanitizer;
    std::string text;
    for (size_t at = 0; at < bytes.size();) {
      const size_t length = 1 + random() % 5;
      sanitizer.Append(std::string_view(bytes).substr(at, length), &text);
      at += length;
    }
    sanitizer.Finish(&text);
    ASSERT_EQ(text, whole);
  }
}

}  // namespace
}  // namespace hermes::gateway
