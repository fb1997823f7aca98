#include "gateway/config/port_setting.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/match.h"
#include "shim/base/dotenv.h"

namespace hermes::gateway {
namespace {

constexpr bool kDefault = true;
constexpr bool kNamed = false;

const EnvironmentMap kContainer = {{"API_SERVER_PORT", "1"}};
const DotenvEntries kDotenv = {{"API_SERVER_PORT", "2"}};

YamlSettings Yaml() {
  YamlSettings yaml;
  yaml.api_port = "3";
  return yaml;
}

TEST(PortSettingTest, NamesContainerVariableOnlyForDefault) {
  EXPECT_EQ(PortSetting("/d", kContainer, kDotenv, Yaml(), kDefault),
            "API_SERVER_PORT in the container's environment");
  EXPECT_EQ(PortSetting("/d", kContainer, kDotenv, Yaml(), kNamed),
            "API_SERVER_PORT in /d/.env");
}

TEST(PortSettingTest, NamesDotenvThenYamlThenNeither) {
  EXPECT_EQ(PortSetting("/d", {}, kDotenv, Yaml(), kDefault),
            "API_SERVER_PORT in /d/.env");
  EXPECT_EQ(PortSetting("/d", kContainer, {}, Yaml(), kNamed),
            "api_server's port in /d/config.yaml");
  EXPECT_EQ(PortSetting("/d", kContainer, {}, {}, kNamed),
            "no API_SERVER_PORT in /d/.env");
}

TEST(PortSettingTest, IgnoresEmptyValue) {
  EXPECT_EQ(PortSetting("/d", {{"API_SERVER_PORT", ""}},
                        {{"API_SERVER_PORT", ""}}, Yaml(), kDefault),
            "api_server's port in /d/config.yaml");
}

TEST(PortConflictTest, ReportsSamePortWithBothProfilesAndRemedy) {
  const absl::Status status =
      CheckPortConflict({"coder", "/d/profiles/coder", 8642, "by habit"},
                        {"default", "/d", 8642, "by birth"});
  EXPECT_TRUE(absl::IsFailedPrecondition(status));
  for (const char* part :
       {"api_server_port_conflict: ", "coder: by habit", "default: by birth",
        "8642", "/d/profiles/coder/.env"}) {
    EXPECT_TRUE(absl::StrContains(status.message(), part)) << status;
  }
}

TEST(PortConflictTest, AcceptsDifferentAndKernelChosenPorts) {
  EXPECT_TRUE(CheckPortConflict({"a", "", 1, ""}, {"b", "", 2, ""}).ok());
  EXPECT_TRUE(CheckPortConflict({"a", "", 0, ""}, {"b", "", 0, ""}).ok());
}

}  // namespace
}  // namespace hermes::gateway
