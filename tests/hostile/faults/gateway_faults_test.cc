// Tests of the real gateway, supervised, on a host that lacks something.
#include <signal.h>
#include <sys/syscall.h>

#include <cerrno>
#include <string>

#include "gtest/gtest.h"
#include "tests/hostile/faults/fault_injector.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/poll.h"

namespace hermes::fixture {
namespace {

constexpr char kLine[] = "looking every 2 s for a planned stop";

TEST(GatewayFaultsTest, ReportsOnceThatItPollsForPlannedStop) {
  FaultInjector injector({SYS_inotify_init1});
  injector.Fail({.calls = {SYS_inotify_init1}, .error = EMFILE});
  ContainerOptions options;
  options.arguments = {"gateway", "run"};
  options.real_gateway = true;
  // The container shares the host's network, so the kernel chooses a free port.
  options.variables = {"API_SERVER_PORT=0", "HERMES_GATEWAY_NOTIFY=1"};
  options.prepare = injector.Preparation();
  Container container(options);
  Child& init = container.init();
  ASSERT_TRUE(init.WaitForOut(kLine)) << init.out() << init.err();
  ASSERT_TRUE(WaitUntil([&] {
    return container.SlotStatus("gateway-default", "ready") == "true";
  })) << init.out();
  init.Signal(SIGTERM);
  EXPECT_EQ(init.Wait(), 0) << init.err();
  const std::string out = init.out();
  EXPECT_EQ(out.find(kLine), out.rfind(kLine)) << out;
  EXPECT_NE(out.find("Too many open files"), std::string::npos) << out;
}

}  // namespace
}  // namespace hermes::fixture
