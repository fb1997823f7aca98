#include "gateway/dashboard/login/session_cookie.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hermes::gateway::dashboard {
namespace {

constexpr int64_t kExpiry = 1000;

const LoginSession kSession = {"ab12", kExpiry};

SessionSigner Signer() { return {"secret", "epoch", "ann", "password"}; }

std::optional<LoginSession> Verified(const std::string& value, int64_t now = 0,
                                     const SessionSigner& signer = Signer()) {
  return signer.Verify(CookieKind::kSession, value, now);
}

std::string Signed() { return Signer().Sign(CookieKind::kSession, kSession); }

TEST(SessionSignerTest, VerifiesOwnCookieUntilItExpires) {
  const std::optional<LoginSession> session = Verified(Signed(), kExpiry - 1);
  ASSERT_TRUE(session.has_value());
  EXPECT_EQ(session->id, "ab12");
  EXPECT_EQ(session->expiry, kExpiry);
  EXPECT_FALSE(Verified(Signed(), kExpiry).has_value());
}

TEST(SessionSignerTest, RefusesCookieOfOtherSecretEpochNameOrPassword) {
  const SessionSigner others[] = {
      {"other", "epoch", "ann", "password"},
      {"secret", "other", "ann", "password"},
      {"secret", "epoch", "bob", "password"},
      {"secret", "epoch", "ann", "other"},
      // The boundary between two members also matters.
      {"secret", "epoch", "annp", "assword"},
      {"secret", "epocha", "nn", "password"},
  };
  for (const SessionSigner& other : others) {
    EXPECT_FALSE(Verified(Signed(), 0, other).has_value());
  }
}

// A cookie that marks a known browser is not a session.
TEST(SessionSignerTest, RefusesCookieOfOtherKind) {
  const std::string device = Signer().Sign(CookieKind::kDevice, kSession);
  EXPECT_TRUE(Signer().Verify(CookieKind::kDevice, device, 0).has_value());
  EXPECT_FALSE(Verified(device).has_value());
  EXPECT_FALSE(Signer().Verify(CookieKind::kDevice, Signed(), 0).has_value());
}

TEST(SessionSignerTest, RefusesForgedCookie) {
  const std::string value = Signed();
  const std::string mac = value.substr(value.rfind('.'));
  const std::vector<std::string> all = {"",
                                        value + "x",
                                        value.substr(0, value.size() - 1),
                                        "v2.2000.ab12" + mac,
                                        "v2.1000.ab13" + mac,
                                        "d1.1000.ab12" + mac,
                                        "v1.1000" + mac,
                                        "v2.+1000.ab12" + mac,
                                        "v2.01000.ab12" + mac,
                                        "v2.1000.ab12.",
                                        "v2.1000.ab12"};
  for (const std::string& forged : all) {
    EXPECT_FALSE(Verified(forged).has_value()) << forged;
  }
  std::string flipped = value;
  flipped.back() = flipped.back() == 'A' ? 'B' : 'A';
  EXPECT_FALSE(Verified(flipped).has_value());
}

bool Has(const std::optional<std::string>& header, bool https = false) {
  return CookieIn(CookieKind::kSession, header, Signer(), 0, https).has_value();
}

TEST(CookieInTest, FindsValidCookieAmongOthers) {
  EXPECT_TRUE(Has("a=b; hermes_dashboard=" + Signed() + "; c=d"));
  // A page of a neighbouring host can set a cookie of the same name before
  // ours.
  EXPECT_TRUE(Has("hermes_dashboard=x; hermes_dashboard=" + Signed()));
  EXPECT_FALSE(Has("xhermes_dashboard=" + Signed()));
  EXPECT_FALSE(Has("hermes_dashboard_device=" + Signed()));
  EXPECT_FALSE(Has(std::nullopt));
}

TEST(CookieInTest, IgnoresCookieOfOtherScheme) {
  EXPECT_TRUE(Has("__Host-hermes_dashboard=" + Signed(), true));
  EXPECT_FALSE(Has("hermes_dashboard=" + Signed(), true));
  EXPECT_FALSE(Has("__Host-hermes_dashboard=" + Signed(), false));
}

TEST(SetCookieTest, RestrictsCookieToDashboard) {
  EXPECT_EQ(
      SetCookie(CookieKind::kSession, "v", std::chrono::seconds(60), false),
      "hermes_dashboard=v; Max-Age=60; Path=/; HttpOnly; "
      "SameSite=Strict");
  EXPECT_EQ(SetCookie(CookieKind::kDevice, "v", std::chrono::seconds(60), true),
            "__Host-hermes_dashboard_device=v; Max-Age=60; Path=/; HttpOnly; "
            "SameSite=Strict; Secure");
  EXPECT_EQ(ClearSessionCookie(true),
            "__Host-hermes_dashboard=; Max-Age=0; Path=/; HttpOnly; "
            "SameSite=Strict; Secure");
}

}  // namespace
}  // namespace hermes::gateway::dashboard
