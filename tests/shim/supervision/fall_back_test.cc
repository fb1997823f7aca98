#include "shim/supervision/fall_back.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

#include "shim/base/expected.h"

namespace hermes {
namespace {

using testing::HasSubstr;

TEST(FallBackLineTest, NamesErrorAndSaysThatGatewayRunsInForeground) {
  const Error why = {ENOENT, "finding", "s6-svscan"};
  EXPECT_THAT(FallBackLine(why, FallBack::kForeground),
              HasSubstr("finding s6-svscan"));
  EXPECT_THAT(FallBackLine(why, FallBack::kForeground),
              HasSubstr("in the foreground instead"));
}

TEST(FallBackLineTest, SaysThatNothingWasStartedIfSupervisionIsRequired) {
  const Error why = {ENOENT, "finding", "s6-svscan"};
  EXPECT_THAT(FallBackLine(why, FallBack::kRequired), HasSubstr("=require"));
  EXPECT_THAT(FallBackLine(why, FallBack::kRequired),
              HasSubstr("nothing was started"));
}

TEST(FallBackLineTest, SaysThatSupervisedSlotKeepsGatewayFromForeground) {
  const Error why = {EACCES, "withdrawing", "gateway-default"};
  EXPECT_THAT(FallBackLine(why, FallBack::kStillSupervised),
              HasSubstr("no second gateway is started"));
}

TEST(ChooseFallBackTest, PrefersSupervisedSlotThenRequirementThenForeground) {
  EXPECT_EQ(ChooseFallBack(false, false), FallBack::kForeground);
  EXPECT_EQ(ChooseFallBack(true, false), FallBack::kRequired);
  EXPECT_EQ(ChooseFallBack(false, true), FallBack::kStillSupervised);
  EXPECT_EQ(ChooseFallBack(true, true), FallBack::kStillSupervised);
}

}  // namespace
}  // namespace hermes
