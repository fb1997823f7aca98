// Tests of privileges below s6-overlay: root runs the tree, and the hermes user
// operates its slots. The hermes user, and so an agent's tools, must not become
// root through that, nor make root change root's own files.
#include <signal.h>
#include <sys/types.h>

#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/container/data_directory.h"
#include "tests/container/docker_container.h"
#include "tests/process/poll.h"

namespace hermes::fixture {
namespace {

using Strings = std::vector<std::string>;

constexpr char kSlot[] = "/run/service/gateway-default";
constexpr char kRoots[] = "/etc/only-roots";
constexpr char kRootsContent[] = "only for root\n";

// Runs a supervised gateway below the tests' stand-in for s6-overlay, in a
// container with a file that only root can read.
class PrivilegeTest : public testing::Test {
 protected:
  PrivilegeTest() : container_(Options(data_.Mounted()), {"gateway", "run"}) {}

  static Strings Options(Strings options) {
    const Strings published = Published();
    options.insert(options.end(), published.begin(), published.end());
    return options;
  }
  void SetUp() override {
    ASSERT_TRUE(container_.WaitForHealth()) << container_.Logs().err;
    const Output made =
        Root("umask 077; printf \"only for root\\n\" >" + std::string(kRoots));
    ASSERT_EQ(made.exit_code, 0) << made.err;
  }
  Output Root(const std::string& script) const {
    return container_.ExecAs("root", {"sh", "-c", script});
  }
  Output Hermes(const std::string& script) const {
    return container_.ExecAs("hermes", {"sh", "-c", script});
  }
  // Expects that the mode, owner and content of root's file have not changed.
  void ExpectRootsFileUntouched() const {
    EXPECT_EQ(Root(std::string("stat -c '%a %u %g' ") + kRoots).out,
              "600 0 0\n");
    EXPECT_EQ(Root(std::string("cat ") + kRoots).out, kRootsContent);
  }
  // Kills the gateway, so that s6-supervise executes `finish` and `run` again.
  // Returns true if the gateway starts again.
  bool NextLife() const {
    const pid_t gateway = container_.WaitForGateway().pid;
    if (gateway == -1 || kill(gateway, SIGKILL) != 0) return false;
    return container_.WaitForGateway(gateway).pid != -1;
  }
  void ExpectGatewaysAreHermes() const {
    for (const ContainerProcess& process :
         container_.WithArguments("gateway run --replace")) {
      EXPECT_EQ(process.uid, 10000u) << process.arguments;
    }
  }

  DataDirectory data_;
  DockerContainer container_;
};

// Searches the whole tree and the files of s6-overlay.
TEST_F(PrivilegeTest, HermesCanWriteOnlyRecordsAndControlFifos) {
  std::set<std::string> allowed;
  for (const std::string slot : {kSlot, "/run/service/gateway-default/log"}) {
    allowed.insert(slot + "/event");
    allowed.insert(slot + "/supervise/control");
  }
  const std::string records = std::string(kSlot) + "/data";
  std::istringstream found(
      Hermes(
          "find /run/service /run/s6 /package /command /init /etc/cont-init.d"
          " ! -type l -writable 2>/dev/null")
          .out);
  int records_found = 0;
  std::string path;
  while (std::getline(found, path)) {
    if (path.rfind(records, 0) == 0) {
      ++records_found;
    } else {
      EXPECT_EQ(allowed.count(path), 1u) << path;
    }
  }
  EXPECT_GT(records_found, 0);  // find has searched data/
}

TEST_F(PrivilegeTest, OnlyRootCanReadVariablesOfCommand) {
  const std::string file = std::string(kSlot) + "/environment";
  EXPECT_EQ(Root("stat -c '%a %u' " + file).out, "600 0\n");
  EXPECT_NE(Hermes("cat " + file).exit_code, 0);
}

TEST_F(PrivilegeTest, HermesCannotAddOrReplaceSlots) {
  for (const std::string script :
       {"mkdir /run/service/evil", "ln -s /opt/data /run/service/evil",
        "mv /run/service/gateway-default /run/service/other",
        "ln -sf /opt/data/evil /run/service/gateway-default/run",
        "rm -r /run/service/gateway-default/supervise",
        "mkdir /run/service/gateway-default/env",
        "touch /run/service/gateway-default/down",
        "ln -sf /opt/data/evil /run/service/.s6-svscan/SIGHUP",
        "s6-svscanctl -a /run/service"}) {
    EXPECT_NE(Hermes(script).exit_code, 0) << script;
  }
  EXPECT_EQ(container_.Exec({"ls", "/run/service"}).out, "gateway-default\n");
}

TEST_F(PrivilegeTest, HermesCannotStartSlotForNewProfile) {
  data_.Write("profiles/evil/SOUL.md", "x");
  const Output started =
      container_.ExecAs("hermes", {"hermes", "-p", "evil", "gateway", "start"});
  EXPECT_EQ(started.exit_code, 77) << started.err;
  EXPECT_EQ(container_.Exec({"ls", "/run/service"}).out, "gateway-default\n");
}

// Replaces each record with a link to root's file before `run` and `finish`
// read or write it again.
TEST_F(PrivilegeTest, RecordsThatAreLinksDoNotAffectRootsFiles) {
  const Output linked = Hermes(
      "cd /run/service/gateway-default/data && for name in asks deaths failed "
      "foreground logger pid slot state takeover; do rm -f $name && "
      "ln -s /etc/only-roots $name; done");
  ASSERT_EQ(linked.exit_code, 0) << linked.err;
  const pid_t gateway = container_.WaitForGateway().pid;
  ASSERT_EQ(kill(gateway, SIGKILL), 0);
  ASSERT_TRUE(WaitUntil([&] {
    const auto running = container_.WithArguments("gateway run --replace");
    return running.empty() || running[0].pid != gateway;
  }));
  Hermes("s6-svc -u /run/service/gateway-default");
  Hermes("s6-svc -r /run/service/gateway-default/log");
  ExpectRootsFileUntouched();
  ExpectGatewaysAreHermes();
  EXPECT_EQ(
      (container_.Logs().out + container_.Logs().err).find("only for root"),
      std::string::npos);
}

// Without records nothing in data/ shows what kind of slot it is. The slot's
// directory, which belongs to root, still does, so root's supervisors start no
// other command in it.
TEST_F(PrivilegeTest, SlotWithoutRecordsStartsNoOtherCommand) {
  const Output emptied = Hermes("rm -rf /run/service/gateway-default/data/*");
  ASSERT_EQ(emptied.exit_code, 0) << emptied.err;
  const pid_t gateway = container_.WaitForGateway().pid;
  ASSERT_EQ(kill(gateway, SIGKILL), 0);
  const auto another_command = [this] {
    return container_.Logs().err.find("unknown command") != std::string::npos;
  };
  ASSERT_TRUE(WaitUntil([&] {
    const auto running = container_.WithArguments("gateway run --replace");
    return another_command() || (!running.empty() && running[0].pid != gateway);
  })) << container_.Logs().err;
  EXPECT_FALSE(another_command()) << container_.Logs().err;
  ExpectGatewaysAreHermes();
}

// The hermes user can restart the logger, which then must not change the owner
// or the mode of another directory as root.
TEST_F(PrivilegeTest, ReplacedLogDirectoryLeavesItsTargetUnchanged) {
  const std::string etc = "stat -c '%a %u %g %Y' /etc";
  const std::string before = Root(etc).out;
  const Output swapped = Hermes(
      "mv /opt/data/logs/gateways/default /opt/data/logs/old && "
      "ln -s /etc /opt/data/logs/gateways/default && "
      "s6-svc -k /run/service/gateway-default/log");
  ASSERT_EQ(swapped.exit_code, 0) << swapped.err;
  EXPECT_TRUE(NextLife()) << container_.Logs().err;
  EXPECT_EQ(Root(etc).out, before);
  EXPECT_EQ(Root("ls /etc/current /etc/lock").out, "");
  ExpectRootsFileUntouched();
}

// At a boot root reads the data with no more rights than the data's owner has.
TEST_F(PrivilegeTest, BootFollowsNoLinkInDataToRootsFiles) {
  const Output linked = Hermes(
      "cd /opt/data && for name in gateway_state.json gateway.pid "
      "processes.json logs/container-boot.log; do rm -f $name && "
      "ln -s /etc/only-roots $name; done");
  ASSERT_EQ(linked.exit_code, 0) << linked.err;
  ASSERT_EQ(Docker({"restart", "-t", "60", container_.id()}).exit_code, 0);
  EXPECT_NE(container_.WaitForGateway().pid, -1) << container_.Logs().err;
  ExpectRootsFileUntouched();
  ExpectGatewaysAreHermes();
}

// For every command that an operator can send with s6-svc, the slot starts only
// programs that root has installed in it, as the hermes user.
TEST_F(PrivilegeTest, EveryOrderToSlotStartsOnlyProcessesOfHermes) {
  for (const std::string order :
       {"-d", "-u", "-r", "-k", "-h", "-t", "-D", "-U", "-i", "-o"}) {
    EXPECT_EQ(Hermes("s6-svc " + order + " " + kSlot).exit_code, 0) << order;
    ExpectGatewaysAreHermes();
  }
  EXPECT_EQ(Hermes(std::string("s6-svc -U ") + kSlot).exit_code, 0);
  EXPECT_NE(container_.WaitForGateway().pid, -1) << container_.Logs().err;
  ExpectGatewaysAreHermes();
}

}  // namespace
}  // namespace hermes::fixture
