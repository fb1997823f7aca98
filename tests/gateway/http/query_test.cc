#include "gateway/http/query.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace hermes::gateway::http {
namespace {

TEST(ParseTargetTest, ParsesPathAndQuery) {
  const Target target = ParseTarget("/a?x=1&y=a%20b+c&z&x=2&w=%zz%2");
  EXPECT_EQ(target.path, "/a");
  EXPECT_EQ(target.query,
            (std::map<std::string, std::string>{
                {"x", "2"}, {"y", "a b c"}, {"z", ""}, {"w", "%zz%2"}}));
  EXPECT_EQ(ParseTarget("/").path, "/");
  EXPECT_TRUE(ParseTarget("/?").query.empty());
}

}  // namespace
}  // namespace hermes::gateway::http
