#include "shim/slot/slot_environment.h"

#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "shim/base/environment.h"

namespace hermes {
namespace {

Environment Given(std::vector<std::string> entries) {
  return GatewayEnvironment(Environment(std::move(entries)), "default");
}

TEST(GatewayEnvironmentTest, KeepsOtherEntriesByteForByteAndInOrder) {
  const std::vector<std::string> entries = {"A=1\n\xff", "no equals sign",
                                            "A=2", "HOME=/home/x"};
  std::vector<std::string> kept = Given(entries).entries();
  kept.resize(entries.size());
  EXPECT_EQ(kept, entries);
}

TEST(GatewayEnvironmentTest, MarksSupervision) {
  const Environment environment = Given({"HERMES_S6_SUPERVISED_CHILD="});
  EXPECT_EQ(environment.GetOrEmpty("HERMES_S6_SUPERVISED_CHILD"), "1");
  EXPECT_EQ(environment.GetOrEmpty("HERMES_SUPERVISED_CHILD"), "1");
}

TEST(GatewayEnvironmentTest, StripsWhatBelongsToTheMainProcess) {
  const Environment environment =
      Given({"LISTEN_FDS=3", "LISTEN_FDNAMES=a", "NOTIFY_SOCKET=/n",
             "HERMES_ENTRY_NOFILE_SOFT=1024", "HERMES_ENTRY_UMASK=077",
             "XLISTEN_FDS=kept"});
  EXPECT_FALSE(environment.Get("LISTEN_FDS").has_value());
  EXPECT_FALSE(environment.Get("LISTEN_FDNAMES").has_value());
  EXPECT_FALSE(environment.Get("NOTIFY_SOCKET").has_value());
  EXPECT_FALSE(environment.Get("HERMES_ENTRY_NOFILE_SOFT").has_value());
  EXPECT_FALSE(environment.Get("HERMES_ENTRY_UMASK").has_value());
  EXPECT_EQ(environment.GetOrEmpty("XLISTEN_FDS"), "kept");
}

struct HomeCase {
  const char* name;
  std::vector<std::string> given;
  const char* home;
};

class HomeTest : public testing::TestWithParam<HomeCase> {};

TEST_P(HomeTest, IsOneThatTheGatewayCanWrite) {
  EXPECT_EQ(Given(GetParam().given).GetOrEmpty("HOME"), GetParam().home);
}

INSTANTIATE_TEST_SUITE_P(
    Table, HomeTest,
    testing::Values(HomeCase{"Unset", {"HERMES_HOME=/d"}, "/d"},
                    HomeCase{"Empty", {"HERMES_HOME=/d", "HOME="}, "/d"},
                    HomeCase{"Slash", {"HERMES_HOME=/d", "HOME=/"}, "/d"},
                    HomeCase{"Roots", {"HERMES_HOME=/d", "HOME=/root"}, "/d"},
                    HomeCase{"Chosen", {"HERMES_HOME=/d", "HOME=/h"}, "/h"},
                    HomeCase{"NoHermesHome", {}, "/opt/data"}),
    [](const testing::TestParamInfo<HomeCase>& i) { return i.param.name; });

TEST(GatewayEnvironmentTest, HomeOfAnotherProfileBecomesTheRoot) {
  const Environment environment = Given({"HERMES_HOME=/d/profiles/coder"});
  EXPECT_EQ(environment.GetOrEmpty("HERMES_HOME"), "/d");
}

TEST(GatewayEnvironmentTest, HomeOfItsOwnProfileStays) {
  const Environment environment = GatewayEnvironment(
      Environment({"HERMES_HOME=/d/profiles/coder"}), "coder");
  EXPECT_EQ(environment.GetOrEmpty("HERMES_HOME"), "/d/profiles/coder");
}

}  // namespace
}  // namespace hermes
