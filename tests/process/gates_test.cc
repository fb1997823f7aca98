// Tests that each gate of `gateway run` closes alone, with all others open.
#include <sys/stat.h>

#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/poll.h"
#include "tests/process/processes.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

struct Case {
  std::string name;
  Strings arguments;
  Strings variables;
};

std::string NameOf(const testing::TestParamInfo<Case>& each) {
  return each.param.name;
}

class S6Test : public testing::TestWithParam<Case> {
 protected:
  S6Test() : container_(Options()) {}

  static ContainerOptions Options() {
    ContainerOptions options;
    options.init = Init::kS6;
    return options;
  }
  std::unique_ptr<Child> Run(const Strings& more_variables = {}) {
    Strings variables = GetParam().variables;
    variables.insert(variables.end(), more_variables.begin(),
                     more_variables.end());
    return container_.Start(GetParam().arguments, variables);
  }

  Container container_;
};

class ForegroundTest : public S6Test {};

INSTANTIATE_TEST_SUITE_P(
    Closed, ForegroundTest,
    testing::Values(Case{"Sentinel",
                         {"gateway", "run", "-v"},
                         {"HERMES_S6_SUPERVISED_CHILD=1"}},
                    Case{"SentinelOfAnyValue",
                         {"gateway", "run"},
                         {"HERMES_S6_SUPERVISED_CHILD=0"}},
                    Case{"Flag", {"gateway", "run", "--no-supervise"}, {}},
                    Case{"FlagAlone", {"gateway", "--no-supervise"}, {}},
                    Case{"Variable1",
                         {"gateway", "run"},
                         {"HERMES_GATEWAY_NO_SUPERVISE=1"}},
                    Case{"VariableTrue",
                         {"gateway", "run"},
                         {"HERMES_GATEWAY_NO_SUPERVISE=true"}},
                    Case{"VariableUpperCaseYes",
                         {"gateway", "run"},
                         {"HERMES_GATEWAY_NO_SUPERVISE=YES"}}),
    NameOf);

TEST_P(ForegroundTest, ExecsGatewayWithSameArguments) {
  const auto entry = Run();
  const GatewayStart gateway = container_.WaitForGateway();
  EXPECT_EQ(gateway.pid, PidNamespace::InnerPid(*entry)) << entry->err();
  EXPECT_EQ(gateway.arguments, GetParam().arguments);
}

TEST_P(ForegroundTest, ReturnsGatewaysExitCode) {
  EXPECT_EQ(Run({"GATEWAY_EXIT=7"})->Wait(), 7);
}

TEST_P(ForegroundTest, Returns78OnConfigurationError) {
  EXPECT_EQ(Run({"GATEWAY_EXIT=78"})->Wait(), 78);
}

TEST_P(ForegroundTest, Returns128PlusSignalOfKilledGateway) {
  EXPECT_EQ(Run({"GATEWAY_RAISE=11"})->Wait(), 139);
}

TEST_P(ForegroundTest, LeavesSlotDownAndDoesNotClaimSupervision) {
  const auto entry = Run();
  ASSERT_NE(container_.WaitForGateway().pid, -1) << entry->err();
  EXPECT_NE(container_.SlotStatus("gateway-default", "wantedup"), "true");
  EXPECT_EQ(entry->err().find("under s6 supervision"), std::string::npos)
      << entry->err();
}

TEST(SentinelTest, TouchesNoSlot) {
  ContainerOptions options;
  options.init = Init::kS6;
  Container container(options);
  const auto entry =
      container.Start({"gateway", "run"}, {"HERMES_S6_SUPERVISED_CHILD=1"});
  ASSERT_NE(container.WaitForGateway().pid, -1) << entry->err();
  EXPECT_EQ(container.Slots(), Strings{});
  EXPECT_EQ(entry->err(), "");
}

class SupervisedTest : public S6Test {};

INSTANTIATE_TEST_SUITE_P(
    Open, SupervisedTest,
    testing::Values(Case{"Plain", {"gateway", "run"}, {}},
                    Case{"GatewayAlone", {"gateway"}, {}},
                    Case{"OptionsAlone", {"gateway", "-v"}, {}},
                    Case{"EmptySentinel",
                         {"gateway", "run"},
                         {"HERMES_S6_SUPERVISED_CHILD="}},
                    Case{"Variable0",
                         {"gateway", "run"},
                         {"HERMES_GATEWAY_NO_SUPERVISE=0"}},
                    Case{"VariableEmpty",
                         {"gateway", "run"},
                         {"HERMES_GATEWAY_NO_SUPERVISE="}},
                    Case{"VariableTypo",
                         {"gateway", "run"},
                         {"HERMES_GATEWAY_NO_SUPERVISE=ture"}},
                    Case{"VariableOn",
                         {"gateway", "run"},
                         {"HERMES_GATEWAY_NO_SUPERVISE=on"}},
                    Case{"VariableWithSpace",
                         {"gateway", "run"},
                         {"HERMES_GATEWAY_NO_SUPERVISE= 1"}},
                    Case{"FlagAfterDoubleDash",
                         {"gateway", "run", "--", "--no-supervise"},
                         {}}),
    NameOf);

TEST_P(SupervisedTest, StartsSlotAndKeepsCommandRunning) {
  const auto entry = Run();
  ASSERT_TRUE(entry->WaitForErr("under s6 supervision")) << entry->err();
  const GatewayStart gateway = container_.WaitForGateway();
  EXPECT_EQ(container_.SlotStatus("gateway-default", "pid,wantedup"),
            std::to_string(gateway.pid) + " true");
  EXPECT_TRUE(entry->Running());
}

TEST(OptOutVariableTest, NamesMistypedValueInWarning) {
  ContainerOptions options;
  options.init = Init::kS6;
  Container container(options);
  const auto entry =
      container.Start({"gateway", "run"}, {"HERMES_GATEWAY_NO_SUPERVISE=ture"});
  ASSERT_TRUE(entry->WaitForErr("under s6 supervision")) << entry->err();
  EXPECT_NE(entry->err().find("ture"), std::string::npos) << entry->err();
}

// Containers whose PID 1 is anything but a live s6-svscan.
class NoS6Test : public testing::TestWithParam<std::string> {
 protected:
  static Container UnderInitNamed(const std::string& name) {
    ContainerOptions options;
    options.init = Init::kForeign;
    options.init_name = name;
    return Container(options);
  }
};

INSTANTIATE_TEST_SUITE_P(Init, NoS6Test,
                         testing::Values("systemd", "tini", "pause"),
                         [](const testing::TestParamInfo<std::string>& each) {
                           return each.param;
                         });

TEST_P(NoS6Test, RunsGatewayInForegroundAndReturnsItsExitCode) {
  Container container = UnderInitNamed(GetParam());
  const auto entry =
      container.Start({"gateway", "run", "-q"}, {"GATEWAY_EXIT=9"});
  EXPECT_EQ(entry->Wait(), 9) << entry->err();
  EXPECT_EQ(entry->err().find("under s6 supervision"), std::string::npos);
  EXPECT_FALSE(container.processes().Alive(PidNamespace::InnerPid(*entry)));
  EXPECT_EQ(container.GatewayStarts().back().arguments,
            (Strings{"gateway", "run", "-q"}));
}

TEST_F(NoS6Test, IgnoresNameOfPid1WithoutScanDirectory) {
  Container container = UnderInitNamed("s6-svscan");
  const auto entry = container.Start({"gateway", "run"}, {"GATEWAY_EXIT=9"});
  EXPECT_EQ(entry->Wait(), 9) << entry->err();
}

TEST_F(NoS6Test, IgnoresScanDirectoryWithoutReader) {
  Container container = UnderInitNamed("s6-svscan");
  ASSERT_EQ(container.ns().Call([] {
    mkdir("/run/service", 0755);
    mkdir("/run/service/.s6-svscan", 0700);
    return mkfifo("/run/service/.s6-svscan/control", 0600);
  }),
            0);
  const auto entry = container.Start({"gateway", "run"}, {"GATEWAY_EXIT=9"});
  EXPECT_EQ(entry->Wait(), 9) << entry->err();
}

TEST(ForeignUidTest, RefusesUidThatCannotOperateTree) {
  ContainerOptions options;
  options.init = Init::kS6;
  Container container(options);
  const auto entry = container.Start({"gateway", "run"}, {}, 4242);
  EXPECT_EQ(entry->Wait(), 77) << entry->err();
  EXPECT_EQ(entry->err().rfind("hermes-entry: ", 0), 0u) << entry->err();
  EXPECT_TRUE(container.GatewayStarts().empty());
  EXPECT_EQ(container.Slots(), Strings{});
}

}  // namespace
}  // namespace hermes::fixture
