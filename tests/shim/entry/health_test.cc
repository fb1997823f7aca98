#include "shim/entry/health.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hermes {
namespace {

TEST(ParseHealthRequestTest, ChecksOnceWithoutArguments) {
  const auto request = ParseHealthRequest({});
  ASSERT_TRUE(request.has_value());
  EXPECT_FALSE(request->ready);
}

TEST(ParseHealthRequestTest, ParsesReadyWithOrWithoutTimeout) {
  const auto ready = ParseHealthRequest({"--ready"});
  ASSERT_TRUE(ready.has_value());
  EXPECT_TRUE(ready->ready);
  EXPECT_EQ(ready->timeout_ms, 60000);
  const auto timed = ParseHealthRequest({"--timeout=2s", "--ready"});
  ASSERT_TRUE(timed.has_value());
  EXPECT_TRUE(timed->ready);
  EXPECT_EQ(timed->timeout_ms, 2000);
}

TEST(ParseHealthRequestTest, RefusesOtherArguments) {
  using Args = std::vector<std::string>;
  for (const Args& args :
       {Args{"--timeout=2s"}, Args{"--ready", "--timeout="},
        Args{"--ready", "--timeout"}, Args{"--ready", "x"}, Args{"-ready"}}) {
    EXPECT_FALSE(ParseHealthRequest(args).has_value());
  }
}

}  // namespace
}  // namespace hermes
