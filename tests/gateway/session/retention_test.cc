#include "gateway/session/retention.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace hermes::gateway {
namespace {

using Kind = RetainedItem::Kind;

constexpr double kNow = 1'790'000'000;
constexpr double kDay = 86'400;
constexpr double kHour = 3'600;

RetentionLimits Limits(int days, int64_t sessions, int64_t bytes) {
  RetentionLimits limits;
  limits.max_age = std::chrono::days(days);
  limits.max_sessions = sessions;
  limits.max_bytes = bytes;
  return limits;
}

RetainedItem Item(double age, bool turn_active = false,
                  Kind kind = Kind::kSession) {
  RetainedItem item;
  item.kind = kind;
  item.last_used = kNow - age;
  item.turn_active = turn_active;
  return item;
}

struct Case {
  const char* name;
  RetentionLimits limits;
  RetentionTotals totals;
  RetainedItem item;
  std::string_view reason;
};

class ExpiryReasonTest : public testing::TestWithParam<Case> {};

TEST_P(ExpiryReasonTest, UsesTheFirstRowThatHolds) {
  EXPECT_EQ(ExpiryReason(GetParam().limits, GetParam().totals, GetParam().item),
            GetParam().reason);
}

const RetentionTotals kFull = {kNow, 1000, 1'000'000};

INSTANTIATE_TEST_SUITE_P(
    Table, ExpiryReasonTest,
    testing::Values(
        Case{"Old", Limits(30, 0, 0), kFull, Item(30 * kDay + 1), "age"},
        Case{"JustWithinTheAge", Limits(30, 0, 0), kFull, Item(30 * kDay), ""},
        Case{"OneTooMany", Limits(0, 999, 0), kFull, Item(kDay), "count"},
        Case{"AsManyAsTheLimit", Limits(0, 1000, 0), kFull, Item(kDay), ""},
        Case{"OneByteTooMuch", Limits(0, 0, 999'999), kFull, Item(kDay),
             "bytes"},
        Case{"AsManyBytesAsTheLimit", Limits(0, 0, 1'000'000), kFull,
             Item(kDay), ""},
        Case{"NoLimitIsSet", Limits(0, 0, 0), kFull, Item(10'000 * kDay), ""},
        Case{"TurnInProgress", Limits(1, 1, 1), kFull, Item(9 * kDay, true),
             ""},
        Case{"UsedWithinTheHour", Limits(1, 1, 1), kFull, Item(kHour - 1), ""},
        Case{"UsedAnHourAgo", Limits(1, 1, 0), kFull, Item(kHour), "count"},
        Case{"UsedInTheFuture", Limits(1, 1, 1), kFull, Item(-9 * kDay), ""},
        Case{"OldResponse", Limits(30, 0, 0), kFull,
             Item(31 * kDay, false, Kind::kResponse), "age"},
        Case{"ResponseIsNotCounted", Limits(0, 1, 0), kFull,
             Item(kDay, false, Kind::kResponse), ""},
        Case{"ResponseTakesSpace", Limits(0, 0, 1), kFull,
             Item(kDay, false, Kind::kResponse), "bytes"}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

TEST(RetentionLimitsTest, LimitsOnlyBytesByDefault) {
  const RetentionTotals within = {kNow, 1'000'000, int64_t{4} << 30};
  const RetentionTotals beyond = {kNow, 1, (int64_t{4} << 30) + 1};
  const RetainedItem item = Item(10'000 * kDay);
  EXPECT_EQ(ExpiryReason(RetentionLimits(), within, item), "");
  EXPECT_EQ(ExpiryReason(RetentionLimits(), beyond, item), "bytes");
}

TEST(ChooseExpiredTest, StopsAsSoonAsTheTotalsFit) {
  std::vector<RetainedItem> items;
  for (int n = 0; n < 10; ++n) {
    items.push_back(Item((20 - n) * kDay));
    items.back().id = std::to_string(n);
    items.back().bytes = 100;
  }
  const auto by_count = ChooseExpired(Limits(0, 7, 0), {kNow, 10, 1000}, items);
  ASSERT_EQ(by_count.size(), 3u);
  EXPECT_EQ(by_count[0].item.id, "0");
  EXPECT_EQ(by_count[2].item.id, "2");
  EXPECT_EQ(by_count[2].reason, "count");
  EXPECT_EQ(ChooseExpired(Limits(0, 0, 550), {kNow, 10, 1000}, items).size(),
            5u);
}

TEST(PagesToReleaseTest, KeepsFreePagesForLaterWrites) {
  EXPECT_EQ(PagesToRelease(1000, 0), 0);
  EXPECT_EQ(PagesToRelease(1000, 256), 0);
  EXPECT_EQ(PagesToRelease(1000, 257), 1);
  EXPECT_EQ(PagesToRelease(1000, 900), 256);
  EXPECT_EQ(PagesToRelease(160'000, 10'000), 0);
  EXPECT_EQ(PagesToRelease(160'000, 10'100), 100);
}

}  // namespace
}  // namespace hermes::gateway
