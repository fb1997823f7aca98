#include "shim/slot/run_slot.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace hermes {
namespace {

using Arguments = std::vector<std::string>;

TEST(GatewayArgumentsTest, DefaultProfileIsNotNamed) {
  EXPECT_EQ(GatewayArguments("/x/hermes", "default"),
            (Arguments{"/x/hermes", "gateway", "run", "--replace"}));
}

TEST(GatewayArgumentsTest, OtherProfilesAreNamed) {
  EXPECT_EQ(
      GatewayArguments("/x/hermes", "coder"),
      (Arguments{"/x/hermes", "-p", "coder", "gateway", "run", "--replace"}));
}

}  // namespace
}  // namespace hermes
