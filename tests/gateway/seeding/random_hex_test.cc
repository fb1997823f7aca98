#include "gateway/seeding/random_hex.h"

#include <gtest/gtest.h>

namespace hermes::gateway {
namespace {

TEST(RandomHexTest, ReturnsTwoDigitsForEachByte) {
  for (const size_t bytes : {size_t{0}, size_t{4}, size_t{256}}) {
    const auto hex = RandomHex(bytes, UnseededGenerator::kFail);
    ASSERT_TRUE(hex.ok()) << hex.status();
    EXPECT_EQ(hex->size(), 2 * bytes);
    EXPECT_EQ(hex->find_first_not_of("0123456789abcdef"), std::string::npos);
  }
}

TEST(RandomKeyTest, ReturnsDifferentSixtyFourHexDigits) {
  const std::string one = *RandomKey();
  const std::string two = *RandomKey();
  EXPECT_EQ(one.size(), 64u);
  EXPECT_EQ(one.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_NE(one, two);
}

}  // namespace
}  // namespace hermes::gateway
