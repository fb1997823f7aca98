#include "shim/supervision/fall_back.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

#include "shim/base/expected.h"

namespace hermes {
namespace {

using testing::HasSubstr;

TEST(FallBackLineTest, NamesTheReasonAndWhatHappensInstead) {
  const Error why = {ENOENT, "finding", "s6-svscan"};
  EXPECT_THAT(FallBackLine(why, false), HasSubstr("finding s6-svscan"));
  EXPECT_THAT(FallBackLine(why, false), HasSubstr("in the foreground instead"));
}

TEST(FallBackLineTest, WhereItIsRequiredNothingRuns) {
  const Error why = {ENOENT, "finding", "s6-svscan"};
  EXPECT_THAT(FallBackLine(why, true), HasSubstr("=require"));
  EXPECT_THAT(FallBackLine(why, true), HasSubstr("nothing was started"));
}

}  // namespace
}  // namespace hermes
