#include "gateway/profile/free_port.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

TEST(NextFreePortTest, ReturnsFirstFreePort) {
  EXPECT_EQ(*NextFreePort({}), 8643);
  EXPECT_EQ(*NextFreePort({8642, 8645}), 8643);
  EXPECT_EQ(*NextFreePort({8643, 8646}), 8645);
}

TEST(NextFreePortTest, SkipsPortsOfWebhooksAndDashboard) {
  EXPECT_EQ(*NextFreePort({8643}), 8645);
  std::set<uint16_t> taken;
  for (uint16_t port = 8643; port < 9119; ++port) taken.insert(port);
  EXPECT_EQ(*NextFreePort(taken), 9120);
}

TEST(NextFreePortTest, ReportsThatNoPortIsLeft) {
  std::set<uint16_t> all;
  for (uint32_t port = 1; port <= 65535; ++port) {
    all.insert(static_cast<uint16_t>(port));
  }
  EXPECT_TRUE(absl::IsResourceExhausted(NextFreePort(all).status()));
}

TEST(PortsInTest, ReadsEveryPortSetting) {
  YamlSettings yaml;
  yaml.api_port = "3";
  EXPECT_EQ(PortsIn({{"API_SERVER_PORT", "1"}, {"WEBHOOK_PORT", "2"}}, yaml),
            (std::set<uint16_t>{1, 2, 3}));
  EXPECT_EQ(PortsIn({{"HERMES_DASHBOARD_PORT", "4"}}, YamlSettings()),
            (std::set<uint16_t>{4}));
  yaml.api_port = "many";
  EXPECT_EQ(
      PortsIn({{"API_SERVER_PORT", "0"}, {"WEBHOOK_PORT", "65536"}}, yaml),
      (std::set<uint16_t>{}));
}

TEST(PortsOfAllProfilesTest, AppliesEachProfilesOwnRules) {
  const TempDirectory root;
  ASSERT_EQ(mkdir(root.Path("profiles").c_str(), 0700), 0);
  for (const char* name : {"a", "b", "c"}) {
    const std::string home = std::string("profiles/") + name;
    ASSERT_EQ(mkdir(root.Path(home).c_str(), 0700), 0);
    root.Write(home + "/SOUL.md", "");
  }
  root.Write(".env", "API_SERVER_PORT=1000\n");
  root.Write("profiles/a/.env", "API_SERVER_PORT=1001\n");
  root.Write("profiles/b/config.yaml",
             "platforms: {api_server: {extra: {port: 1002}}}\n");
  root.Write("profiles/c/.env", "X='\n");
  std::vector<std::string> warnings;
  EXPECT_EQ(PortsOfAllProfiles(root.path(), {}, &warnings),
            (std::set<uint16_t>{1000, 1001, 1002}));
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_TRUE(absl::StrContains(warnings[0], "profiles/c/.env:1:"))
      << warnings[0];
  EXPECT_EQ(
      PortsOfAllProfiles(root.path(), {{"API_SERVER_PORT", "1003"}}, &warnings),
      (std::set<uint16_t>{1003, 1001, 1002}));
}

}  // namespace
}  // namespace hermes::gateway
