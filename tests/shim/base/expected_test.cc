#include "shim/base/expected.h"

#include <cerrno>
#include <memory>
#include <string>
#include <utility>

#include "gtest/gtest.h"

namespace hermes {
namespace {

TEST(ExpectedTest, HoldsValue) {
  const Expected<int> expected = 3;
  ASSERT_TRUE(expected.ok());
  EXPECT_EQ(expected.value(), 3);
}

TEST(ExpectedTest, HoldsError) {
  const Expected<int> expected = Error{ENOENT, "opening", "x"};
  ASSERT_FALSE(expected.ok());
  EXPECT_EQ(expected.error().err, ENOENT);
}

TEST(ExpectedTest, LetsValueBeMovedOut) {
  Expected<std::unique_ptr<int>> expected = std::make_unique<int>(4);
  const std::unique_ptr<int> value = std::move(expected).value();
  EXPECT_EQ(*value, 4);
}

TEST(ExpectedTest, TreatsDefaultVoidAsSuccess) {
  EXPECT_TRUE(Expected<void>().ok());
  const Expected<void> failed = Error{EACCES, "making", "y"};
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().subject, "y");
}

TEST(DescribeTest, NamesStageSubjectAndReason) {
  EXPECT_EQ(Describe(Error{EACCES, "opening", "/run/service"}),
            "opening /run/service: Permission denied");
}

TEST(DescribeTest, OmitsMissingParts) {
  EXPECT_EQ(Describe(Error{0, "s6 refused:", "x"}), "s6 refused: x");
  EXPECT_EQ(Describe(Error{ENOENT, "listing", ""}),
            "listing: No such file or directory");
}

}  // namespace
}  // namespace hermes
