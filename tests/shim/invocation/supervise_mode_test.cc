#include "shim/invocation/supervise_mode.h"

#include <gtest/gtest.h>

namespace hermes {
namespace {

TEST(ParseSuperviseModeTest, ParsesDocumentedWords) {
  EXPECT_EQ(ParseSuperviseMode(""), SuperviseMode::kAuto);
  EXPECT_EQ(ParseSuperviseMode("auto"), SuperviseMode::kAuto);
  EXPECT_EQ(ParseSuperviseMode("always"), SuperviseMode::kAlways);
  EXPECT_EQ(ParseSuperviseMode("require"), SuperviseMode::kRequire);
}

TEST(ParseSuperviseModeTest, TreatsOtherWordsAsUnknown) {
  for (const char* value : {"Require", "required", "1", " auto"}) {
    EXPECT_EQ(ParseSuperviseMode(value), SuperviseMode::kUnknown) << value;
  }
}

}  // namespace
}  // namespace hermes
