// Tests of the boot script of an s6-overlay image, `hermes-entry
// --entry-reconcile`: after a restart the gateways run that are recorded as
// wanted, whatever the container's command is.
#include <sys/types.h>

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/container/data_directory.h"
#include "tests/container/docker_container.h"
#include "tests/process/poll.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

// Ends of the gateways' command lines.
constexpr char kDefault[] = "hermes gateway run --replace";
constexpr char kCoder[] = "-p coder gateway run --replace";

bool WaitForOne(const DockerContainer& container, const std::string& end) {
  return WaitUntil([&] { return container.WithArguments(end).size() == 1; });
}

// A container whose data is a directory of the host and whose command is not a
// gateway.
class ReconcileTest : public testing::Test {
 protected:
  void Restart() const {
    ASSERT_EQ(Docker({"restart", "-t", "60", container_.id()}).exit_code, 0);
    WaitForBoot();
  }
  // Waits until the boot script has finished, after which the command starts.
  // Compares whole command lines, since the init's own ends with the command's
  // words as well.
  void WaitForBoot() const {
    ASSERT_TRUE(WaitUntil([this] {
      for (const ContainerProcess& process : container_.WithArguments("")) {
        if (process.arguments == "sleep infinity") return true;
      }
      return false;
    })) << container_.Logs().err;
  }
  // Creates a profile and its slot. Only root can add a slot to root's tree.
  void MakeCoder() const {
    const Output made =
        container_.Exec({"hermes", "profile", "create", "coder"});
    ASSERT_EQ(made.exit_code, 69) << made.err;
    const Output slot =
        container_.ExecAs("root", {"hermes-entry", "--entry-reconcile"});
    ASSERT_EQ(slot.exit_code, 0) << slot.err;
  }
  void Hermes(Strings arguments) const {
    arguments.insert(arguments.begin(), "hermes");
    const Output said = container_.Exec(arguments);
    ASSERT_EQ(said.exit_code, 0) << said.err;
  }
  std::string Status(const std::string& slot) const {
    return container_
        .Exec(
            {"/command/s6-svstat", "-o", "up,wantedup", "/run/service/" + slot})
        .out;
  }

  DataDirectory data_;
  DockerContainer container_{data_.Mounted(), {"sleep", "infinity"}};
};

TEST_F(ReconcileTest, RegistersSlotAsDownOnBlankVolume) {
  WaitForBoot();
  EXPECT_EQ(Status("gateway-default"), "false false\n");
  EXPECT_TRUE(container_.WithArguments(kDefault).empty());
}

TEST_F(ReconcileTest, StartsRunningProfilesAgainAndLeavesStoppedOnesDown) {
  WaitForBoot();
  Hermes({"gateway", "start"});
  MakeCoder();
  Hermes({"-p", "coder", "gateway", "start"});
  Restart();
  EXPECT_TRUE(WaitForOne(container_, kDefault)) << container_.Logs().err;
  EXPECT_TRUE(WaitForOne(container_, kCoder)) << container_.Logs().err;
  Hermes({"-p", "coder", "gateway", "stop"});
  Restart();
  EXPECT_TRUE(WaitForOne(container_, kDefault)) << container_.Logs().err;
  EXPECT_EQ(Status("gateway-coder"), "false false\n");
  EXPECT_TRUE(container_.WithArguments(kCoder).empty());
}

TEST_F(ReconcileTest, RunsGatewaysOfBootAsHermes) {
  WaitForBoot();
  Hermes({"gateway", "start"});
  Restart();
  ASSERT_TRUE(WaitForOne(container_, kDefault)) << container_.Logs().err;
  EXPECT_EQ(container_.WithArguments(kDefault)[0].uid, 10000u);
}

TEST_F(ReconcileTest, UnderstandsStateOfPythonAgent) {
  WaitForBoot();
  data_.Write("gateway_state.json",
              R"({"gateway_state":"draining","updated_at":"x"})");
  Restart();
  EXPECT_TRUE(WaitForOne(container_, kDefault)) << container_.Logs().err;
}

TEST_F(ReconcileTest, LogsOneLinePerProfile) {
  WaitForBoot();
  EXPECT_NE(data_.Read("logs/container-boot.log")
                .find("profile=default prior_state=missing action=registered"),
            std::string::npos)
      << data_.Read("logs/container-boot.log");
}

}  // namespace
}  // namespace hermes::fixture
