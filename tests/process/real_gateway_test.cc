// Tests of the real gateway with the real hermes-entry as PID 1.
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
    // The tests share the host's network, so let the kernel choose a free port.
    // The slot treats a program named by HERMES_BIN as a foreign gateway unless
    // HERMES_GATEWAY_NOTIFY is set.
    options.variables = {"API_SERVER_PORT=0", "HERMES_GATEWAY_NOTIFY=1"};
    return options;
  }

  static std::string StateFile(const Container& container) {
    return ReadFile(
        container.ns().Path(std::string(kHome) + "/gateway_state.json"));
  }

  // Writes to a file until the file system is full.
  static void FillUp(const std::string& path) {
    const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    const std::string block(512, 'x');
    while (write(fd, block.data(), block.size()) > 0) {
    }
    EXPECT_EQ(errno, ENOSPC);
    close(fd);
  }

  // Waits until the gateway in the slot is ready and is not `other_than`.
  // Returns its pid, or -1 if the deadline passes.
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

TEST_F(RealGatewayTest, ReportsReadinessAndState) {
  Container container(Options({"gateway", "run"}));
  const pid_t pid = WaitUntilReady(&container);
  ASSERT_NE(pid, -1) << container.init().err();
  const std::string state = StateFile(container);
  EXPECT_NE(state.find("\"gateway_state\":\"running\""), std::string::npos)
      << state;
  EXPECT_NE(state.find("\"pid\":" + std::to_string(pid)), std::string::npos)
      << state;
}

TEST_F(RealGatewayTest, RestartsAfterItWasKilled) {
  Container container(Options({"gateway", "run"}));
  const pid_t first = WaitUntilReady(&container);
  ASSERT_NE(first, -1) << container.init().err();
  container.ns().Signal(first, SIGKILL);
  EXPECT_NE(WaitUntilReady(&container, first), -1) << container.init().out();
}

TEST_F(RealGatewayTest, RestartsWhenHeartbeatReceivesUsr1) {
  Container container(Options({"gateway", "run"}));
  const pid_t first = WaitUntilReady(&container);
  ASSERT_NE(first, -1) << container.init().err();
  container.init().Signal(SIGUSR1);
  EXPECT_NE(WaitUntilReady(&container, first), -1) << container.init().out();
}

// Stopping the container is not an operator's stop of the gateway: it starts
// again at the next boot.
TEST_F(RealGatewayTest, StaysWantedRunningWhenContainerStops) {
  Container container(Options({"gateway", "run"}));
  ASSERT_NE(WaitUntilReady(&container), -1) << container.init().err();
  container.init().Signal(SIGTERM);
  EXPECT_EQ(container.init().Wait(), 0) << container.init().err();
  const std::string state = StateFile(container);
  EXPECT_NE(state.find("\"gateway_state\":\"running\""), std::string::npos)
      << state;
}

// An `entrypoint:` setting can bypass hermes-entry.
TEST_F(RealGatewayTest, WarnsIfItIsPid1) {
  ContainerOptions options = Options({"gateway", "run"});
  options.entry = kHermes;
  options.uid = kHermesUid;
  Container container(options);
  ASSERT_TRUE(container.init().WaitForErr("is PID 1 itself"))
      << container.init().err() << container.init().out();
  EXPECT_NE(container.init().err().find("hermes-entry"), std::string::npos);
}

TEST_F(RealGatewayTest, DoesNotWarnBelowHermesEntry) {
  Container container(Options({"gateway", "run"}));
  ASSERT_NE(WaitUntilReady(&container), -1) << container.init().err();
  ASSERT_TRUE(container.init().WaitForOut("is running"));
  EXPECT_EQ(container.init().err().find("PID 1 itself"), std::string::npos);
}

// A boot with another HERMES_UID changes the owner of the files that Hermes
// creates. It finds them by name.
TEST_F(RealGatewayTest, CreatesOnlyFilesThatBootKnowsByName) {
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

// Health is judged by the state file. The gateway updates it in place, which
// works on a full volume. Otherwise a platform would kill a gateway that still
// works.
TEST_F(RealGatewayTest, IsHealthyAfterRestartOnFullDisk) {
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

TEST_P(ForegroundEndTest, ReturnsGatewaysExitCode) {
  Container container(Options({"gateway", "run", "--no-supervise"}));
  ASSERT_TRUE(container.init().WaitForOut("is running"))
      << container.init().err();
  container.init().Signal(GetParam().signo);
  EXPECT_EQ(container.init().Wait(), GetParam().exit_code)
      << container.init().err();
}

}  // namespace
}  // namespace hermes::fixture
