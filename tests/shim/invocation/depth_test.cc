#include "shim/invocation/depth.h"

#include <gtest/gtest.h>

#include <string>

namespace hermes {
namespace {

TEST(ParseDepthTest, ParsesNumbers) {
  EXPECT_EQ(ParseDepth("0"), 0);
  EXPECT_EQ(ParseDepth("3"), 3);
  EXPECT_EQ(ParseDepth("4"), kMaxDepth);
}

TEST(ParseDepthTest, ReturnsZeroForTextThatIsNotANumber) {
  for (const char* value : {"", "-1", "3x", " 3", "0x3"}) {
    EXPECT_EQ(ParseDepth(value), 0) << value;
  }
}

TEST(ParseDepthTest, LimitsHugeNumbers) {
  EXPECT_EQ(ParseDepth(std::string(100, '9')), kMaxDepth);
}

}  // namespace
}  // namespace hermes
