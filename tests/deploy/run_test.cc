// Tests of the image with the options of the manifests in docs/deploy.
#include <ctype.h>

#include <algorithm>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/container/docker_container.h"
#include "tests/container/http_get.h"
#include "tests/deploy/manifest.h"
#include "tests/process/poll.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

constexpr char kBreadcrumb[] =
    "hermes-entry: gateway-default now runs under s6 supervision";

Strings WithPort(Strings options) {
  options.insert(options.end(), {"-p", "127.0.0.1::8642"});
  return options;
}

class RunTest : public testing::TestWithParam<const char*> {
 protected:
  Manifest manifest_{GetParam()};
  DockerContainer container_{WithPort(manifest_.options), manifest_.arguments};
};

INSTANTIATE_TEST_SUITE_P(Of, RunTest,
                         testing::Values("kubernetes/deployment.yaml",
                                         "compose.hardened.yaml",
                                         "ecs-task-definition.json"),
                         [](const testing::TestParamInfo<const char*>& each) {
                           std::string name = each.param;
                           std::replace_if(
                               name.begin(), name.end(),
                               [](char c) { return !isalnum(c); }, '_');
                           return name;
                         });

TEST_P(RunTest, BootsSupervisedAndProbeSucceeds) {
  ASSERT_TRUE(container_.WaitForHealth()) << container_.Logs().err;
  EXPECT_TRUE(container_.WaitForLog(kBreadcrumb)) << container_.Logs().err;
  Output probe;
  EXPECT_TRUE(WaitUntil([&] {
    probe = container_.Exec(manifest_.probe);
    return probe.exit_code == 0;
  })) << probe.err;
  for (const ContainerProcess& process : container_.WithArguments("")) {
    EXPECT_EQ(process.uid, 10000u) << process.arguments;
  }
}

TEST_P(RunTest, AcceptsKeyOfSecret) {
  ASSERT_TRUE(container_.WaitForHealth()) << container_.Logs().err;
  EXPECT_EQ(HttpGet(container_.Port(), "/health/detailed",
                    "Authorization: Bearer " + manifest_.key)
                .status,
            200);
  EXPECT_EQ(HttpGet(container_.Port(), "/health/detailed").status, 401);
  const Output logs = container_.Logs();
  EXPECT_EQ((logs.out + logs.err).find(manifest_.key), std::string::npos);
}

// docker stops with the manifest's time limit, and the exit code is that of an
// orderly stop.
TEST_P(RunTest, StopsInOrderAndNextContainerUsesVolume) {
  ASSERT_TRUE(container_.WaitForHealth()) << container_.Logs().err;
  ASSERT_EQ(Docker({"stop", container_.id()}).exit_code, 0);
  EXPECT_EQ(container_.Wait(), 0) << container_.Logs().err;
  const DockerContainer next(WithPort(manifest_.options), manifest_.arguments);
  EXPECT_TRUE(next.WaitForHealth()) << next.Logs().err;
}

TEST(WrongConfigurationTest, EndsPodWith78) {
  const Manifest manifest("kubernetes/deployment.yaml");
  Strings options = manifest.options;
  options.insert(options.end(), {"-e", "API_SERVER_PORT=no-port"});
  const DockerContainer wrong(options, manifest.arguments);
  ASSERT_TRUE(WaitUntil([&] { return !wrong.Running(); })) << wrong.Logs().err;
  EXPECT_EQ(wrong.Wait(), 78) << wrong.Logs().err;
}

TEST(WrongConfigurationTest, FailsProbeIfContainerKeepsRunning) {
  const Manifest manifest("compose.hardened.yaml");
  Strings options = manifest.options;
  options.insert(options.end(), {"-e", "API_SERVER_PORT=no-port"});
  const DockerContainer wrong(options, manifest.arguments);
  ASSERT_TRUE(wrong.WaitForLog("failed for good")) << wrong.Logs().err;
  EXPECT_EQ(wrong.Exec(manifest.probe).exit_code, 1);
  EXPECT_TRUE(wrong.Running());
}

// OpenShift runs a pod with an unknown uid and group 0, and gives the volumes
// that group.
TEST(OpenShiftTest, BootsAndAnswersWithRandomUidInGroupZero) {
  Manifest manifest("kubernetes/deployment.yaml", 0);
  for (auto at = manifest.options.begin(); at != manifest.options.end(); ++at) {
    if (*at == "--user") *(at + 1) = "1000670000:0";
    if (*at == "--group-add") *(at + 1) = "0";
  }
  const DockerContainer container(WithPort(manifest.options),
                                  manifest.arguments);
  ASSERT_TRUE(container.WaitForHealth()) << container.Logs().err;
  EXPECT_EQ(container.WaitForGateway().uid, 1000670000u);
  EXPECT_EQ(container.Exec(manifest.probe).exit_code, 0);
}

}  // namespace
}  // namespace hermes::fixture
