#include "gateway/logging/redact.h"

#include <gtest/gtest.h>

namespace hermes::gateway {
namespace {

TEST(RedactTest, HidesSecretsWhereverTheyStand) {
  EXPECT_EQ(Redact("GET /?k=s3cret&again=s3cret", {"", "s3cret"}),
            "GET /?k=[redacted]&again=[redacted]");
}

TEST(RedactTest, HidesBearerTokensNobodyNamed) {
  EXPECT_EQ(Redact("Authorization: bearer abc.def ok", {}),
            "Authorization: bearer [redacted] ok");
  EXPECT_EQ(Redact("Bearer abc", {}), "Bearer [redacted]");
}

TEST(RedactTest, LeavesTheRestAlone) {
  EXPECT_EQ(Redact("nothing to see", {"s3cret"}), "nothing to see");
}

}  // namespace
}  // namespace hermes::gateway
