#include "gateway/http/body_budget.h"

#include <gtest/gtest.h>

#include <memory>

namespace hermes::gateway::http {
namespace {

constexpr uint64_t kCapacity = 10'000'000;

TEST(BodyBudgetTest, DoesNotCountSmallBodies) {
  const BodyBudget budget;
  const auto share = budget.NewShare();
  EXPECT_TRUE(share->Grow(BodyBudget::kFreeBytes, 0));
  EXPECT_EQ(budget.used(), 0u);
}

TEST(BodyBudgetTest, RefusesBodyBeyondTheCapacity) {
  const BodyBudget budget;
  const auto first = budget.NewShare();
  const auto second = budget.NewShare();
  EXPECT_TRUE(first->Grow(6'000'000, kCapacity));
  EXPECT_FALSE(second->Grow(4'000'001, kCapacity));
  EXPECT_TRUE(second->Grow(4'000'000, kCapacity));
  EXPECT_EQ(budget.used(), kCapacity);
}

TEST(BodyBudgetTest, CountsGrowingBodyOnce) {
  const BodyBudget budget;
  const auto share = budget.NewShare();
  EXPECT_TRUE(share->Grow(1'000'000, kCapacity));
  EXPECT_TRUE(share->Grow(9'000'000, kCapacity));
  EXPECT_TRUE(share->Grow(2'000'000, kCapacity));
  EXPECT_EQ(budget.used(), 9'000'000u);
}

TEST(BodyBudgetTest, FreesTheShareOfAFinishedRequest) {
  auto budget = std::make_unique<BodyBudget>();
  auto share = budget->NewShare();
  auto other = budget->NewShare();
  EXPECT_TRUE(share->Grow(kCapacity, kCapacity));
  share.reset();
  EXPECT_EQ(budget->used(), 0u);
  EXPECT_TRUE(other->Grow(kCapacity, kCapacity));
  budget.reset();  // because a request may outlive its server
  other.reset();
}

}  // namespace
}  // namespace hermes::gateway::http
