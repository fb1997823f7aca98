#include "shim/scripts/slot_command.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "shim/base/environment.h"

namespace hermes {
namespace {

using Arguments = std::vector<std::string>;

TEST(SlotCommandTest, DefaultProfileIsNotNamed) {
  EXPECT_EQ(SlotCommand("/x/hermes", "gateway-default", Environment()),
            (Arguments{"/x/hermes", "gateway", "run", "--replace"}));
}

TEST(SlotCommandTest, OtherProfilesAreNamed) {
  EXPECT_EQ(
      SlotCommand("/x/hermes", "gateway-coder", Environment()),
      (Arguments{"/x/hermes", "-p", "coder", "gateway", "run", "--replace"}));
}

TEST(SlotCommandTest, DashboardOpensNoBrowser) {
  EXPECT_EQ(SlotCommand("/x/hermes", "dashboard", Environment()),
            (Arguments{"/x/hermes", "dashboard", "--no-open"}));
}

TEST(SlotCommandTest, DashboardIsToldItsAddress) {
  const Environment environment(
      {"HERMES_DASHBOARD_HOST=0.0.0.0", "HERMES_DASHBOARD_PORT=9119"});
  EXPECT_EQ(SlotCommand("/x/hermes", "dashboard", environment),
            (Arguments{"/x/hermes", "dashboard", "--no-open", "--host",
                       "0.0.0.0", "--port", "9119"}));
}

TEST(SlotCommandTest, EmptyAddressCountsAsUnset) {
  const Environment environment(
      {"HERMES_DASHBOARD_HOST=", "HERMES_DASHBOARD_PORT="});
  EXPECT_EQ(SlotCommand("/x/hermes", "dashboard", environment),
            (Arguments{"/x/hermes", "dashboard", "--no-open"}));
}

TEST(SlotCommandTest, AddressOfTheDashboardIsNoGateways) {
  const Environment environment({"HERMES_DASHBOARD_PORT=9119"});
  EXPECT_EQ(SlotCommand("/x/hermes", "gateway-default", environment),
            (Arguments{"/x/hermes", "gateway", "run", "--replace"}));
}

}  // namespace
}  // namespace hermes
