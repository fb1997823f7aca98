#include "gateway/turn/abbreviate.h"

#include <gtest/gtest.h>

#include <string>

namespace hermes::gateway {
namespace {

TEST(AbbreviatedTest, KeepsShortText) {
  EXPECT_EQ(Abbreviated("", 4), "");
  EXPECT_EQ(Abbreviated("four", 4), "four");
}

TEST(AbbreviatedTest, CutsLongText) {
  EXPECT_EQ(Abbreviated("fives", 4), "five...");
  EXPECT_EQ(Abbreviated(std::string(1 << 20, 'x'), 64),
            std::string(64, 'x') + "...");
}

TEST(AbbreviatedTest, CutsBetweenCharacters) {
  EXPECT_EQ(Abbreviated("a\u00fc\u00fc", 3), "a\u00fc...");
  EXPECT_EQ(Abbreviated("a\u00fc\u00fc", 4), "a\u00fc...");
  EXPECT_EQ(Abbreviated("\U0001F600", 3), "...");
}

// Invalid UTF-8 must not make the function read beyond the text.
TEST(AbbreviatedTest, DropsContinuationBytesWithoutAStart) {
  EXPECT_EQ(Abbreviated(std::string(9, '\x80'), 4), "...");
}

}  // namespace
}  // namespace hermes::gateway
