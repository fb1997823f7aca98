#include "gateway/dashboard/session_cookie.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "absl/strings/match.h"

namespace hermes::gateway {
namespace {

constexpr int64_t kExpiry = 1000;

SessionSigner Signer() { return {"secret", "ann", "password"}; }

TEST(SessionSignerTest, KnowsItsOwnUntilTheyEnd) {
  const std::string value = Signer().Sign(kExpiry);
  EXPECT_EQ(Signer().Verify(value, kExpiry - 1), kExpiry);
  EXPECT_EQ(Signer().Verify(value, kExpiry), std::nullopt);
}

TEST(SessionSignerTest, AnotherSecretNameOrPasswordEndsThem) {
  const std::string value = Signer().Sign(kExpiry);
  EXPECT_FALSE(SessionSigner("other", "ann", "password").Verify(value, 0));
  EXPECT_FALSE(SessionSigner("secret", "bob", "password").Verify(value, 0));
  EXPECT_FALSE(SessionSigner("secret", "ann", "other").Verify(value, 0));
  // Where the one ends and the other begins counts too.
  EXPECT_FALSE(SessionSigner("secret", "annp", "assword").Verify(value, 0));
}

TEST(SessionSignerTest, WhatIsForgedIsNone) {
  const std::string value = Signer().Sign(kExpiry);
  const std::string mac = value.substr(value.rfind('.'));
  const std::vector<std::string> all = {"",
                                        value + "x",
                                        value.substr(0, value.size() - 1),
                                        "v1.2000" + mac,
                                        "v2.1000" + mac,
                                        "v1.+1000" + mac,
                                        "v1.01000" + mac,
                                        "v1.1000.",
                                        "v1.1000"};
  for (const std::string& forged : all) {
    EXPECT_FALSE(Signer().Verify(forged, 0)) << forged;
  }
  std::string flipped = value;
  flipped.back() = flipped.back() == 'A' ? 'B' : 'A';
  EXPECT_FALSE(Signer().Verify(flipped, 0));
}

TEST(SessionInTest, FindsOursAmongOthers) {
  const std::string value = Signer().Sign(kExpiry);
  EXPECT_TRUE(SessionIn("a=b; hermes_dashboard=" + value + "; c=d", Signer(), 0)
                  .has_value());
  // A page of a neighbouring host can put one of that name before ours.
  EXPECT_TRUE(
      SessionIn("hermes_dashboard=x; hermes_dashboard=" + value, Signer(), 0)
          .has_value());
  EXPECT_FALSE(SessionIn("xhermes_dashboard=" + value, Signer(), 0));
  EXPECT_FALSE(SessionIn(std::nullopt, Signer(), 0));
}

TEST(SetSessionCookieTest, IsForThisPageAlone) {
  const std::string plain =
      SetSessionCookie("v", std::chrono::seconds(60), false);
  EXPECT_EQ(plain,
            "hermes_dashboard=v; Max-Age=60; Path=/; HttpOnly; "
            "SameSite=Strict");
  EXPECT_TRUE(absl::EndsWith(
      SetSessionCookie("v", std::chrono::seconds(60), true), "; Secure"));
  EXPECT_TRUE(absl::StartsWith(ClearSessionCookie(false),
                               "hermes_dashboard=; Max-Age=0;"));
}

}  // namespace
}  // namespace hermes::gateway
