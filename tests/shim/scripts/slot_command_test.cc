#include "shim/scripts/slot_command.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "shim/base/environment.h"

namespace hermes {
namespace {

using Arguments = std::vector<std::string>;

TEST(SlotCommandTest, OmitsNameOfDefaultProfile) {
  EXPECT_EQ(SlotCommand("/x/hermes", "gateway-default", Environment()),
            (Arguments{"/x/hermes", "gateway", "run", "--replace"}));
}

TEST(SlotCommandTest, NamesOtherProfiles) {
  EXPECT_EQ(
      SlotCommand("/x/hermes", "gateway-coder", Environment()),
      (Arguments{"/x/hermes", "-p", "coder", "gateway", "run", "--replace"}));
}

TEST(SlotCommandTest, StartsDashboardWithoutBrowser) {
  EXPECT_EQ(SlotCommand("/x/hermes", "dashboard", Environment()),
            (Arguments{"/x/hermes", "dashboard", "--no-open"}));
}

TEST(SlotCommandTest, PassesAddressToDashboard) {
  const Environment environment(
      {"HERMES_DASHBOARD_HOST=0.0.0.0", "HERMES_DASHBOARD_PORT=9119"});
  EXPECT_EQ(SlotCommand("/x/hermes", "dashboard", environment),
            (Arguments{"/x/hermes", "dashboard", "--no-open", "--host",
                       "0.0.0.0", "--port", "9119"}));
}

TEST(SlotCommandTest, TreatsEmptyAddressAsUnset) {
  const Environment environment(
      {"HERMES_DASHBOARD_HOST=", "HERMES_DASHBOARD_PORT="});
  EXPECT_EQ(SlotCommand("/x/hermes", "dashboard", environment),
            (Arguments{"/x/hermes", "dashboard", "--no-open"}));
}

TEST(SlotCommandTest, DoesNotPassDashboardAddressToGateway) {
  const Environment environment({"HERMES_DASHBOARD_PORT=9119"});
  EXPECT_EQ(SlotCommand("/x/hermes", "gateway-default", environment),
            (Arguments{"/x/hermes", "gateway", "run", "--replace"}));
}

}  // namespace
}  // namespace hermes
