// Tests of the verbs below another init's s6-svscan, as in s6-overlay images,
// after a boot script has registered the slots by hermes-entry
// --entry-reconcile.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "gtest/gtest.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/poll.h"
#include "tests/process/processes.h"
#include "tests/process/verbs.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Container Overlay(uid_t tree) {
  ContainerOptions options;
  options.init = Init::kS6;
  options.uid = tree;
  return Container(options);
}

// The parameter is {owner of the tree, uid of the caller}.
class VerbsOverlayTest
    : public testing::TestWithParam<std::tuple<uid_t, uid_t>> {
 protected:
  VerbsOverlayTest() : container_(Overlay(std::get<0>(GetParam()))) {
    // The boot script runs as root with the main command's environment.
    const auto reconcile =
        container_.Start({"--entry-reconcile"}, {"FROM_MAIN=1"});
    EXPECT_EQ(reconcile->Wait(), 0) << reconcile->err();
  }

  Said Hermes(const Strings& arguments, const Strings& variables = {}) {
    return fixture::Hermes(&container_, arguments, std::get<1>(GetParam()),
                           variables);
  }

  Container container_;
};

INSTANTIATE_TEST_SUITE_P(
    By, VerbsOverlayTest,
    testing::Combine(testing::Values<uid_t>(0, kHermesUid),
                     testing::Values<uid_t>(0, kHermesUid)),
    [](const testing::TestParamInfo<std::tuple<uid_t, uid_t>>& each) {
      const auto name = [](uid_t uid) {
        return std::string(uid == 0 ? "Root" : "Hermes");
      };
      return name(std::get<0>(each.param)) + "sTree" +
             name(std::get<1>(each.param)) + "Calls";
    });

TEST_P(VerbsOverlayTest, EveryVerbSucceedsAndLeavesDataToHermes) {
  const Said started = Hermes({"gateway", "start"}, {"OPERATORS_SECRET=1"});
  ASSERT_EQ(started.exit_code, 0) << started.err;
  const GatewayStart first = container_.WaitForGateway();
  ASSERT_NE(first.pid, -1);
  EXPECT_EQ(container_.processes().Status(first.pid, "Uid"),
            "10000\t10000\t10000\t10000");
  const Strings environment = container_.processes().Environment(first.pid);
  const auto has = [&](const std::string& entry) {
    return std::find(environment.begin(), environment.end(), entry) !=
           environment.end();
  };
  EXPECT_TRUE(has("FROM_MAIN=1"));
  EXPECT_FALSE(has("OPERATORS_SECRET=1"));

  const Said restarted = Hermes({"gateway", "restart"});
  EXPECT_EQ(restarted.exit_code, 0) << restarted.err;
  EXPECT_NE(container_.WaitForGateway(first.pid).pid, -1);

  const Said stopped = Hermes({"gateway", "stop"});
  EXPECT_EQ(stopped.exit_code, 0) << stopped.err;
  EXPECT_EQ(stopped.err, "");
  EXPECT_TRUE(container_.RunningGateways().empty());
  const Said status = Hermes({"gateway", "status"});
  EXPECT_EQ(status.exit_code, 0) << status.err;
  EXPECT_TRUE(Has(status.out, "gateway-default: down")) << status.out;

  const std::string state =
      container_.ns().Path(std::string(kHome) + "/gateway_state.json");
  struct stat st;
  ASSERT_EQ(lstat(state.c_str(), &st), 0);
  EXPECT_EQ(st.st_uid, kHermesUid);
  EXPECT_TRUE(Has(ReadFile(state), "\"desired_state\":\"stopped\""));
}

// Only root may add slots to root's tree.
TEST_P(VerbsOverlayTest, StartGivesNewSlotMainCommandsEnvironmentOrIsRefused) {
  ASSERT_EQ(container_.ns().Call([] {
    const std::string home = std::string(kHome) + "/profiles";
    return mkdir(home.c_str(), 0755) == 0 &&
                   mkdir((home + "/coder").c_str(), 0777) == 0 &&
                   chmod((home + "/coder").c_str(), 0777) == 0
               ? 0
               : 1;
  }),
            0);
  const auto [tree, caller] = GetParam();
  const Said said =
      Hermes({"-p", "coder", "gateway", "start"}, {"OPERATORS_SECRET=1"});
  if (tree == 0 && caller != 0) {
    EXPECT_EQ(said.exit_code, 77) << said.err;
    EXPECT_EQ(container_.Slots(), Strings{"gateway-default"});
    return;
  }
  ASSERT_EQ(said.exit_code, 0) << said.err;
  const GatewayStart gateway = container_.WaitForGateway();
  ASSERT_NE(gateway.pid, -1);
  EXPECT_EQ(container_.processes().Status(gateway.pid, "Uid"),
            "10000\t10000\t10000\t10000");
  std::string environment;
  for (const auto& entry : container_.processes().Environment(gateway.pid)) {
    environment.append(entry).append("\n");
  }
  EXPECT_TRUE(Has(environment, "FROM_MAIN=1\n")) << environment;
  EXPECT_FALSE(Has(environment, "OPERATORS_SECRET")) << environment;
}

// `gateway run` through docker exec creates slots as the verbs do.
TEST(FrontDoorOverlayTest, KeepsOperatorsEnvironmentOutOfNewSlot) {
  Container container = Overlay(kHermesUid);
  const auto reconcile =
      container.Start({"--entry-reconcile"}, {"FROM_MAIN=1"});
  ASSERT_EQ(reconcile->Wait(), 0) << reconcile->err();
  ASSERT_EQ(container.ns().Call([] {
    const std::string home = std::string(kHome) + "/profiles";
    return mkdir(home.c_str(), 0755) == 0 &&
                   mkdir((home + "/coder").c_str(), 0777) == 0 &&
                   chmod((home + "/coder").c_str(), 0777) == 0
               ? 0
               : 1;
  }),
            0);
  const auto run =
      container.Start({"-p", "coder", "gateway", "run"}, {"OPERATORS_SECRET=1"},
                      kHermesUid, kFrontDoor);
  ASSERT_EQ(run->Wait(), 0) << run->err();
  const GatewayStart gateway = container.WaitForGateway();
  ASSERT_NE(gateway.pid, -1);
  std::string environment;
  for (const auto& entry : container.processes().Environment(gateway.pid)) {
    environment.append(entry).append("\n");
  }
  EXPECT_TRUE(Has(environment, "FROM_MAIN=1\n")) << environment;
  EXPECT_FALSE(Has(environment, "OPERATORS_SECRET")) << environment;
}

constexpr char kRootsFile[] = "/mnt/roots.json";

// The hermes uid may replace the state file by a link. A verb must not copy a
// file that only root can read into the data through it.
TEST_P(VerbsOverlayTest, DoesNotCopyRootsFileThroughLinkInData) {
  for (const char* verb : {"start", "restart", "stop"}) {
    ASSERT_EQ(container_.ns().Call([] {
      const std::string state = std::string(kHome) + "/gateway_state.json";
      unlink(state.c_str());
      unlink(kRootsFile);
      const int fd = open(kRootsFile, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
      const std::string text = "{\"secret\":1}";
      const bool made =
          write(fd, text.data(), text.size()) > 0 && close(fd) == 0;
      return made && symlink(kRootsFile, state.c_str()) == 0 ? 0 : 1;
    }),
              0);
    const Said said = Hermes({"gateway", verb});
    EXPECT_EQ(said.exit_code, 0) << verb << ": " << said.err;
    EXPECT_TRUE(Has(said.err, "could not be recorded")) << said.err;
    const std::string state =
        container_.ns().Path(std::string(kHome) + "/gateway_state.json");
    struct stat st;
    ASSERT_EQ(lstat(state.c_str(), &st), 0);
    EXPECT_TRUE(S_ISLNK(st.st_mode)) << verb << ": " << ReadFile(state);
  }
}

}  // namespace
}  // namespace hermes::fixture
