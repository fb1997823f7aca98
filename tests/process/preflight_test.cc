// Tests that hermes-entry reports what can never work before it changes
// anything.
#include <sys/mount.h>
#include <sys/stat.h>

#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/pid_namespace.h"
#include "tests/process/processes.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

Container S6Container() {
  ContainerOptions options;
  options.init = Init::kS6;
  return Container(options);
}

void ExpectOneRefusalNaming(const std::string& err, const std::string& what) {
  EXPECT_EQ(err.rfind("hermes-entry: ", 0), 0u) << err;
  EXPECT_EQ(err.find('\n'), err.size() - 1) << err;
  EXPECT_NE(err.find(what), std::string::npos) << err;
  EXPECT_EQ(err.find("under s6 supervision"), std::string::npos) << err;
}

class ProfileNameTest : public testing::TestWithParam<std::string> {};

INSTANTIATE_TEST_SUITE_P(Bad, ProfileNameTest,
                         testing::Values("A", "../x", ".tmp", "a/b", " a", "-x",
                                         std::string(300, 'a')));

TEST_P(ProfileNameTest, RefusesBadNameAndTouchesNothing) {
  Container container = S6Container();
  const auto entry =
      container.Start({"--profile=" + GetParam(), "gateway", "run"});
  EXPECT_EQ(entry->Wait(), 64) << entry->err();
  EXPECT_EQ(entry->err().rfind("hermes-entry: ", 0), 0u) << entry->err();
  EXPECT_EQ(container.Slots(), Strings{});
  EXPECT_TRUE(container.GatewayStarts().empty());
}

TEST(ProfileTest, RefusesEmptyName) {
  Container container = S6Container();
  const auto entry = container.Start({"-p", "", "gateway", "run"});
  EXPECT_EQ(entry->Wait(), 64) << entry->err();
  EXPECT_EQ(container.Slots(), Strings{});
}

TEST(ProfileTest, RefusesUnknownProfileByName) {
  Container container = S6Container();
  const auto entry = container.Start({"gateway", "run", "-p", "nosuch"});
  EXPECT_EQ(entry->Wait(), 64) << entry->err();
  ExpectOneRefusalNaming(entry->err(), "nosuch");
  EXPECT_EQ(container.Slots(), Strings{});
}

TEST(ProfileTest, CreatesOwnSlotForNamedProfile) {
  Container container = S6Container();
  ASSERT_EQ(container.ns().Call([] {
    mkdir("/mnt/data/profiles", 0755);
    return mkdir("/mnt/data/profiles/coder", 0755);
  }),
            0);
  const auto entry = container.Start({"-p", "coder", "gateway", "run"});
  ASSERT_TRUE(entry->WaitForErr("gateway-coder now runs under s6 supervision"))
      << entry->err();
  EXPECT_EQ(container.WaitForGateway().arguments,
            (Strings{"-p", "coder", "gateway", "run", "--replace"}));
  EXPECT_EQ(container.Slots(), Strings{"gateway-coder"});
}

struct NoGatewayCase {
  std::string name;
  std::string gateway;  // value of HERMES_BIN
  int exit_code;
};

class NoGatewayTest : public testing::TestWithParam<NoGatewayCase> {};

INSTANTIATE_TEST_SUITE_P(
    Preflight, NoGatewayTest,
    testing::Values(NoGatewayCase{"Missing", "/mnt/nowhere/hermes", 127},
                    NoGatewayCase{"NotExecutable", "/etc/passwd", 126},
                    NoGatewayCase{"Directory", "/etc", 126}),
    [](const testing::TestParamInfo<NoGatewayCase>& each) {
      return each.param.name;
    });

TEST_P(NoGatewayTest, DoesNotClaimSupervisionUnderS6) {
  Container container = S6Container();
  const auto entry =
      container.Start({"gateway", "run"}, {"HERMES_BIN=" + GetParam().gateway});
  EXPECT_EQ(entry->Wait(), GetParam().exit_code) << entry->err();
  ExpectOneRefusalNaming(entry->err(), GetParam().gateway);
  EXPECT_NE(container.SlotStatus("gateway-default", "wantedup"), "true");
}

TEST_P(NoGatewayTest, ReturnsSameCodeAsPid1) {
  ContainerOptions options;
  options.arguments = {"gateway", "run"};
  options.variables = {"HERMES_BIN=" + GetParam().gateway};
  Container container(options);
  EXPECT_EQ(container.init().Wait(), GetParam().exit_code);
  ExpectOneRefusalNaming(container.init().err(), GetParam().gateway);
}

// Returns options for an image that lacks one of s6's programs: an empty file
// without execute permission is mounted over it.
ContainerOptions WithoutS6Program(const std::string& name) {
  ContainerOptions options;
  options.arguments = {"gateway", "run"};
  options.prepare = [name] {
    WriteFile("/mnt/empty", "");
    mount("/mnt/empty", ("/usr/bin/" + name).c_str(), nullptr, MS_BIND,
          nullptr);
  };
  return options;
}

class NoS6ProgramTest : public testing::TestWithParam<std::string> {};

INSTANTIATE_TEST_SUITE_P(Preflight, NoS6ProgramTest,
                         testing::Values("s6-svscan", "s6-supervise",
                                         "s6-svscanctl", "s6-svc"));

TEST_P(NoS6ProgramTest, NamesMissingProgramAndRunsGatewayInForeground) {
  ContainerOptions options = WithoutS6Program(GetParam());
  options.variables = {"GATEWAY_EXIT=5"};
  Container container(options);
  EXPECT_EQ(container.init().Wait(), 5);
  const std::string err = container.init().err();
  EXPECT_NE(err.find(GetParam()), std::string::npos) << err;
  EXPECT_EQ(err.find("under s6 supervision"), std::string::npos) << err;
  EXPECT_EQ(container.GatewayStarts().size(), 1u);
}

TEST_P(NoS6ProgramTest, FailsIfSupervisionIsRequired) {
  ContainerOptions options = WithoutS6Program(GetParam());
  options.variables = {"HERMES_GATEWAY_SUPERVISE=require"};
  Container container(options);
  EXPECT_EQ(container.init().Wait(), 69) << container.init().err();
  ExpectOneRefusalNaming(container.init().err(), GetParam());
  EXPECT_TRUE(container.GatewayStarts().empty());
}

TEST(GatewayLookupTest, SearchesPathPastOwnBinaryWithoutHermesBin) {
  Container container = S6Container();
  // The first `hermes` on PATH, /mnt/bin/hermes, is a link to hermes-entry.
  const auto entry = container.Start(
      {"gateway", "run", "--no-supervise"},
      {"HERMES_BIN", "PATH=/mnt/bin:/mnt/libexec", "GATEWAY_EXIT=4"});
  EXPECT_EQ(entry->Wait(), 4) << entry->err();
}

TEST(GatewayLookupTest, ExitsWith127IfPathHasNoGateway) {
  Container container = S6Container();
  const auto entry =
      container.Start({"gateway", "run"}, {"HERMES_BIN", "PATH=/mnt/bin:/bin"});
  EXPECT_EQ(entry->Wait(), 127) << entry->err();
  EXPECT_EQ(entry->err().rfind("hermes-entry: ", 0), 0u) << entry->err();
  EXPECT_NE(container.SlotStatus("gateway-default", "wantedup"), "true");
}

}  // namespace
}  // namespace hermes::fixture
