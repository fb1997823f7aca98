#include "gateway/metrics/counter.h"

#include <gtest/gtest.h>

namespace hermes::gateway {
namespace {

TEST(CounterTest, CountsUnknownLabelAsOther) {
  Counter counter("a_total", "x", {{"l", {"p", "other"}}});
  counter.Add({"p"});
  counter.Add({"p"}, 4);
  counter.Add({"unknown"});
  EXPECT_EQ(counter.Value({"p"}), 5u);
  EXPECT_EQ(counter.Value({"other"}), 1u);
}

TEST(CounterTest, ExposesZerosUnlessHidden) {
  const std::vector<Dimension> labels = {{"l", {"p", "q", "other"}}};
  EXPECT_EQ(Counter("a_total", "x", labels).Snapshot().samples.size(), 3u);
  Counter hidden("a_total", "x", labels, Unseen::kHidden);
  EXPECT_TRUE(hidden.Snapshot().samples.empty());
  hidden.Add({"q"});
  ASSERT_EQ(hidden.Snapshot().samples.size(), 1u);
  EXPECT_EQ(hidden.Snapshot().samples[0].labels[0].value, "q");
}

}  // namespace
}  // namespace hermes::gateway
