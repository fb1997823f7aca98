// Tests of what each command line leads to, in the three kinds of container.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/pid_namespace.h"
#include "tests/process/processes.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

// Runs hermes-entry as the container's command: as PID 1, or below a PID 1 of
// another kind.
class RoutingTest : public testing::TestWithParam<Init> {
 protected:
  struct Result {
    int exit_code;
    std::string out;
    std::string err;
    std::vector<GatewayStart> gateways;
  };

  static Result Run(const Strings& arguments, const Strings& variables = {}) {
    ContainerOptions options;
    options.init = GetParam();
    options.arguments = arguments;
    options.variables = variables;
    Container container(options);
    std::unique_ptr<Child> started;
    if (GetParam() != Init::kOwn) {
      started = container.Start(arguments, variables);
    }
    Child& command = started ? *started : container.init();
    const int exit_code = command.Wait();
    return {exit_code, command.out(), command.err(), container.GatewayStarts()};
  }
};

INSTANTIATE_TEST_SUITE_P(
    Mode, RoutingTest, testing::Values(Init::kOwn, Init::kS6, Init::kForeign),
    [](const testing::TestParamInfo<Init>& each) -> std::string {
      switch (each.param) {
        case Init::kOwn:
          return "OwnInit";
        case Init::kS6:
          return "S6";
        case Init::kForeign:
          break;
      }
      return "ForeignInit";
    });

int LinesOf(std::string_view text) {
  int lines = 0;
  for (const char c : text) lines += c == '\n';
  return lines;
}

TEST_P(RoutingTest, RunsProgramByPathWithoutGateway) {
  const Result result = Run({"/bin/true"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_TRUE(result.gateways.empty());
}

TEST_P(RoutingTest, RunsShellOnPathWithoutAddingOutput) {
  const Result result = Run({"sh", "-c", "echo ok"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "ok\n");
  EXPECT_EQ(result.err, "");
}

TEST_P(RoutingTest, ReturnsExitCodeOfCommand) {
  EXPECT_EQ(Run({"sh", "-c", "exit 7"}).exit_code, 7);
}

TEST_P(RoutingTest, Returns128PlusSignalOfKilledCommand) {
  EXPECT_EQ(Run({"sh", "-c", "kill -SEGV $$"}).exit_code, 139);
}

TEST_P(RoutingTest, PassesUnknownWordToHermes) {
  const Result result = Run({"frobnicate", "--now"}, {"GATEWAY_EXIT=3"});
  EXPECT_EQ(result.exit_code, 3);
  ASSERT_EQ(result.gateways.size(), 1u) << result.err;
  EXPECT_EQ(result.gateways[0].arguments, (Strings{"frobnicate", "--now"}));
}

TEST_P(RoutingTest, PassesLeadingOptionToHermes) {
  const Result result = Run({"--version"}, {"GATEWAY_EXIT=0"});
  ASSERT_EQ(result.gateways.size(), 1u) << result.err;
  EXPECT_EQ(result.gateways[0].arguments, Strings{"--version"});
}

TEST_P(RoutingTest, PrefersKnownSubcommandToProgramOfSameName) {
  // `login` is a program on PATH in every Debian.
  const Result result = Run({"login", "--user", "x"}, {"GATEWAY_EXIT=0"});
  ASSERT_EQ(result.gateways.size(), 1u) << result.err;
  EXPECT_EQ(result.gateways[0].arguments, (Strings{"login", "--user", "x"}));
}

TEST_P(RoutingTest, PassesHelpOfGatewayRunToHermes) {
  const Result result = Run({"gateway", "run", "--help"}, {"GATEWAY_EXIT=0"});
  EXPECT_EQ(result.exit_code, 0);
  ASSERT_EQ(result.gateways.size(), 1u) << result.err;
  EXPECT_EQ(result.gateways[0].arguments,
            (Strings{"gateway", "run", "--help"}));
}

TEST_P(RoutingTest, PassesArgumentsByteForByte) {
  const Result result = Run({"sh", "-c", "printf '[%s]' \"$@\"", "sh", "-p",
                             "a b", "", "--entry-version", "--", "\xff\n"});
  EXPECT_EQ(result.out, "[-p][a b][][--entry-version][--][\xff\n]");
}

TEST_P(RoutingTest, ExitsWith127AndNamesMissingPath) {
  const Result result = Run({"/opt/hermes/docker/entrypoint.sh"});
  EXPECT_EQ(result.exit_code, 127);
  EXPECT_NE(result.err.find("/opt/hermes/docker/entrypoint.sh"),
            std::string::npos)
      << result.err;
  EXPECT_EQ(LinesOf(result.err), 1) << result.err;
}

TEST_P(RoutingTest, ExitsWith126AndNamesPathThatIsNotExecutable) {
  for (const std::string path : {"/etc/passwd", "/etc/"}) {
    const Result result = Run({path});
    EXPECT_EQ(result.exit_code, 126) << path;
    EXPECT_NE(result.err.find(path), std::string::npos) << result.err;
    EXPECT_EQ(LinesOf(result.err), 1) << result.err;
  }
}

TEST_P(RoutingTest, SuggestsGatewayRunWithoutArgumentsAndTerminal) {
  const Result result = Run({}, {"GATEWAY_EXIT=5"});
  EXPECT_EQ(result.exit_code, 5);
  ASSERT_EQ(result.gateways.size(), 1u) << result.err;
  EXPECT_EQ(result.gateways[0].arguments, Strings{});
  EXPECT_NE(result.err.find("gateway run"), std::string::npos) << result.err;
  EXPECT_EQ(LinesOf(result.err), 1) << result.err;
}

TEST_P(RoutingTest, ExitsWith64OnUnknownEntrySwitch) {
  const Result result = Run({"--entry-frobnicate"});
  EXPECT_EQ(result.exit_code, 64);
  EXPECT_NE(result.err.find("--entry-frobnicate"), std::string::npos)
      << result.err;
  EXPECT_TRUE(result.gateways.empty());
}

}  // namespace
}  // namespace hermes::fixture
