#include "gateway/turn/output_tail.h"

#include <gtest/gtest.h>

namespace hermes::gateway {
namespace {

TEST(OutputTailTest, KeepsAllBytesThatFit) {
  OutputTail tail(8);
  tail.Append("ab");
  tail.Append("\ncdefg");
  EXPECT_EQ(tail.Text(), "ab\ncdefg");
}

TEST(OutputTailTest, DropsWholeLinesFromTheFront) {
  OutputTail tail(8);
  tail.Append("secret\nab\ncd");
  EXPECT_EQ(tail.Text(), "ab\ncd");
}

TEST(OutputTailTest, DropsLineWhoseBeginningIsLost) {
  OutputTail tail(8);
  tail.Append("one line of many words");
  EXPECT_EQ(tail.Text(), "");
  tail.Append("\nok");
  EXPECT_EQ(tail.Text(), "ok");
}

}  // namespace
}  // namespace hermes::gateway
