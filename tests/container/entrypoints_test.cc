// Tests of the entry points that old catalogues, manifests and start commands
// name.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/container/container_processes.h"
#include "tests/container/docker_container.h"
#include "tests/container/guest_program.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

struct EntryPoint {
  std::string name;
  std::string entrypoint;  // --entrypoint
  Strings arguments;
};

class EntryPointTest : public testing::TestWithParam<EntryPoint> {};

INSTANTIATE_TEST_SUITE_P(
    Named, EntryPointTest,
    testing::Values(
        EntryPoint{"Tini", "/usr/bin/tini", {"gateway", "run"}},
        EntryPoint{"TiniWithOptions",
                   "/usr/bin/tini",
                   {"-g", "-s", "-e", "143", "--", "gateway", "run"}},
        EntryPoint{
            "TiniBeforeEntrypointScript",
            "/usr/bin/tini",
            {"-g", "--", "/opt/hermes/docker/entrypoint.sh", "gateway", "run"}},
        EntryPoint{"EntrypointScript",
                   "/opt/hermes/docker/entrypoint.sh",
                   {"gateway", "run"}},
        EntryPoint{"EntrypointScriptWithHermes",
                   "/opt/hermes/docker/entrypoint.sh",
                   {"hermes", "gateway", "run"}},
        EntryPoint{"MainWrapper",
                   "/opt/hermes/docker/main-wrapper.sh",
                   {"gateway", "run"}},
        EntryPoint{"Hermes", "hermes", {"gateway", "run"}},
        // Kubernetes `command: [hermes-entry, gateway, run]`.
        EntryPoint{"OnlyCommand", "", {"hermes-entry", "gateway", "run"}},
        EntryPoint{"OnlyHermesAsCommand", "", {"hermes", "gateway", "run"}},
        EntryPoint{
            "Nested", "hermes-entry", {"hermes-entry", "gateway", "run"}}),
    [](const testing::TestParamInfo<EntryPoint>& each) {
      return each.param.name;
    });

TEST_P(EntryPointTest, SupervisesOneGatewayAndEndsInOrder) {
  Strings options = Published();
  options.push_back("--entrypoint=" + GetParam().entrypoint);
  const DockerContainer container(options, GetParam().arguments);
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  EXPECT_NE(container.WaitForGateway().pid, -1);
  EXPECT_EQ(container.WithArguments("s6-supervise gateway-default").size(), 1u);
  const std::string err = container.Logs().err;
  const size_t breadcrumb = err.find("under s6 supervision");
  EXPECT_NE(breadcrumb, std::string::npos) << err;
  EXPECT_EQ(err.find("under s6 supervision", breadcrumb + 1), std::string::npos)
      << err;
  EXPECT_EQ(container.Stop(60).exit_code, 0);
  EXPECT_EQ(container.Wait(), 0);
}

// Tools of such images look for this word in the command lines of processes.
TEST(MainWrapperTest, KeepsItsNameInCommandLine) {
  const DockerContainer container(
      {"--entrypoint", "/opt/hermes/docker/main-wrapper.sh"},
      {"gateway", "run"});
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.Logs().err;
  EXPECT_EQ(
      container.WithArguments("/opt/hermes/docker/main-wrapper.sh gateway run")
          .size(),
      1u);
}

// A catalogue mounts its own /etc/passwd, without the image's user.
TEST(MissingPasswdEntryTest, DoesNotPreventSupervision) {
  Strings options = Published();
  options.insert(options.end(),
                 {"--entrypoint", "/opt/hermes/docker/entrypoint.sh", "-v",
                  "/dev/null:/etc/passwd:ro", "-v", "/dev/null:/etc/group:ro"});
  const DockerContainer container(options, {"gateway", "run"});
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  EXPECT_EQ(container.WaitForGateway().uid, 10000u);
}

struct TiniOptions {
  std::string name;
  Strings options;
};

class TiniOptionsTest : public testing::TestWithParam<TiniOptions> {};

INSTANTIATE_TEST_SUITE_P(
    Of, TiniOptionsTest,
    testing::Values(TiniOptions{"None", {}}, TiniOptions{"DashDash", {"--"}},
                    TiniOptions{"Flags", {"-g", "-s", "-v", "-w", "--"}},
                    TiniOptions{"FlagsInOne", {"-gsvw", "--"}},
                    TiniOptions{"Verbose", {"-vvv", "-g"}},
                    TiniOptions{"WithValues",
                                {"-e", "143", "-p", "SIGTERM", "--"}}),
    [](const testing::TestParamInfo<TiniOptions>& each) {
      return each.param.name;
    });

TEST_P(TiniOptionsTest, DropsOptionsAndRunsCommand) {
  Strings options = GuestMounted();
  options.insert(options.end(), {"--entrypoint", "/usr/bin/tini"});
  Strings arguments = GetParam().options;
  arguments.insert(arguments.end(), {kGuest, "exit", "9"});
  const Output run = RunContainer(options, arguments);
  EXPECT_EQ(run.exit_code, 9) << run.err;
  EXPECT_EQ(run.err, "");
}

}  // namespace
}  // namespace hermes::fixture
