// The real gateway under the real hermes-entry as PID 1.
#include <fcntl.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "shim/init/data_ownership.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/poll.h"
#include "tests/process/processes.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

class RealGatewayTest : public testing::Test {
 protected:
  static ContainerOptions Options(const Strings& arguments) {
    ContainerOptions options;
    options.arguments = arguments;
    options.real_gateway = true;
    // The network is the host's: let the kernel choose a free port.
    // The slot would take the program that HERMES_BIN names for a foreign one.
    options.variables = {"API_SERVER_PORT=0", "HERMES_GATEWAY_NOTIFY=1"};
    return options;
  }

  static std::string StateFile(const Container& container) {
    return ReadFile(
        container.ns().Path(std::string(kHome) + "/gateway_state.json"));
  }

  // Writes a file for as long as there is room.
  static void FillUp(const std::string& path) {
    const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    const std::string block(512, 'x');
    while (write(fd, block.data(), block.size()) > 0) {
    }
    EXPECT_EQ(errno, ENOSPC);
    close(fd);
  }

  // The pid of the one gateway in the slot, once it is ready; other than
  // `other_than`. -1 if that does not happen.
  static pid_t WaitUntilReady(Container* container, pid_t other_than = -1) {
    pid_t pid = -1;
    WaitUntil([&] {
      const std::string status =
          container->SlotStatus("gateway-default", "ready,pid");
      if (status.rfind("true ", 0) != 0) return false;
      pid = std::stoi(status.substr(5));
      return pid != other_than;
    });
    return pid == other_than ? -1 : pid;
  }
};

TEST_F(RealGatewayTest, TellsItsReadinessAndItsState) {
  Container container(Options({"gateway", "run"}));
  const pid_t pid = WaitUntilReady(&container);
  ASSERT_NE(pid, -1) << container.init().err();
  const std::string state = StateFile(container);
  EXPECT_NE(state.find("\"gateway_state\":\"running\""), std::string::npos)
      << state;
  EXPECT_NE(state.find("\"pid\":" + std::to_string(pid)), std::string::npos)
      << state;
}

TEST_F(RealGatewayTest, ComesBackAfterItWasKilled) {
  Container container(Options({"gateway", "run"}));
  const pid_t first = WaitUntilReady(&container);
  ASSERT_NE(first, -1) << container.init().err();
  container.ns().Signal(first, SIGKILL);
  EXPECT_NE(WaitUntilReady(&container, first), -1) << container.init().out();
}

TEST_F(RealGatewayTest, RestartsWhenTheHeartbeatIsToldTo) {
  Container container(Options({"gateway", "run"}));
  const pid_t first = WaitUntilReady(&container);
  ASSERT_NE(first, -1) << container.init().err();
  container.init().Signal(SIGUSR1);
  EXPECT_NE(WaitUntilReady(&container, first), -1) << container.init().out();
}

// A container's stop is no operator's stop: what ran comes back at the next
// boot.
TEST_F(RealGatewayTest, StopOfTheContainerLeavesItWantedRunning) {
  Container container(Options({"gateway", "run"}));
  ASSERT_NE(WaitUntilReady(&container), -1) << container.init().err();
  container.init().Signal(SIGTERM);
  EXPECT_EQ(container.init().Wait(), 0) << container.init().err();
  const std::string state = StateFile(container);
  EXPECT_NE(state.find("\"gateway_state\":\"running\""), std::string::npos)
      << state;
}

// Somebody's `entrypoint:` that goes past hermes-entry.
TEST_F(RealGatewayTest, SaysSoWhereItIsPid1Itself) {
  ContainerOptions options = Options({"gateway", "run"});
  options.entry = kHermes;
  options.uid = kHermesUid;
  Container container(options);
  ASSERT_TRUE(container.init().WaitForErr("is PID 1 itself"))
      << container.init().err() << container.init().out();
  EXPECT_NE(container.init().err().find("hermes-entry"), std::string::npos);
}

TEST_F(RealGatewayTest, SaysNothingOfPid1BelowHermesEntry) {
  Container container(Options({"gateway", "run"}));
  ASSERT_NE(WaitUntilReady(&container), -1) << container.init().err();
  ASSERT_TRUE(container.init().WaitForOut("is running"));
  EXPECT_EQ(container.init().err().find("PID 1 itself"), std::string::npos);
}

// A boot with another HERMES_UID gives away what Hermes made, by its names.
TEST_F(RealGatewayTest, WhatItMakesIsKnownByItsName) {
  Container container(Options({"gateway", "run"}));
  ASSERT_NE(WaitUntilReady(&container), -1) << container.init().err();
  int seen = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(container.ns().Path(kHome))) {
    ++seen;
    EXPECT_TRUE(IsMadeByHermes(entry.path().filename().string()))
        << entry.path();
  }
  EXPECT_GT(seen, 10);
}

// The state file that health is judged by is renewed in place, so that a volume
// without a free byte makes nobody kill a gateway that serves.
TEST_F(RealGatewayTest, RestartOnAFullDiskIsHealthyAgain) {
  ContainerOptions options = Options({"gateway", "run"});
  options.prepare = [] {
    if (mount("none", kHome, "tmpfs", 0, "size=4m,mode=0700,uid=10000") != 0) {
      _exit(1);
    }
  };
  Container container(options);
  const pid_t first = WaitUntilReady(&container);
  ASSERT_NE(first, -1) << container.init().err();
  FillUp(container.ns().Path(std::string(kHome) + "/rest"));
  container.ns().Signal(first, SIGKILL);
  ASSERT_NE(WaitUntilReady(&container, first), -1) << container.init().err();
  const auto probe =
      container.Start({"--entry-health", "--ready", "--timeout=20s"});
  EXPECT_EQ(probe->Wait(), 0) << probe->err() << StateFile(container);
}

struct End {
  std::string name;
  int signo;
  int exit_code;
};

class ForegroundEndTest : public RealGatewayTest,
                          public testing::WithParamInterface<End> {};

INSTANTIATE_TEST_SUITE_P(By, ForegroundEndTest,
                         testing::Values(End{"Term", SIGTERM, 1},
                                         End{"Int", SIGINT, 0},
                                         End{"Usr1", SIGUSR1, 75}),
                         [](const testing::TestParamInfo<End>& each) {
                           return each.param.name;
                         });

TEST_P(ForegroundEndTest, CodeOfTheContainerIsTheGateways) {
  Container container(Options({"gateway", "run", "--no-supervise"}));
  ASSERT_TRUE(container.init().WaitForOut("is running"))
      << container.init().err();
  container.init().Signal(GetParam().signo);
  EXPECT_EQ(container.init().Wait(), GetParam().exit_code)
      << container.init().err();
}

}  // namespace
}  // namespace hermes::fixture
