#include "gateway/api/access.h"

#include <gtest/gtest.h>

namespace hermes::gateway::api {
namespace {

constexpr char kKey[] = "0123456789abcdef";

TEST(HasKeyTest, AcceptsBearerWithTheKey) {
  EXPECT_TRUE(HasKey("Bearer 0123456789abcdef", kKey));
  EXPECT_TRUE(HasKey("bearer  0123456789abcdef ", kKey));
}

TEST(HasKeyTest, RejectsOtherHeaders) {
  EXPECT_FALSE(HasKey(std::nullopt, kKey));
  for (const char* header :
       {"", "Bearer", "Bearer ", "Bearer 0123456789abcdeX",
        "Bearer 0123456789abcde", "Bearer 0123456789abcdef0",
        "Basic 0123456789abcdef", "0123456789abcdef"}) {
    EXPECT_FALSE(HasKey(header, kKey)) << header;
  }
}

TEST(HasKeyTest, RejectsEverythingIfNoKeyIsSet) {
  EXPECT_FALSE(HasKey("Bearer ", ""));
}

TEST(OriginTest, AllowsClientsWithoutOrigin) {
  EXPECT_TRUE(OriginAllowed(std::nullopt, {}));
}

TEST(OriginTest, AllowsOnlyListedOrigins) {
  EXPECT_FALSE(OriginAllowed("https://a", {}));
  EXPECT_TRUE(OriginAllowed("https://a", {"https://b", "https://a"}));
  EXPECT_FALSE(OriginAllowed("https://a.evil", {"https://a"}));
  EXPECT_FALSE(OriginAllowed("null", {"https://a"}));
  EXPECT_TRUE(OriginAllowed("https://a", {"*"}));
}

}  // namespace
}  // namespace hermes::gateway::api
