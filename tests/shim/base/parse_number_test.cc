#include "shim/base/parse_number.h"

#include <gtest/gtest.h>

#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace hermes {
namespace {

TEST(ParseNumberTest, ParsesWholeNumbers) {
  EXPECT_EQ(ParseNumber<int>("0"), 0);
  EXPECT_EQ(ParseNumber<int>("42"), 42);
  EXPECT_EQ(ParseNumber<int>("-42"), -42);
  EXPECT_EQ(ParseNumber<unsigned>("4294967295"), 4294967295U);
}

TEST(ParseNumberTest, AcceptsLeadingZeros) {
  EXPECT_EQ(ParseNumber<int>("007"), 7);
  EXPECT_EQ(ParseNumber<int>(std::string(50, '0') + "7"), 7);
}

TEST(ParseNumberTest, RejectsTextThatIsNotOnlyANumber) {
  for (const std::string_view text :
       {std::string_view(), std::string_view("-"), std::string_view("--1"),
        std::string_view("+1"), std::string_view(" 1"), std::string_view("1 "),
        std::string_view("1\n"), std::string_view("1x"), std::string_view("x"),
        std::string_view("1.5"), std::string_view("0x1"),
        std::string_view("1e3"), std::string_view("1\0", 2),
        std::string_view("\xd9\xa1")}) {
    EXPECT_EQ(ParseNumber<int>(text), std::nullopt) << text;
  }
}

TEST(ParseNumberTest, RejectsMinusZero) {
  EXPECT_EQ(ParseNumber<int>("-0"), std::nullopt);
  EXPECT_EQ(ParseNumber<int>("-00"), std::nullopt);
}

TEST(ParseNumberTest, RejectsSignForUnsignedType) {
  EXPECT_EQ(ParseNumber<unsigned>("-1"), std::nullopt);
  EXPECT_EQ(ParseNumber<unsigned>("+1"), std::nullopt);
}

TEST(ParseNumberTest, AcceptsOnlyNumbersThatFitTheType) {
  using Limits = std::numeric_limits<long long>;
  EXPECT_EQ(ParseNumber<long long>("9223372036854775807"), Limits::max());
  EXPECT_EQ(ParseNumber<long long>("-9223372036854775808"), Limits::min());
  EXPECT_EQ(ParseNumber<long long>("9223372036854775808"), std::nullopt);
  EXPECT_EQ(ParseNumber<int>("2147483648"), std::nullopt);
  EXPECT_EQ(ParseNumber<unsigned>("4294967296"), std::nullopt);
  EXPECT_EQ(ParseNumber<int>(std::string(100, '9')), std::nullopt);
}

TEST(ParseNumberTest, ParsesOtherBases) {
  EXPECT_EQ(ParseNumber<unsigned>("0027", 8), 027U);
  EXPECT_EQ(ParseNumber<unsigned>("028", 8), std::nullopt);
}

TEST(ParseNumberBetweenTest, IncludesBothLimits) {
  EXPECT_EQ(ParseNumberBetween("-3", -3, 5), -3);
  EXPECT_EQ(ParseNumberBetween("5", -3, 5), 5);
  EXPECT_EQ(ParseNumberBetween("-4", -3, 5), std::nullopt);
  EXPECT_EQ(ParseNumberBetween("6", -3, 5), std::nullopt);
  EXPECT_EQ(ParseNumberBetween("x", -3, 5), std::nullopt);
}

TEST(ParseNumberBetweenTest, HasNoUpperLimitByDefault) {
  EXPECT_EQ(ParseNumberBetween("2147483647", 0), 2147483647);
  EXPECT_EQ(ParseNumberBetween("-1", 0), std::nullopt);
}

TEST(ParseNumberInFirstLineTest, IgnoresFurtherLines) {
  EXPECT_EQ(ParseNumberInFirstLine<int>("78"), 78);
  EXPECT_EQ(ParseNumberInFirstLine<int>("78\n"), 78);
  EXPECT_EQ(ParseNumberInFirstLine<int>("78\nx"), 78);
}

TEST(ParseNumberInFirstLineTest, RejectsFirstLineThatIsNotANumber) {
  for (const char* text : {"", "\n", "\n78", "78 \n", "78x\n", "x\n"}) {
    EXPECT_EQ(ParseNumberInFirstLine<int>(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace hermes
