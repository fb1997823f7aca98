// Tests of HERMES_GATEWAY_SUPERVISE=always below a foreign PID 1: docker-init,
// a pod's pause, a platform's own init.
#include <signal.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/pid_namespace.h"
#include "tests/process/poll.h"
#include "tests/process/processes.h"
#include "tests/process/verbs.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

constexpr char kAlways[] = "HERMES_GATEWAY_SUPERVISE=always";
constexpr char kBreadcrumb[] =
    "hermes-entry: gateway-default now runs under s6 supervision";

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Container UnderInitNamed(const std::string& name) {
  ContainerOptions options;
  options.init = Init::kForeign;
  options.init_name = name;
  return Container(options);
}

Strings With(Strings variables) {
  variables.emplace_back(kAlways);
  return variables;
}

// Waits until only PID 1 is left.
bool NothingIsLeft(const Container& container) {
  return WaitUntil([&] { return container.processes().All().size() == 1; });
}

// A container with a foreign PID 1 and a supervised `gateway run` below it.
class OwnTree {
 public:
  explicit OwnTree(const Strings& variables = {}, uid_t uid = 0,
                   const Strings& arguments = {"gateway", "run"})
      : container_(UnderInitNamed("docker-init")),
        entry_(container_.Start(arguments, With(variables), uid)) {}

  Container& container() { return container_; }
  Child& entry() { return *entry_; }
  bool IsUp() {
    gateway_ = container_.WaitForGateway();
    return entry_->WaitForErr(kBreadcrumb) && gateway_.pid != -1;
  }
  const GatewayStart& gateway() const { return gateway_; }

 private:
  Container container_;
  std::unique_ptr<Child> entry_;
  GatewayStart gateway_;
};

class AnyPid1Test : public testing::TestWithParam<std::string> {};

INSTANTIATE_TEST_SUITE_P(Named, AnyPid1Test,
                         testing::Values("pause", "docker-init", "tini",
                                         "systemd", "ps-run", "s6-svscan"),
                         [](const testing::TestParamInfo<std::string>& each) {
                           std::string name = each.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST_P(AnyPid1Test, SupervisesIfSuperviseIsAlways) {
  Container container = UnderInitNamed(GetParam());
  const auto entry = container.Start({"gateway", "run"}, {kAlways}, kHermesUid);
  ASSERT_TRUE(entry->WaitForErr(kBreadcrumb)) << entry->err();
  const GatewayStart gateway = container.WaitForGateway();
  EXPECT_EQ(gateway.arguments, (Strings{"gateway", "run", "--replace"}));
  // The gateway runs a moment before its supervisor has recorded that.
  const std::string up = "true true " + std::to_string(gateway.pid);
  EXPECT_TRUE(WaitUntil([&] {
    return container.SlotStatus("gateway-default", "up,wantedup,pid") == up;
  })) << container.SlotStatus("gateway-default", "up,wantedup,pid");
  // The breadcrumb is the only message; another init is not mentioned.
  EXPECT_EQ(entry->err().rfind("hermes-entry: ", std::string::npos), 0u)
      << entry->err();
  // hermes-entry leaves the name of PID 1 alone.
  EXPECT_EQ(container.processes().Comm(1), GetParam());
  EXPECT_EQ(container.processes().Comm(PidNamespace::InnerPid(*entry)),
            "hermes-entry");
}

TEST_P(AnyPid1Test, RunsInForegroundWithoutVariableAndSaysSoInOneLine) {
  Container container = UnderInitNamed(GetParam());
  const auto entry = container.Start({"gateway", "run"}, {"GATEWAY_EXIT=9"});
  EXPECT_EQ(entry->Wait(), 9) << entry->err();
  const std::string err = entry->err();
  EXPECT_EQ(std::count(err.begin(), err.end(), '\n'), 1) << err;
  EXPECT_TRUE(Has(err, "foreground")) << err;
  EXPECT_TRUE(Has(err, kAlways)) << err;
}

TEST(OwnTreeOptOutTest, OptOutsOverrideAlways) {
  for (const Strings& arguments :
       {Strings{"gateway", "run", "--no-supervise"}, Strings{"gateway"}}) {
    Container container = UnderInitNamed("pause");
    Strings variables = {kAlways, "GATEWAY_EXIT=9"};
    if (arguments.size() == 1) {
      variables.emplace_back("HERMES_GATEWAY_NO_SUPERVISE=1");
    }
    const auto entry = container.Start(arguments, variables);
    EXPECT_EQ(entry->Wait(), 9) << entry->err();
    EXPECT_EQ(entry->err(), "");
    EXPECT_EQ(container.Slots(), Strings{});
  }
}

class OwnTreeUidTest : public testing::TestWithParam<uid_t> {};

INSTANTIATE_TEST_SUITE_P(StartedAs, OwnTreeUidTest,
                         testing::Values(0, kHermesUid, 4242),
                         [](const testing::TestParamInfo<uid_t>& each) {
                           return "Uid" + std::to_string(each.param);
                         });

// Returns a data root for `uid`: root creates the directory and changes its
// owner; any other uid needs one that it can write to.
std::string DataFor(uid_t uid) {
  return uid == 0 ? "HERMES_HOME=/tmp/data" : "HERMES_HOME=/tmp";
}

TEST_P(OwnTreeUidTest, RunsNoProcessAsRoot) {
  OwnTree tree({DataFor(GetParam())}, GetParam());
  ASSERT_TRUE(tree.IsUp()) << tree.entry().err();
  const Processes processes = tree.container().processes();
  const std::string uid =
      std::to_string(GetParam() == 0 ? kHermesUid : GetParam());
  const std::string all = uid + "\t" + uid + "\t" + uid + "\t" + uid;
  for (const pid_t pid : processes.All()) {
    if (pid == 1) continue;
    EXPECT_EQ(processes.Status(pid, "Uid"), all) << processes.Listing();
    EXPECT_EQ(processes.Status(pid, "Gid"), all) << processes.Listing();
    EXPECT_EQ(processes.Status(pid, "CapEff"), "0000000000000000");
  }
}

TEST_P(OwnTreeUidTest, EndsTreeInOrderOnTerm) {
  OwnTree tree({DataFor(GetParam()), "GATEWAY_STOP_MS=300"}, GetParam());
  ASSERT_TRUE(tree.IsUp()) << tree.entry().err();
  tree.entry().Signal(SIGTERM);
  EXPECT_EQ(tree.entry().Wait(), 0) << tree.entry().err();
  EXPECT_EQ(tree.container().GatewaySignals(), std::vector<int>{SIGTERM});
  // Check immediately: nothing may end only later.
  EXPECT_EQ(tree.container().processes().All(), std::vector<pid_t>{1})
      << tree.container().processes().Listing();
}

TEST(OwnTreeStopTest, ExitsWith130OnInterruptAndWithChosenCodeOnTerm) {
  for (const int signo : {SIGINT, SIGTERM}) {
    OwnTree tree({"HERMES_ENTRY_TERM_EXIT_CODE=143"});
    ASSERT_TRUE(tree.IsUp()) << tree.entry().err();
    tree.entry().Signal(signo);
    EXPECT_EQ(tree.entry().Wait(), signo == SIGINT ? 130 : 143);
  }
}

TEST(OwnTreeStopTest, EndsOrphansOfGateways) {
  OwnTree tree({"GATEWAY_ORPHAN=1"});
  ASSERT_TRUE(tree.IsUp()) << tree.entry().err();
  tree.container().ns().Signal(tree.gateway().pid, SIGKILL);
  ASSERT_NE(tree.container().WaitForGateway(tree.gateway().pid).pid, -1);
  tree.entry().Signal(SIGTERM);
  EXPECT_EQ(tree.entry().Wait(), 0) << tree.entry().err();
  EXPECT_TRUE(NothingIsLeft(tree.container()))
      << tree.container().processes().Listing();
}

TEST(OwnTreeStopTest, EndsTreeInOrderWhenParentIsKilled) {
  OwnTree tree({"GATEWAY_STOP_MS=300"});
  ASSERT_TRUE(tree.IsUp()) << tree.entry().err();
  tree.entry().Signal(SIGKILL);
  EXPECT_EQ(tree.entry().Wait(), 137);
  EXPECT_TRUE(NothingIsLeft(tree.container()))
      << tree.container().processes().Listing();
  EXPECT_EQ(tree.container().GatewaySignals(), std::vector<int>{SIGTERM});
}

// hermes-entry exits if s6-svscan dies, rather than continue without it.
TEST(OwnTreeStopTest, ExitsWith69AndLeavesNothingWhenS6SvscanDies) {
  OwnTree tree;
  ASSERT_TRUE(tree.IsUp()) << tree.entry().err();
  const Processes processes = tree.container().processes();
  ASSERT_TRUE(
      WaitUntil([&] { return processes.WithComm("s6-svscan").size() == 1; }));
  tree.container().ns().Signal(processes.WithComm("s6-svscan")[0], SIGKILL);
  EXPECT_EQ(tree.entry().Wait(), 69) << tree.entry().err();
  EXPECT_EQ(tree.container().GatewaySignals(), std::vector<int>{SIGTERM});
  EXPECT_EQ(processes.All(), std::vector<pid_t>{1}) << processes.Listing();
}

TEST(OwnTreeStopTest, StartsAgainAfterItWasKilled) {
  OwnTree tree;
  ASSERT_TRUE(tree.IsUp()) << tree.entry().err();
  tree.entry().Signal(SIGKILL);
  tree.entry().Wait();
  ASSERT_TRUE(NothingIsLeft(tree.container()));
  const auto again = tree.container().Start({"gateway", "run"}, {kAlways});
  ASSERT_TRUE(again->WaitForErr(kBreadcrumb)) << again->err();
  EXPECT_NE(tree.container().WaitForGateway().pid, -1);
  EXPECT_EQ(tree.container().Slots(),
            (Strings{"dashboard", "gateway-default"}));
}

// A program started a child before it executed hermes-entry in its own process.
TEST(OwnTreePreexistingChildrenTest,
     NeitherEndsNorWaitsForPreexistingChildren) {
  Container container = UnderInitNamed("pause");
  Command command;
  command.argv = {"/bin/sh", "-c",
                  "(trap '' TERM; exec sleep 1000) >/dev/null 2>&1 & exec " +
                      std::string(kEntry) + " gateway run"};
  command.environment = Container::EnvironmentWith({kAlways});
  const auto entry = container.Start(command);
  ASSERT_TRUE(entry->WaitForErr(kBreadcrumb)) << entry->err();
  ASSERT_NE(container.WaitForGateway().pid, -1);
  entry->Signal(SIGTERM);
  EXPECT_EQ(entry->Wait(), 0) << entry->err();
  const Processes processes = container.processes();
  EXPECT_EQ(processes.WithComm("sleep").size(), 1u) << processes.Listing();
  EXPECT_EQ(processes.All().size(), 2u) << processes.Listing();
}

// An emulated or old kernel does not support sub-reapers.
TEST(OwnTreeOldKernelTest, WarnsOnceAndContinues) {
  ContainerOptions options;
  options.init = Init::kForeign;
  options.files = {{TestProgram("no_subreaper"), "/mnt/bin/no_subreaper"}};
  Container container(options);
  const auto entry = container.Start({kEntry, "gateway", "run"}, {kAlways}, 0,
                                     "/mnt/bin/no_subreaper");
  ASSERT_TRUE(entry->WaitForErr(kBreadcrumb)) << entry->err();
  ASSERT_NE(container.WaitForGateway().pid, -1) << entry->err();
  const std::string err = entry->err();
  const size_t warning = err.find("Invalid argument");
  EXPECT_NE(warning, std::string::npos) << err;
  EXPECT_EQ(err.find("Invalid argument", warning + 1), std::string::npos)
      << err;
  entry->Signal(SIGTERM);
  EXPECT_EQ(entry->Wait(), 0) << entry->err();
  EXPECT_TRUE(NothingIsLeft(container)) << container.processes().Listing();
}

TEST(OwnTreeNestingTest, StartsOneTreeAndOneGateway) {
  OwnTree tree({}, 0, {"hermes-entry", "hermes", "gateway", "run"});
  ASSERT_TRUE(tree.IsUp()) << tree.entry().err();
  const auto second =
      tree.container().Start({"gateway", "run"}, {kAlways}, kHermesUid);
  ASSERT_TRUE(second->WaitForErr(kBreadcrumb)) << second->err();
  EXPECT_EQ(tree.container().RunningGateways().size(), 1u);
  EXPECT_EQ(tree.container().WaitForGateway().pid, tree.gateway().pid);
  const Processes processes = tree.container().processes();
  EXPECT_TRUE(WaitUntil([&] {
    return processes.WithComm("s6-svscan").size() == 1;
  })) << processes.Listing();
  second->Signal(SIGTERM);
  EXPECT_EQ(second->Wait(), 0);
  EXPECT_TRUE(processes.Alive(tree.gateway().pid));
}

TEST(OwnTreeNestingTest, RefusesAnotherUidInsteadOfStartingSecondGateway) {
  OwnTree tree;
  ASSERT_TRUE(tree.IsUp()) << tree.entry().err();
  const auto second =
      tree.container().Start({"gateway", "run"}, {kAlways}, 4242);
  EXPECT_EQ(second->Wait(), 77) << second->err();
  EXPECT_EQ(tree.container().GatewayStarts().size(), 1u);
}

// The container's command has the old name `hermes`, but the heartbeat must
// not.
TEST(OwnTreeNameTest, SupervisesCommandNamedHermes) {
  Container container = UnderInitNamed("pause");
  const auto entry =
      container.Start({"gateway", "run"}, {kAlways}, 0, kFrontDoor);
  ASSERT_TRUE(entry->WaitForErr(kBreadcrumb)) << entry->err();
  ASSERT_NE(container.WaitForGateway().pid, -1);
  EXPECT_EQ(container.processes().Arguments(PidNamespace::InnerPid(*entry))[0],
            "hermes-entry");
  entry->Signal(SIGTERM);
  EXPECT_EQ(entry->Wait(), 0);
}

// Two containers of a pod that share their processes but no files.
class SharedProcessesTest : public testing::Test {
 protected:
  SharedProcessesTest() : container_(UnderInitNamed("pause")) {}

  std::unique_ptr<Child> StartApart(const std::string& home) {
    Command command;
    command.argv = {"/usr/bin/unshare", "-m", "/bin/sh", "-c",
                    "mount -t tmpfs -o mode=1777 none /run && mkdir " + home +
                        " && exec " + kEntry + " gateway run"};
    command.environment = Container::EnvironmentWith(
        {kAlways, "HERMES_HOME=" + home, "GATEWAY_ORPHAN=1"});
    return container_.Start(command);
  }
  pid_t WaitForGatewayBut(pid_t other) {
    pid_t found = -1;
    WaitUntil([&] {
      for (const GatewayStart& start : container_.RunningGateways()) {
        if (start.pid != other) found = start.pid;
      }
      return found != -1;
    });
    return found;
  }

  Container container_;
};

TEST_F(SharedProcessesTest, TwoTreesDoNotTouchEachOthersProcesses) {
  const auto first = StartApart("/mnt/one");
  ASSERT_TRUE(first->WaitForErr(kBreadcrumb)) << first->err();
  const pid_t of_first = WaitForGatewayBut(-1);
  const auto second = StartApart("/mnt/two");
  ASSERT_TRUE(second->WaitForErr(kBreadcrumb)) << second->err();
  const pid_t of_second = WaitForGatewayBut(of_first);
  ASSERT_NE(of_second, -1);
  const Processes processes = container_.processes();
  ASSERT_TRUE(
      WaitUntil([&] { return processes.WithComm("s6-svscan").size() == 2; }));

  first->Signal(SIGTERM);
  EXPECT_EQ(first->Wait(), 0) << first->err();
  EXPECT_FALSE(processes.Alive(of_first));
  EXPECT_TRUE(processes.Alive(of_second)) << processes.Listing();
  EXPECT_EQ(container_.GatewaySignals(), std::vector<int>{SIGTERM});
  EXPECT_EQ(processes.WithComm("s6-svscan").size(), 1u);

  container_.ns().Signal(of_second, SIGKILL);
  EXPECT_NE(WaitForGatewayBut(of_second), -1) << second->err();
  second->Signal(SIGTERM);
  EXPECT_EQ(second->Wait(), 0) << second->err();
  EXPECT_TRUE(NothingIsLeft(container_)) << processes.Listing();
}

// The commands are called as `docker exec` calls them.
class OwnTreeVerbsTest : public testing::TestWithParam<uid_t> {};

INSTANTIATE_TEST_SUITE_P(CalledBy, OwnTreeVerbsTest,
                         testing::Values(0, kHermesUid),
                         [](const testing::TestParamInfo<uid_t>& each) {
                           return "Uid" + std::to_string(each.param);
                         });

TEST_P(OwnTreeVerbsTest, FindAndOperateTree) {
  OwnTree tree;
  ASSERT_TRUE(tree.IsUp()) << tree.entry().err();
  Container& container = tree.container();
  const auto verb = [&](const char* word) {
    Said said = Hermes(&container, {"gateway", word}, GetParam());
    EXPECT_EQ(said.exit_code, 0) << word << ": " << said.err;
    return said;
  };
  verb("restart");
  const GatewayStart second = container.WaitForGateway(tree.gateway().pid);
  ASSERT_NE(second.pid, -1);
  verb("stop");
  EXPECT_TRUE(container.RunningGateways().empty());
  EXPECT_TRUE(Has(verb("status").out, "gateway-default: down"));
  verb("start");
  EXPECT_NE(container.WaitForGateway(second.pid).pid, -1);
  EXPECT_TRUE(Has(verb("list").out, "default"));
}

TEST_P(OwnTreeVerbsTest, FrontDoorHealthAndExplainFindTree) {
  OwnTree tree;
  ASSERT_TRUE(tree.IsUp()) << tree.entry().err();
  Container& container = tree.container();
  const auto door =
      container.Start({"gateway", "run"}, {kAlways}, GetParam(), kFrontDoor);
  EXPECT_EQ(door->Wait(), 0) << door->err();
  EXPECT_TRUE(Has(door->err(), "already supervised")) << door->err();
  EXPECT_EQ(container.GatewayStarts().size(), 1u);
  const auto explain = container.Start({"--entry-explain", "gateway", "run"},
                                       {kAlways}, GetParam());
  EXPECT_EQ(explain->Wait(), 0);
  for (const char* line :
       {"action: supervise\n", "pid 1 is called: docker-init\n",
        "tree made by hermes-entry: yes\n", "counts as evidence: yes\n"}) {
    EXPECT_TRUE(Has(explain->out(), line)) << line << explain->out();
  }
  EXPECT_EQ(Hermes(&container, {"gateway", "stop"}, GetParam()).exit_code, 0);
  // No slot is wanted up, so nothing is unhealthy.
  EXPECT_EQ(container.Start({"--entry-health"}, {}, GetParam())->Wait(), 0);
}

TEST(OwnTreeHealthTest, ReportsCrashingGatewayAsUnhealthyForAnyUid) {
  OwnTree tree({"GATEWAY_EXIT=1"});
  ASSERT_TRUE(
      WaitUntil([&] { return tree.container().GatewayStarts().size() > 1; }));
  for (const uid_t uid : {uid_t{0}, kHermesUid}) {
    EXPECT_EQ(tree.container().Start({"--entry-health"}, {}, uid)->Wait(), 1);
  }
}

// Before a start, --entry-explain shows what would be created and creates
// nothing.
TEST(OwnTreeExplainTest, ExplainsWhatAlwaysWouldDo) {
  Container container = UnderInitNamed("pause");
  const auto explain =
      container.Start({"--entry-explain", "gateway", "run"}, {kAlways});
  EXPECT_EQ(explain->Wait(), 0);
  for (const char* line : {"action: own-tree\n", "closed gate: none\n",
                           "boot of gateway-default: up (command)\n"}) {
    EXPECT_TRUE(Has(explain->out(), line)) << line << explain->out();
  }
  EXPECT_EQ(Names(container.ns().Path("/run")), Strings{});
}

struct Impossible {
  std::string name;
  std::string variable;
  std::string broken;  // a program of s6 that cannot run
  std::string named;
};

class OwnTreeImpossibleTest : public testing::TestWithParam<Impossible> {};

INSTANTIATE_TEST_SUITE_P(
    Because, OwnTreeImpossibleTest,
    testing::Values(
        Impossible{"NoRunDirectory", "HERMES_ENTRY_RUN_DIR=/proc/none", "",
                   "/proc/none"},
        Impossible{"ScanDiesAtOnce", "", "/usr/bin/s6-svscan", "s6-svscan"},
        Impossible{"NoSupervisor", "", "/usr/bin/s6-supervise",
                   "gateway-default"}),
    [](const testing::TestParamInfo<Impossible>& each) {
      return each.param.name;
    });

TEST_P(OwnTreeImpossibleTest, RunsInForegroundInSameProcessAndSaysSo) {
  Container container = UnderInitNamed("pause");
  if (!GetParam().broken.empty()) BreakProgram(&container, GetParam().broken);
  Strings variables = {kAlways, "GATEWAY_STOP_EXIT=6"};
  if (!GetParam().variable.empty()) variables.push_back(GetParam().variable);
  const auto entry = container.Start({"gateway", "run"}, variables);
  const GatewayStart gateway = container.WaitForGateway();
  EXPECT_EQ(gateway.pid, PidNamespace::InnerPid(*entry)) << entry->err();
  EXPECT_EQ(gateway.arguments, (Strings{"gateway", "run"}));
  EXPECT_TRUE(Has(entry->err(), "running it in the foreground instead"))
      << entry->err();
  EXPECT_TRUE(Has(entry->err(), GetParam().named)) << entry->err();
  EXPECT_FALSE(Has(entry->err(), "under s6 supervision")) << entry->err();
  // No process of the tree is left.
  EXPECT_EQ(container.processes().All(), (std::vector<pid_t>{1, gateway.pid}))
      << container.processes().Listing();
  entry->Signal(SIGTERM);
  EXPECT_EQ(entry->Wait(), 6) << entry->err();
}

TEST(OwnTreeRequireTest, FailsBelowAnotherPid1AndStartsNoTree) {
  Container container = UnderInitNamed("pause");
  const auto entry =
      container.Start({"gateway", "run"}, {"HERMES_GATEWAY_SUPERVISE=require"});
  EXPECT_EQ(entry->Wait(), 69) << entry->err();
  EXPECT_TRUE(container.GatewayStarts().empty());
  EXPECT_EQ(Names(container.ns().Path("/run")), Strings{});
}

// A foreign s6-svscan below the same PID 1 is neither used nor stopped.
TEST(OwnTreeNeighbourTest, LeavesForeignLiveScanDirectoryAlone) {
  Container container = UnderInitNamed("pause");
  ASSERT_EQ(container.ns().Call([] { return mkdir("/run/service", 0755); }), 0);
  const auto neighbour =
      container.Start({"/run/service"}, {}, 0, "/usr/bin/s6-svscan");
  ASSERT_TRUE(WaitUntil([&] {
    struct stat st;
    return stat(container.ns().Path("/run/service/.s6-svscan/control").c_str(),
                &st) == 0;
  }));
  const auto entry = container.Start({"gateway", "run"}, {kAlways});
  ASSERT_TRUE(entry->WaitForErr(kBreadcrumb)) << entry->err();
  ASSERT_NE(container.WaitForGateway().pid, -1);
  EXPECT_EQ(container.Slots(), Strings{});
  EXPECT_EQ(Names(container.ns().Path("/dev/shm/hermes-entry-10000/service")),
            (Strings{".s6-svscan", "dashboard", "gateway-default"}));
  // The commands still find the tree there.
  const Said said = Hermes(&container, {"gateway", "stop"}, kHermesUid);
  EXPECT_EQ(said.exit_code, 0) << said.err;
  entry->Signal(SIGTERM);
  EXPECT_EQ(entry->Wait(), 0);
  EXPECT_TRUE(neighbour->Running());
}

}  // namespace
}  // namespace hermes::fixture
