#include "gateway/seeding/random_key.h"

#include <gtest/gtest.h>

namespace hermes::gateway {
namespace {

TEST(RandomKeyTest, ReturnsDifferentSixtyFourHexDigits) {
  const std::string one = *RandomKey();
  const std::string two = *RandomKey();
  EXPECT_EQ(one.size(), 64u);
  EXPECT_EQ(one.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_NE(one, two);
}

}  // namespace
}  // namespace hermes::gateway
