// Tests of hermes-entry's own switches in a running container.
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/pid_namespace.h"
#include "tests/process/poll.h"
#include "tests/process/processes.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

Container S6Container() {
  ContainerOptions options;
  options.init = Init::kS6;
  return Container(options);
}

// Returns path, mode, owner, size and change time of everything in the places
// where hermes-entry may write.
Strings Snapshot(const PidNamespace& ns) {
  Strings entries;
  for (const char* root : {"/run", "/mnt/data", "/tmp", "/dev/shm"}) {
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(ns.Path(root))) {
      struct stat status;
      lstat(entry.path().c_str(), &status);
      entries.push_back(
          entry.path().string() + " " + std::to_string(status.st_mode) + " " +
          std::to_string(status.st_uid) + " " + std::to_string(status.st_size) +
          " " + std::to_string(status.st_ctim.tv_sec) + "." +
          std::to_string(status.st_ctim.tv_nsec));
    }
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

TEST(ExplainTest, PrintsDecisionAndFactsAndChangesNothing) {
  Container container = S6Container();
  const Strings before = Snapshot(container.ns());
  const auto entry = container.Start({"--entry-explain", "gateway", "run"});
  EXPECT_EQ(entry->Wait(), 0) << entry->err();
  EXPECT_EQ(Snapshot(container.ns()), before);
  for (const char* fact : {"supervise", "gateway-default", "/run/service",
                           kHome, kGateway, "uid"}) {
    EXPECT_NE(entry->out().find(fact), std::string::npos)
        << fact << " is missing in:\n"
        << entry->out();
  }
  EXPECT_TRUE(container.GatewayStarts().empty());
}

TEST(ExplainTest, NamesClosedGate) {
  Container container = S6Container();
  const auto entry = container.Start({"--entry-explain", "gateway", "run"},
                                     {"HERMES_GATEWAY_NO_SUPERVISE=1"});
  EXPECT_EQ(entry->Wait(), 0) << entry->err();
  EXPECT_NE(entry->out().find("closed gate: opt-out-variable\n"),
            std::string::npos)
      << entry->out();
}

TEST(ExplainTest, WarnsAboutMissingGateway) {
  Container container = S6Container();
  const auto entry = container.Start({"--entry-explain", "gateway", "run"},
                                     {"HERMES_BIN=/mnt/nowhere/hermes"});
  EXPECT_EQ(entry->Wait(), 0) << entry->err();
  EXPECT_NE((entry->out() + entry->err()).find("/mnt/nowhere/hermes"),
            std::string::npos)
      << entry->out();
}

TEST(ExplainTest, ExitsWithoutStartingTreeAsPid1) {
  ContainerOptions options;
  options.arguments = {"--entry-explain", "gateway", "run"};
  Container container(options);
  EXPECT_EQ(container.init().Wait(), 0) << container.init().err();
  EXPECT_NE(container.init().out().find("gateway-default"), std::string::npos)
      << container.init().out();
  EXPECT_TRUE(Names(container.ns().Path("/run")).empty());
}

TEST(HelpTest, ListsEveryFlagVariableAndExitCode) {
  Container container = S6Container();
  const auto entry = container.Start({"--entry-help"});
  EXPECT_EQ(entry->Wait(), 0) << entry->err();
  for (const char* listed : {"--entry-version",
                             "--entry-help",
                             "--entry-explain",
                             "--entry-health",
                             "--no-supervise",
                             "HERMES_GATEWAY_NO_SUPERVISE",
                             "HERMES_BIN",
                             "HERMES_HOME",
                             "HERMES_GATEWAY_SUPERVISE",
                             "HERMES_ENTRY_TERM_EXIT_CODE",
                             "HERMES_ENTRY_STOP_TIMEOUT",
                             "HERMES_ENTRY_RUN_DIR",
                             "HERMES_UID",
                             "HERMES_GID",
                             "64",
                             "69",
                             "71",
                             "73",
                             "75",
                             "77",
                             "78",
                             "126",
                             "127",
                             "128"}) {
    EXPECT_NE(entry->out().find(listed), std::string::npos) << listed;
  }
}

TEST(VersionTest, PrintsOneLine) {
  Container container = S6Container();
  const auto entry = container.Start({"--entry-version"});
  EXPECT_EQ(entry->Wait(), 0) << entry->err();
  EXPECT_EQ(entry->out().rfind("hermes-entry ", 0), 0u) << entry->out();
  EXPECT_EQ(entry->out().find('\n'), entry->out().size() - 1);
}

int Health(Container* container, uid_t uid = 0) {
  return container->Start({"--entry-health"}, {}, uid)->Wait();
}

TEST(HealthTest, ReportsRunningGatewayAsHealthyForAnyUid) {
  ContainerOptions options;
  options.arguments = {"gateway", "run"};
  options.real_gateway = true;
  // The tests share the host's network, so let the kernel choose a free port.
  options.variables = {"API_SERVER_PORT=0"};
  Container container(options);
  ASSERT_TRUE(container.init().WaitForErr("under s6 supervision"))
      << container.init().err();
  EXPECT_TRUE(WaitUntil([&] { return Health(&container) == 0; }))
      << container.init().err();
  EXPECT_EQ(Health(&container, 4242), 0);
}

TEST(HealthTest, ReportsCrashingGatewayAsUnhealthy) {
  ContainerOptions options;
  options.arguments = {"gateway", "run"};
  options.variables = {"GATEWAY_EXIT=1"};
  Container container(options);
  ASSERT_TRUE(WaitUntil([&] { return container.GatewayStarts().size() > 1; }))
      << container.init().err();
  EXPECT_EQ(Health(&container), 1);
}

TEST(HealthTest, ReportsFailedGatewayAsUnhealthy) {
  ContainerOptions options;
  options.arguments = {"gateway", "run"};
  options.variables = {"GATEWAY_EXIT=78"};
  Container container(options);
  ASSERT_TRUE(WaitUntil([&] {
    return container.init().out().find("it stays down") != std::string::npos;
  })) << container.init().err();
  ASSERT_TRUE(WaitUntil([&] {
    return container.SlotStatus("gateway-default", "up,wantedup") ==
           "false false";
  }));
  EXPECT_EQ(Health(&container), 1);
}

TEST(HealthTest, ReportsContainerWithoutWantedSlotAsHealthy) {
  ContainerOptions options;
  options.arguments = {"sleep", "1000"};
  Container container(options);
  ASSERT_TRUE(WaitUntil([&] {
    return !container.processes().WithComm("sleep").empty();
  })) << container.init().err();
  // The command starts before all slots are registered.
  EXPECT_TRUE(WaitUntil([&] { return Health(&container) == 0; }));
}

TEST(FrontDoorTest, GatewayRunStartsSlotAndReturns) {
  ContainerOptions options;
  options.arguments = {"gateway", "run"};
  Container container(options);
  const GatewayStart gateway = container.WaitForGateway();
  ASSERT_NE(gateway.pid, -1) << container.init().err();
  const auto door = container.Start({"gateway", "run"}, {}, 0, kFrontDoor);
  EXPECT_EQ(door->Wait(), 0) << door->err();
  EXPECT_NE(door->err().find("supervised"), std::string::npos) << door->err();
  EXPECT_EQ(container.GatewayStarts().size(), 1u);
}

TEST(FrontDoorTest, RunsCommandsOfRootAsHermesUser) {
  ContainerOptions options;
  options.arguments = {"sleep", "1000"};
  Container container(options);
  ASSERT_TRUE(WaitUntil([&] {
    return !container.processes().WithComm("sleep").empty();
  })) << container.init().err();
  const auto door =
      container.Start({"sh", "-c", "id -u; id -g"}, {}, 0, kFrontDoor);
  EXPECT_EQ(door->Wait(), 0) << door->err();
  EXPECT_EQ(door->out(), "10000\n10000\n");
}

TEST(FrontDoorTest, KeepsRootOnRequest) {
  ContainerOptions options;
  options.arguments = {"sleep", "1000"};
  Container container(options);
  ASSERT_TRUE(WaitUntil([&] {
    return !container.processes().WithComm("sleep").empty();
  })) << container.init().err();
  const auto door = container.Start(
      {"sh", "-c", "id -u"}, {"HERMES_DOCKER_EXEC_AS_ROOT=1"}, 0, kFrontDoor);
  EXPECT_EQ(door->Wait(), 0) << door->err();
  EXPECT_EQ(door->out(), "0\n");
}

}  // namespace
}  // namespace hermes::fixture
