#include "gateway/dashboard/login/revoked_sessions.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"

namespace hermes::gateway::dashboard {
namespace {

const std::string kEpoch(64, 'e');

// Returns a session whose id has the usual length.
LoginSession Session(size_t number, int64_t expiry) {
  const std::string digits = absl::StrCat(number);
  return {std::string(32 - digits.size(), 'a') + digits, expiry};
}

TEST(RevokedSessionsTest, RevokesOnlyGivenSession) {
  RevokedSessions revoked(kEpoch);
  revoked.Revoke(Session(1, 1000), 10);
  EXPECT_TRUE(revoked.IsRevoked(Session(1, 1000)));
  EXPECT_FALSE(revoked.IsRevoked(Session(2, 1000)));
}

TEST(RevokedSessionsTest, DropsExpiredSessions) {
  RevokedSessions revoked(kEpoch);
  revoked.Revoke(Session(1, 1000), 10);
  revoked.Revoke(Session(2, 2000), 1000);
  EXPECT_EQ(revoked.size(), 1u);
}

TEST(RevokedSessionsTest, KeepsDroppedSessionsRevoked) {
  RevokedSessions revoked(kEpoch);
  const size_t all = RevokedSessions::kMaxSessions + 3;
  for (size_t n = 0; n < all; ++n) {
    revoked.Revoke(Session(n, 1000 + static_cast<int64_t>(n)), 10);
  }
  EXPECT_EQ(revoked.size(), RevokedSessions::kMaxSessions);
  for (size_t n = 0; n < all; ++n) {
    EXPECT_TRUE(revoked.IsRevoked(Session(n, 1000 + static_cast<int64_t>(n))))
        << n;
  }
  EXPECT_TRUE(revoked.IsRevoked(Session(all, 1002)));
  EXPECT_FALSE(revoked.IsRevoked(Session(all, 1003)));
}

TEST(RevokedSessionsTest, ParsesFormattedText) {
  RevokedSessions revoked(kEpoch);
  for (size_t n = 0; n <= RevokedSessions::kMaxSessions; ++n) {
    revoked.Revoke(Session(n, INT64_MAX - static_cast<int64_t>(n)), 10);
  }
  const std::string text = revoked.Format();
  EXPECT_LE(text.size(), RevokedSessions::kMaxBytes);
  const auto again = RevokedSessions::Parse(text);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->epoch(), kEpoch);
  EXPECT_EQ(again->size(), revoked.size());
  EXPECT_TRUE(again->IsRevoked(Session(0, INT64_MAX)));
  EXPECT_TRUE(again->IsRevoked(Session(
      9999, INT64_MAX - static_cast<int64_t>(RevokedSessions::kMaxSessions))));
  EXPECT_FALSE(again->IsRevoked(Session(9999, INT64_MAX)));
}

TEST(RevokedSessionsTest, RefusesAnyOtherText) {
  RevokedSessions revoked(kEpoch);
  revoked.Revoke(Session(1, 1000), 10);
  const std::string text = revoked.Format();
  for (size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(RevokedSessions::Parse(text.substr(0, size))) << size;
  }
  EXPECT_FALSE(RevokedSessions::Parse(text + "x"));
  EXPECT_FALSE(RevokedSessions::Parse(text + "bb 1\n"));
  EXPECT_FALSE(RevokedSessions::Parse("revoked-sessions-1 1\n" + kEpoch +
                                      " 0\nnot-hex 1\n"));
  EXPECT_FALSE(RevokedSessions::Parse("revoked-sessions-1 0\nabc 0\n"));
}

}  // namespace
}  // namespace hermes::gateway::dashboard
