// Tests that a command starts with the signal mask and dispositions, the umask
// and the limits that the container was started with.
#include <signal.h>

#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/pid_namespace.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

// Returns what the same program prints when it is executed with the same
// attributes but without hermes-entry.
std::string PlainOutput(const Strings& argv, const ContainerOptions& options) {
  ContainerOptions foreign = options;
  foreign.init = Init::kForeign;
  foreign.blocked = {};
  foreign.ignored = {};
  Container container(foreign);
  Command command;
  command.argv = argv;
  command.environment = Container::EnvironmentWith({});
  command.uid = kHermesUid;
  command.blocked = options.blocked;
  command.ignored = options.ignored;
  command.umask = options.umask;
  const std::unique_ptr<Child> plain = container.Start(command);
  EXPECT_EQ(plain->Wait(), 0) << plain->err();
  return plain->out();
}

class InheritedTest : public testing::TestWithParam<Strings> {
 protected:
  static ContainerOptions Options() {
    ContainerOptions options;
    options.arguments = GetParam();
    options.blocked = {SIGUSR2, SIGHUP};
    options.ignored = {SIGPIPE, SIGUSR1, SIGCHLD};
    options.umask = 027;  // hermes-entry itself uses 022
    return options;
  }
};

INSTANTIATE_TEST_SUITE_P(
    Of, InheritedTest,
    testing::Values(
        // The lines with the blocked, ignored and caught signals.
        Strings{"/usr/bin/grep", "^Sig[BIC]", "/proc/self/status"},
        Strings{"/usr/bin/grep", "^Umask", "/proc/self/status"},
        Strings{"/bin/cat", "/proc/self/limits"}),
    [](const testing::TestParamInfo<Strings>& each) -> std::string {
      return each.index == 0 ? "Signals" : each.index == 1 ? "Umask" : "Limits";
    });

TEST_P(InheritedTest, StartsCommandOfPid1LikePlainExec) {
  Container container(Options());
  ASSERT_EQ(container.init().Wait(), 0) << container.init().err();
  EXPECT_EQ(container.init().out(), PlainOutput(GetParam(), Options()));
}

// The process that starts PID 1 may ignore SIGCHLD. Unless PID 1 undoes that,
// children leave no zombie to wait for.
TEST(InheritedChildSignalTest, ReturnsExitCodeThoughSigchldWasIgnored) {
  ContainerOptions options;
  options.arguments = {"sh", "-c", "exit 7"};
  options.ignored = {SIGCHLD};
  Container container(options);
  EXPECT_EQ(container.init().Wait(), 7);
}

// s6-svscan is started with SIGHUP ignored; what it supervises is not.
TEST(InheritedHangupTest, HasDefaultActionForGatewayInSlot) {
  ContainerOptions options;
  options.arguments = {"gateway", "run"};
  Container container(options);
  const GatewayStart gateway = container.WaitForGateway();
  ASSERT_NE(gateway.pid, -1) << container.init().err();
  const std::string ignored =
      container.processes().Status(gateway.pid, "SigIgn");
  ASSERT_FALSE(ignored.empty());
  EXPECT_EQ(std::stoull(ignored, nullptr, 16) >> (SIGHUP - 1) & 1, 0u)
      << ignored;
}

// UMASK is set by an operator for all programs that write to the volume.
struct UmaskCase {
  std::string name;
  std::string variable;
  std::string mask;  // as in /proc
};

class UmaskVariableTest : public testing::TestWithParam<UmaskCase> {
 protected:
  static ContainerOptions Options(const Strings& arguments) {
    ContainerOptions options;
    options.arguments = arguments;
    options.umask = 022;
    options.variables = {GetParam().variable};
    return options;
  }
  static Strings Grep() {
    return {"/usr/bin/grep", "^Umask", "/proc/self/status"};
  }
};

INSTANTIATE_TEST_SUITE_P(
    Value, UmaskVariableTest,
    testing::Values(UmaskCase{"Octal", "UMASK=0027", "0027"},
                    UmaskCase{"Unset", "NOTHING=1", "0022"},
                    UmaskCase{"NotUnderstood", "UMASK=u=rwx", "0022"}),
    [](const testing::TestParamInfo<UmaskCase>& each) {
      return each.param.name;
    });

TEST_P(UmaskVariableTest, AppliesToSupervisedGateway) {
  Container container(Options({"gateway", "run"}));
  const GatewayStart gateway = container.WaitForGateway();
  ASSERT_NE(gateway.pid, -1) << container.init().err();
  EXPECT_EQ(container.processes().Status(gateway.pid, "Umask"),
            GetParam().mask);
  EXPECT_EQ(container.init().err().find("UMASK='") != std::string::npos,
            GetParam().name == "NotUnderstood")
      << container.init().err();
}

TEST_P(UmaskVariableTest, AppliesToCommandOfPid1) {
  Container container(Options(Grep()));
  ASSERT_EQ(container.init().Wait(), 0) << container.init().err();
  EXPECT_EQ(container.init().out(), "Umask:\t" + GetParam().mask + "\n");
}

TEST_P(UmaskVariableTest, AppliesToExecedCommand) {
  ContainerOptions options;
  options.init = Init::kForeign;
  Container container(options);
  const auto entry = container.Start(Grep(), {GetParam().variable}, kHermesUid);
  ASSERT_EQ(entry->Wait(), 0) << entry->err();
  EXPECT_EQ(entry->out(), "Umask:\t" + GetParam().mask + "\n");
}

TEST_P(InheritedTest, ExecsCommandLikePlainExec) {
  ContainerOptions options = Options();
  const std::string plain = PlainOutput(GetParam(), options);
  options.init = Init::kForeign;
  Container container(options);
  Command command;
  command.argv = {kEntry};
  command.argv.insert(command.argv.end(), GetParam().begin(), GetParam().end());
  command.environment = Container::EnvironmentWith({});
  command.uid = kHermesUid;
  command.blocked = options.blocked;
  command.ignored = options.ignored;
  command.umask = options.umask;
  const std::unique_ptr<Child> entry = container.Start(command);
  ASSERT_EQ(entry->Wait(), 0) << entry->err();
  EXPECT_EQ(entry->out(), plain);
}

}  // namespace
}  // namespace hermes::fixture
