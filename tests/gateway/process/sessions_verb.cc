#include "tests/gateway/process/sessions_verb.h"

#include <gtest/gtest.h>

namespace hermes::gateway {

boost::json::value VerbResult::Json() const {
  EXPECT_EQ(out.find('\n'), out.size() - 1) << out;
  boost::json::error_code error;
  boost::json::value value = boost::json::parse(out, error);
  EXPECT_FALSE(error) << out;
  return value;
}

VerbResult RunSessions(const TempDirectory& home,
                       const std::vector<std::string>& args, Launch launch) {
  launch.args = {"sessions"};
  launch.args.insert(launch.args.end(), args.begin(), args.end());
  GatewayProcess verb(home, launch);
  const int code = verb.Wait();
  return {code, verb.Out(), verb.Err()};
}

}  // namespace hermes::gateway
