#include "gateway/dashboard/login/password_hash.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace hermes::gateway::dashboard {
namespace {

TEST(PasswordHashTest, MatchesOnlyItsPassword) {
  const auto hash = HashPassword("correct horse");
  ASSERT_TRUE(hash.ok());
  const auto again = ParsePasswordHash(FormatPasswordHash(*hash));
  ASSERT_TRUE(again.has_value());
  EXPECT_TRUE(PasswordMatches("correct horse", *again));
  EXPECT_FALSE(PasswordMatches("correct horsf", *again));
  EXPECT_FALSE(PasswordMatches("", *again));
}

TEST(PasswordHashTest, UsesNewSaltForEveryHash) {
  EXPECT_NE(FormatPasswordHash(*HashPassword("x")),
            FormatPasswordHash(*HashPassword("x")));
}

// The vector of RFC 7914, section 12, with N = 1024.
TEST(PasswordHashTest, ComputesScrypt) {
  PasswordHash hash;
  hash.log_n = 10;
  hash.r = 8;
  hash.p = 16;
  hash.salt = "NaCl";
  hash.hash = absl::HexStringToBytes(
      "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
      "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640");
  EXPECT_TRUE(PasswordMatches("password", hash));
}

TEST(ParsePasswordHashTest, AcceptsColonsInPlaceOfDollars) {
  const std::string text = FormatPasswordHash(*HashPassword("x"));
  const std::string colons = absl::StrReplaceAll(text.substr(1), {{"$", ":"}});
  const auto hash = ParsePasswordHash(colons);
  ASSERT_TRUE(hash.has_value());
  EXPECT_EQ(FormatPasswordHash(*hash), text);
}

struct CostCase {
  const char* name;
  const char* parameters;
  bool below_minimum;
};

class HashCostTest : public testing::TestWithParam<CostCase> {};

TEST_P(HashCostTest, ComparesCostWithOwaspMinimums) {
  const auto hash = ParsePasswordHash(absl::StrCat(
      "scrypt:", GetParam().parameters, ":MDEyMzQ1Njc:MDEyMzQ1Njc4OWFiY2RlZg"));
  ASSERT_TRUE(hash.has_value());
  EXPECT_EQ(IsBelowMinimum(*hash), GetParam().below_minimum);
}

INSTANTIATE_TEST_SUITE_P(
    Table, HashCostTest,
    testing::Values(CostCase{"MostMemory", "ln=17,r=8,p=1", false},
                    CostCase{"Half", "ln=16,r=8,p=2", false},
                    CostCase{"Quarter", "ln=15,r=8,p=3", false},
                    CostCase{"Default", "ln=14,r=8,p=5", false},
                    CostCase{"LeastMemory", "ln=13,r=8,p=10", false},
                    CostCase{"MadeByEarlierVersions", "ln=15,r=8,p=1", true},
                    CostCase{"LeastAccepted", "ln=10,r=1,p=1", true}),
    [](const testing::TestParamInfo<CostCase>& i) { return i.param.name; });

TEST(HashPasswordTest, MeetsTheMinimumWithin16MiB) {
  const auto hash = HashPassword("x");
  ASSERT_TRUE(hash.ok());
  EXPECT_FALSE(IsBelowMinimum(*hash));
  EXPECT_LE(uint64_t{128} * hash->r << hash->log_n, uint64_t{16} << 20);
}

class BadHashTest : public testing::TestWithParam<const char*> {};

TEST_P(BadHashTest, RefusesInvalidHash) {
  EXPECT_FALSE(ParsePasswordHash(GetParam()).has_value());
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadHashTest,
    testing::Values("", "secret", "$scrypt$", "$2b$12$abcdefghijklmnopqrstuv",
                    // Too little work, too much memory or work, numbers whose
                    // product would overflow, a short salt, a short hash, a
                    // character that is not base64, padding, a missing member.
                    "$scrypt$ln=4,r=8,p=1$MDEyMzQ1Njc$MDEyMzQ1Njc4OWFiY2RlZg",
                    "$scrypt$ln=20,r=8,p=1$MDEyMzQ1Njc$MDEyMzQ1Njc4OWFiY2RlZg",
                    "$scrypt$ln=17,r=8,p=9$MDEyMzQ1Njc$MDEyMzQ1Njc4OWFiY2RlZg",
                    "$scrypt$ln=10,r=4294967295,p=1$MDEyMzQ1Njc$"
                    "MDEyMzQ1Njc4OWFiY2RlZg",
                    "$scrypt$ln=64,r=8,p=1$MDEyMzQ1Njc$MDEyMzQ1Njc4OWFiY2RlZg",
                    "$scrypt$ln=15,r=8,p=1$MDEy$MDEyMzQ1Njc4OWFiY2RlZg",
                    "$scrypt$ln=15,r=8,p=1$MDEyMzQ1Njc$MDEy",
                    "$scrypt$ln=15,r=8,p=1$MDEyMzQ1Nj!$MDEyMzQ1Njc4OWFiY2RlZg",
                    "$scrypt$ln=15,r=8,p=1$MDEyMzQ1Njc=$MDEyMzQ1Njc4OWFiY2RlZg",
                    "$scrypt$ln=15,r=8$MDEyMzQ1Njc$MDEyMzQ1Njc4OWFiY2RlZg"));

}  // namespace
}  // namespace hermes::gateway::dashboard
