// Tests of `gateway run` below a real s6-svscan as PID 1, where the command is
// redirected to a slot.
#include <signal.h>
#include <sys/stat.h>
#include <sys/types.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/poll.h"
#include "tests/process/processes.h"

namespace hermes::fixture {
namespace {

constexpr std::string_view kBreadcrumb =
    "hermes-entry: gateway-default now runs under s6 supervision";

using Strings = std::vector<std::string>;

int CountOf(std::string_view text, std::string_view part) {
  int count = 0;
  for (size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

Container S6Container(uid_t uid = 0) {
  ContainerOptions options;
  options.init = Init::kS6;
  options.uid = uid;
  return Container(options);
}

// The tree and the command belong to root or to an unprivileged uid.
class SuperviseTest : public testing::TestWithParam<uid_t> {
 protected:
  SuperviseTest() : container_(S6Container(GetParam())) {}

  std::unique_ptr<Child> Run(const Strings& arguments) {
    return container_.Start(arguments, {}, GetParam());
  }

  Container container_;
};

INSTANTIATE_TEST_SUITE_P(Uid, SuperviseTest, testing::Values(0, kHermesUid),
                         [](const testing::TestParamInfo<uid_t>& each) {
                           return each.param == 0 ? "Root" : "Hermes";
                         });

TEST_P(SuperviseTest, StartsSlot) {
  const auto entry = Run({"gateway", "run"});
  ASSERT_TRUE(entry->WaitForErr(kBreadcrumb)) << entry->err();
  const GatewayStart gateway = container_.WaitForGateway();
  EXPECT_EQ(gateway.arguments, (Strings{"gateway", "run", "--replace"}));
  EXPECT_EQ(container_.SlotStatus("gateway-default", "up,wantedup,pid"),
            "true true " + std::to_string(gateway.pid));
}

TEST_P(SuperviseTest, PrintsBreadcrumbWithBothOptOutsOnce) {
  const auto entry = Run({"gateway", "run"});
  ASSERT_TRUE(entry->WaitForErr(kBreadcrumb)) << entry->err();
  container_.WaitForGateway();
  EXPECT_EQ(CountOf(entry->err(), "under s6 supervision"), 1) << entry->err();
  EXPECT_EQ(CountOf(entry->err(), "--no-supervise"), 1) << entry->err();
  EXPECT_EQ(CountOf(entry->err(), "HERMES_GATEWAY_NO_SUPERVISE=1"), 1)
      << entry->err();
  EXPECT_EQ(entry->out(), "");
}

TEST_P(SuperviseTest, KeepsCommandRunningAsHeartbeat) {
  const auto entry = Run({"gateway", "run"});
  ASSERT_TRUE(entry->WaitForErr(kBreadcrumb)) << entry->err();
  ASSERT_NE(container_.WaitForGateway().pid, -1);
  EXPECT_TRUE(entry->Running());
  const pid_t heartbeat = PidNamespace::InnerPid(*entry);
  EXPECT_EQ(container_.processes().Arguments(heartbeat),
            (Strings{kEntry, "gateway", "run"}));
  EXPECT_TRUE(container_.processes().WithComm("sleep").empty());
}

TEST_P(SuperviseTest, StartsOneSlotForNestedCommandNames) {
  const auto entry = Run({"hermes-entry", "hermes", "gateway", "run"});
  ASSERT_TRUE(entry->WaitForErr(kBreadcrumb)) << entry->err();
  EXPECT_EQ(container_.WaitForGateway().arguments,
            (Strings{"gateway", "run", "--replace"}));
  EXPECT_EQ(container_.Slots(), Strings{"gateway-default"});
  EXPECT_EQ(container_.processes().WithComm("s6-svscan").size(), 1u);
}

TEST_P(SuperviseTest, RestartsKilledGateway) {
  const auto entry = Run({"gateway", "run"});
  const GatewayStart first = container_.WaitForGateway();
  ASSERT_NE(first.pid, -1) << entry->err();
  container_.ns().Signal(first.pid, SIGKILL);
  EXPECT_NE(container_.WaitForGateway(first.pid).pid, -1);
  EXPECT_TRUE(entry->Running());
}

TEST_P(SuperviseTest, MarksGatewayAsSupervised) {
  const auto entry = Run({"gateway", "run"});
  const GatewayStart gateway = container_.WaitForGateway();
  const Strings environment = container_.processes().Environment(gateway.pid);
  for (const char* marker :
       {"HERMES_S6_SUPERVISED_CHILD=1", "HERMES_SUPERVISED_CHILD=1"}) {
    EXPECT_EQ(std::count(environment.begin(), environment.end(), marker), 1)
        << marker;
  }
}

TEST_P(SuperviseTest, SlotObeysS6Svc) {
  const auto entry = Run({"gateway", "run"});
  const GatewayStart first = container_.WaitForGateway();
  ASSERT_NE(first.pid, -1) << entry->err();
  const auto svc = [&](const std::string& option) {
    return container_.Start({option, "/run/service/gateway-default"}, {},
                            GetParam(), "/usr/bin/s6-svc");
  };
  EXPECT_EQ(svc("-d")->Wait(), 0);
  EXPECT_TRUE(WaitUntil([&] {
    return container_.SlotStatus("gateway-default", "up") == "false";
  }));
  EXPECT_EQ(svc("-u")->Wait(), 0);
  EXPECT_NE(container_.WaitForGateway(first.pid).pid, -1);
}

TEST(SuperviseAgainTest, StartsNoSecondGateway) {
  Container container = S6Container();
  const auto first = container.Start({"gateway", "run"});
  const GatewayStart gateway = container.WaitForGateway();
  const auto second = container.Start({"gateway", "run"});
  ASSERT_TRUE(second->WaitForErr(kBreadcrumb)) << second->err();
  EXPECT_EQ(container.GatewayStarts().size(), 1u);
  EXPECT_EQ(container.WaitForGateway().pid, gateway.pid);
}

TEST(SuperviseStagingTest, StartsSlotDespiteUnreadableLeftover) {
  ContainerOptions options;
  options.init = Init::kS6;
  options.uid = kHermesUid;
  Container container(options);
  // Left by a boot that was interrupted while root prepared the slot.
  ASSERT_EQ(container.ns().Call([] {
    return mkdir("/run/service/.gateway-default.tmp", 0700);
  }),
            0);
  const auto entry = container.Start({"gateway", "run"}, {}, kHermesUid);
  ASSERT_TRUE(entry->WaitForErr(kBreadcrumb)) << entry->err();
  EXPECT_NE(container.WaitForGateway().pid, -1);
}

TEST(SupervisePathTest, StartsSlotWithoutUsablePath) {
  for (const char* path : {"PATH", "PATH=", "PATH=/nowhere"}) {
    Container container = S6Container();
    const auto entry = container.Start({"gateway", "run"}, {path});
    ASSERT_TRUE(entry->WaitForErr(kBreadcrumb)) << path << entry->err();
    EXPECT_NE(container.WaitForGateway().pid, -1) << path;
    EXPECT_TRUE(entry->Running()) << path;
  }
}

}  // namespace
}  // namespace hermes::fixture
