// The boot script of an s6-overlay image, `hermes-entry --entry-reconcile`:
// what is recorded as wanted runs after a restart, whatever the command is.
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

// A container over a directory of the host whose own command is no gateway.
class ReconcileTest : public testing::Test {
 protected:
  void Restart() const {
    ASSERT_EQ(Docker({"restart", "-t", "60", container_.id()}).exit_code, 0);
    WaitForBoot();
  }
  // Until the boot script is through: the command comes after it. (An init's
  // own command line ends with the command's, too.)
  void WaitForBoot() const {
    ASSERT_TRUE(WaitUntil([this] {
      for (const ContainerProcess& process : container_.WithArguments("")) {
        if (process.arguments == "sleep infinity") return true;
      }
      return false;
    })) << container_.Logs().err;
  }
  // A profile with a slot: only root can add one to a tree of root's.
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

TEST_F(ReconcileTest, BlankVolumeHasASlotThatIsDown) {
  WaitForBoot();
  EXPECT_EQ(Status("gateway-default"), "false false\n");
  EXPECT_TRUE(container_.WithArguments(kDefault).empty());
}

TEST_F(ReconcileTest, WhatWasStartedComesBackAndWhatWasStoppedDoesNot) {
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

TEST_F(ReconcileTest, GatewaysOfTheBootAreTheHermesUsers) {
  WaitForBoot();
  Hermes({"gateway", "start"});
  Restart();
  ASSERT_TRUE(WaitForOne(container_, kDefault)) << container_.Logs().err;
  EXPECT_EQ(container_.WithArguments(kDefault)[0].uid, 10000u);
}

TEST_F(ReconcileTest, StateOfThePythonAgentCounts) {
  WaitForBoot();
  data_.Write("gateway_state.json",
              R"({"gateway_state":"draining","updated_at":"x"})");
  Restart();
  EXPECT_TRUE(WaitForOne(container_, kDefault)) << container_.Logs().err;
}

TEST_F(ReconcileTest, BootIsLoggedALineAProfile) {
  WaitForBoot();
  EXPECT_NE(data_.Read("logs/container-boot.log")
                .find("profile=default prior_state=missing action=registered"),
            std::string::npos)
      << data_.Read("logs/container-boot.log");
}

}  // namespace
}  // namespace hermes::fixture
