// Tests of what hermes-entry receives from and reports to a service manager:
// LISTEN_PID, LISTEN_FDS and NOTIFY_SOCKET.
#include <signal.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <stdexcept>
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

// Takes the place of a socket: hermes-entry passes descriptors on without
// looking at what they are.
constexpr char kHanded[] = "/etc/hosts";
// Returns a wrapper that opens descriptor 3 and executes its arguments.
const Strings& HandingOneSocket() {
  static const auto* const words =
      new Strings{"/bin/sh", "-c", "exec 3</etc/hosts; exec \"$0\" \"$@\""};
  return *words;
}
constexpr char kPrintHandedSocket[] =
    "echo self=$$ pid=$LISTEN_PID fds=$LISTEN_FDS id=$LISTEN_PIDFDID; "
    "readlink /proc/self/fd/3";

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(SocketActivationTest, SetsListenPidToPidOfForegroundCommand) {
  ContainerOptions options;
  options.wrapper = HandingOneSocket();
  options.arguments = {"sh", "-c", kPrintHandedSocket};
  options.variables = {"LISTEN_PID=1", "LISTEN_FDS=1", "LISTEN_PIDFDID=7"};
  Container container(options);
  ASSERT_EQ(container.init().Wait(), 0) << container.init().err();
  const std::string out = container.init().out();
  const std::string self = out.substr(5, out.find(' ') - 5);
  EXPECT_NE(self, "1") << out;
  EXPECT_EQ(out,
            "self=" + self + " pid=" + self + " fds=1 id=\n" + kHanded + "\n");
}

TEST(SocketActivationTest, LeavesListenPidOfAnotherProcessUnchanged) {
  ContainerOptions options;
  options.arguments = {"sh", "-c", "echo $LISTEN_PID $LISTEN_FDS"};
  options.variables = {"LISTEN_PID=77", "LISTEN_FDS=1"};
  Container container(options);
  ASSERT_EQ(container.init().Wait(), 0) << container.init().err();
  EXPECT_EQ(container.init().out(), "77 1\n");
}

TEST(SocketActivationTest, KeepsListenPidIfItExecsTheCommand) {
  ContainerOptions options;
  options.init = Init::kForeign;
  Container container(options);
  Command command;
  command.argv = {"/bin/sh", "-c",
                  "exec 3</etc/hosts; LISTEN_PID=$$ LISTEN_FDS=1 exec " +
                      std::string(kEntry) + " sh -c '" + kPrintHandedSocket +
                      "'"};
  command.environment = Container::EnvironmentWith({});
  const auto entry = container.Start(command);
  const std::string self = std::to_string(PidNamespace::InnerPid(*entry));
  ASSERT_EQ(entry->Wait(), 0) << entry->err();
  EXPECT_EQ(entry->out(),
            "self=" + self + " pid=" + self + " fds=1 id=\n" + kHanded + "\n");
}

// Returns the processes other than PID 1 that hold the socket, each as "PID as
// DESCRIPTOR".
Strings HoldersOfTheSocket(const Container& container) {
  Strings holders;
  for (const pid_t pid : container.processes().All()) {
    if (pid == 1) continue;
    const std::string fds =
        container.ns().Path("/proc/" + std::to_string(pid) + "/fd");
    for (const std::string& fd : Names(fds)) {
      char target[256] = {};
      if (readlink((fds + "/" + fd).c_str(), target, 255) <= 0) continue;
      if (target != std::string(kHanded)) continue;
      holders.push_back(std::to_string(pid) + " as " + fd);
    }
  }
  return holders;
}

// A slot that held a socket would keep it open without answering on it, and
// operators could not find out why.
TEST(SocketActivationTest, ClosesSocketsInSupervisionTreeAndSaysSo) {
  ContainerOptions options;
  // s6 opens descriptor 3 for itself, so hand over descriptor 4 as well.
  options.wrapper = {"/bin/sh", "-c",
                     "exec 3</etc/hosts 4</etc/hosts; exec \"$0\" \"$@\""};
  options.arguments = {"gateway", "run"};
  options.variables = {"LISTEN_PID=1", "LISTEN_FDS=2"};
  Container container(options);
  ASSERT_NE(container.WaitForGateway().pid, -1) << container.init().err();
  EXPECT_TRUE(Has(container.init().err(), "LISTEN_FDS"))
      << container.init().err();
  // A child of PID 1 holds the sockets until it executes its program.
  WaitUntil([&] { return HoldersOfTheSocket(container).empty(); });
  EXPECT_EQ(HoldersOfTheSocket(container), Strings());
}

// Receives what hermes-entry sends to NOTIFY_SOCKET.
class ServiceManager {
 public:
  ServiceManager()
      : name_("@hermes-entry-test-" + std::to_string(getpid())),
        fd_(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    memcpy(address.sun_path + 1, name_.data() + 1, name_.size() - 1);
    if (bind(fd_, reinterpret_cast<const sockaddr*>(&address),
             static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) +
                                    name_.size())) != 0) {
      throw std::runtime_error("bind");
    }
  }
  ~ServiceManager() { close(fd_); }
  ServiceManager(const ServiceManager&) = delete;
  ServiceManager& operator=(const ServiceManager&) = delete;

  std::string Variable() const { return "NOTIFY_SOCKET=" + name_; }
  const Strings& Notices() {
    char text[256];
    for (ssize_t n; (n = recv(fd_, text, sizeof text, 0)) > 0;) {
      notices_.emplace_back(text, static_cast<size_t>(n));
    }
    return notices_;
  }

 private:
  const std::string name_;
  const int fd_;
  Strings notices_;
};

class ServiceNoticeTest : public testing::TestWithParam<Init> {
 protected:
  void StartWith(const Strings& variables) {
    ContainerOptions options;
    options.init = GetParam();
    options.arguments = {"gateway", "run"};
    options.variables = variables;
    container_ = std::make_unique<Container>(options);
    if (GetParam() != Init::kOwn) {
      Strings more = variables;
      more.emplace_back("HERMES_GATEWAY_SUPERVISE=always");
      below_ = container_->Start(options.arguments, more);
    }
    ASSERT_NE(container_->WaitForGateway().pid, -1) << heartbeat().err();
  }
  Child& heartbeat() { return below_ ? *below_ : container_->init(); }

  std::unique_ptr<Container> container_;
  std::unique_ptr<Child> below_;
};

INSTANTIATE_TEST_SUITE_P(Mode, ServiceNoticeTest,
                         testing::Values(Init::kOwn, Init::kS6, Init::kForeign),
                         [](const testing::TestParamInfo<Init>& each)
                             -> std::string {
                           return each.param == Init::kOwn  ? "OwnInit"
                                  : each.param == Init::kS6 ? "S6"
                                                            : "OwnTree";
                         });

TEST_P(ServiceNoticeTest, SendsReadyWhenStartedAndStoppingOnTerm) {
  ServiceManager manager;
  StartWith({manager.Variable()});
  EXPECT_TRUE(WaitUntil([&] { return !manager.Notices().empty(); }))
      << heartbeat().err();
  EXPECT_EQ(manager.Notices(), Strings{"READY=1"});
  heartbeat().Signal(SIGTERM);
  EXPECT_EQ(heartbeat().Wait(), 0);
  EXPECT_EQ(manager.Notices(), (Strings{"READY=1", "STOPPING=1"}));
}

TEST_P(ServiceNoticeTest, WarnsAboutMissingSocketAndContinues) {
  StartWith({"NOTIFY_SOCKET=/mnt/nobody"});
  EXPECT_TRUE(heartbeat().WaitForErr("/mnt/nobody")) << heartbeat().err();
  heartbeat().Signal(SIGTERM);
  EXPECT_EQ(heartbeat().Wait(), 0);
}

// A foreground command notifies the service manager itself if it wants to.
TEST(ServiceNoticeForegroundTest, PassesNotifySocketToCommandAndSendsNothing) {
  ServiceManager manager;
  ContainerOptions options;
  options.arguments = {"sh", "-c", "echo $NOTIFY_SOCKET"};
  options.variables = {manager.Variable()};
  Container container(options);
  EXPECT_EQ(container.init().Wait(), 0);
  EXPECT_EQ("NOTIFY_SOCKET=" + container.init().out(),
            manager.Variable() + "\n");
  EXPECT_EQ(manager.Notices(), Strings{});
}

}  // namespace
}  // namespace hermes::fixture
