#include "gateway/metrics/label_set.h"

#include <gtest/gtest.h>

#include <set>

namespace hermes::gateway {
namespace {

const LabelSet& Set() {
  static const LabelSet set({{"a", {"1", "2", "other"}}, {"b", {"x", "y"}}});
  return set;
}

std::string Text(size_t index) {
  std::string text;
  for (const Label& label : Set().At(index)) {
    text += label.name + label.value;
  }
  return text;
}

TEST(LabelSetTest, FindsEachCombination) {
  EXPECT_EQ(Set().size(), 6u);
  std::set<size_t> found;
  for (const char* a : {"1", "2", "other"}) {
    for (const char* b : {"x", "y"}) {
      const size_t index = Set().Find({a, b});
      EXPECT_EQ(Text(index), std::string("a") + a + "b" + b);
      found.insert(index);
    }
  }
  EXPECT_EQ(found.size(), 6u);
}

TEST(LabelSetTest, MapsUnknownAndMissingValuesToTheLastOne) {
  EXPECT_EQ(Text(Set().Find({"hostile\n", "x"})), "aotherbx");
  EXPECT_EQ(Text(Set().Find({"1"})), "a1by");
}

TEST(LabelSetTest, HasOneCombinationWithoutDimensions) {
  const LabelSet none({});
  EXPECT_EQ(none.size(), 1u);
  EXPECT_EQ(none.Find({}), 0u);
  EXPECT_TRUE(none.At(0).empty());
}

}  // namespace
}  // namespace hermes::gateway
