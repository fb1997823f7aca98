// Tests in an s6-overlay image: root's s6-svscan is PID 1, and boot scripts and
// services get no environment except the one in /run/s6/container_environment.
#include <fcntl.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <sstream>
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

constexpr char kSlot[] = "/run/service/gateway-default";
constexpr char kRunning[] = R"({"desired_state":"running","updated_at":1})";

void Require(bool done, const char* what) {
  if (done) return;
  perror(what);
  _exit(1);
}

// Creates what s6-overlay's init leaves before it runs boot scripts.
void KeepContainerEnvironment(const Strings& variables) {
  const std::string directory = "/run/s6/container_environment";
  std::filesystem::create_directories(directory);
  for (const std::string& variable : variables) {
    const size_t end = variable.find('=');
    WriteFile(directory + "/" + variable.substr(0, end),
              variable.substr(end + 1));
  }
}

ContainerOptions Overlay(const Strings& kept) {
  ContainerOptions options;
  options.init = Init::kS6;
  options.prepare = [kept] {
    const std::string state = std::string(kHome) + "/gateway_state.json";
    WriteFile(state, kRunning);
    Require(chown(state.c_str(), kHermesUid, kHermesUid) == 0, "chown");
    Require(chmod(kHome, 0777) == 0, "chmod");
    if (!kept.empty()) KeepContainerEnvironment(kept);
  };
  return options;
}

// Runs --entry-reconcile as a boot script does, with `environment` and nothing
// else.
std::unique_ptr<Child> ReconcileWith(Container& container,
                                     const Strings& environment) {
  Command command;
  command.argv = {kEntry, "--entry-reconcile"};
  command.environment = environment;
  return container.Start(command);
}

struct EnvironmentCase {
  std::string name;
  Strings kept;   // in /run/s6/container_environment
  Strings given;  // to the boot script
};

class BootScriptTest : public testing::TestWithParam<EnvironmentCase> {};

INSTANTIATE_TEST_SUITE_P(
    Environment, BootScriptTest,
    testing::Values(EnvironmentCase{"KeptByTheInit",
                                    {"HERMES_UID=1234", "HERMES_GID=4321"},
                                    {"HERMES_UID=77"}},
                    EnvironmentCase{"GivenToTheScript",
                                    {},
                                    {"HERMES_UID=1234", "HERMES_GID=4321"}}),
    [](const testing::TestParamInfo<EnvironmentCase>& each) {
      return each.param.name;
    });

TEST_P(BootScriptTest, RunsGatewayWithContainersIdsAndEnvironment) {
  Strings all = Container::EnvironmentWith({"LINES=one\ntwo", "EMPTY="});
  const bool kept = !GetParam().kept.empty();
  Strings for_init;
  Strings for_script = {"PATH=/usr/bin:/bin"};
  Strings& whose = kept ? for_init : for_script;
  whose.insert(whose.end(), all.begin() + 1, all.end());
  for_init.insert(for_init.end(), GetParam().kept.begin(),
                  GetParam().kept.end());
  for_script.insert(for_script.end(), GetParam().given.begin(),
                    GetParam().given.end());
  Container container(Overlay(for_init));
  const auto reconcile = ReconcileWith(container, for_script);
  ASSERT_EQ(reconcile->Wait(), 0) << reconcile->err();
  const GatewayStart gateway = container.WaitForGateway();
  ASSERT_NE(gateway.pid, -1) << reconcile->err() << container.init().err();
  const Processes processes = container.processes();
  EXPECT_EQ(processes.Status(gateway.pid, "Uid"), "1234\t1234\t1234\t1234");
  EXPECT_EQ(processes.Status(gateway.pid, "Gid"), "4321\t4321\t4321\t4321");
  const Strings seen = processes.Environment(gateway.pid);
  for (const char* entry : {"LINES=one\ntwo", "EMPTY=", "HERMES_UID=1234"}) {
    EXPECT_EQ(std::count(seen.begin(), seen.end(), entry), 1) << entry;
  }
}

// The root directory of an s6-overlay image. It has the host's programs and an
// /init that does the relevant part of the real one: it keeps the environment,
// becomes s6-svscan, and runs its arguments below that.
constexpr char kRoot[] = "/mnt/root";

void Bind(const std::string& directory) {
  const std::string inside = kRoot + directory;
  std::filesystem::create_directories(inside);
  Require(mount(directory.c_str(), inside.c_str(), nullptr, MS_BIND | MS_REC,
                nullptr) == 0,
          inside.c_str());
}

void MakeImageWithInit() {
  Require(mkdir(kRoot, 0755) == 0, kRoot);
  Require(mount("none", kRoot, "tmpfs", 0, "mode=755") == 0, kRoot);
  for (const char* directory : {"/usr", "/etc", "/proc", "/dev", "/run",
                                "/mnt/bin", "/mnt/libexec", kHome, kRecord}) {
    Bind(directory);
  }
  for (const char* link : {"bin", "sbin", "lib", "lib64"}) {
    Require(symlink(("usr/" + std::string(link)).c_str(),
                    (std::string(kRoot) + "/" + link).c_str()) == 0,
            link);
  }
  std::filesystem::create_directories(std::string(kRoot) +
                                      "/package/admin/s6-overlay-3.2.0.0");
  std::filesystem::create_directories(std::string(kRoot) +
                                      "/opt/hermes/docker");
  for (const char* name : {"entrypoint.sh", "main-wrapper.sh"}) {
    const std::string link = std::string(kRoot) + "/opt/hermes/docker/" + name;
    Require(symlink(kEntry, link.c_str()) == 0, name);
  }
  const std::string init = std::string(kRoot) + "/init";
  WriteFile(init,
            "#!/bin/sh\n"
            "test $$ = 1 || { echo 'can only run as pid 1' >&2; exit 100; }\n"
            "printf '%s\\n' \"$@\" > /mnt/record/init-arguments\n"
            "mkdir -p /run/service\n"
            "( until s6-svscanctl -a /run/service 2>/dev/null; do :; done\n"
            "  exec \"$@\" ) &\n"
            "exec /usr/bin/s6-svscan /run/service\n");
  Require(chmod(init.c_str(), 0755) == 0, "chmod");
}

struct Start {
  std::string name;
  Strings command;    // of the container, in kRoot
  Strings init_gets;  // arguments that /init receives
};

class BeforeInitTest : public testing::TestWithParam<Start> {};

INSTANTIATE_TEST_SUITE_P(
    As, BeforeInitTest,
    testing::Values(
        Start{"Entrypoint",
              {kEntry, "gateway", "run"},
              {kEntry, "gateway", "run"}},
        Start{"OldEntrypoint",
              {"/opt/hermes/docker/entrypoint.sh", "gateway", "run"},
              {"/opt/hermes/docker/entrypoint.sh", "gateway", "run"}},
        Start{"NestedInit",
              {kEntry, "/init", "hermes-entry", "gateway", "run"},
              {kEntry, "/init", "hermes-entry", "gateway", "run"}},
        Start{"CommandOfInit",
              {"/init", "/opt/hermes/docker/main-wrapper.sh", "gateway", "run"},
              {"/opt/hermes/docker/main-wrapper.sh", "gateway", "run"}}),
    [](const testing::TestParamInfo<Start>& each) { return each.param.name; });

TEST_P(BeforeInitTest, SupervisesGatewayOnlyInTreeOfThatInit) {
  ContainerOptions options;
  options.wrapper = {"/usr/sbin/chroot", kRoot};
  options.entry = GetParam().command[0];
  options.arguments = {GetParam().command.begin() + 1,
                       GetParam().command.end()};
  options.prepare = MakeImageWithInit;
  Container container(options);
  ASSERT_TRUE(container.init().WaitForErr("under s6 supervision"))
      << container.init().err() << container.processes().Listing();
  const GatewayStart gateway = container.WaitForGateway();
  ASSERT_NE(gateway.pid, -1) << container.init().err();
  std::string expected;
  for (const std::string& word : GetParam().init_gets) expected += word + "\n";
  EXPECT_EQ(ReadFile(container.ns().Path("/mnt/record/init-arguments")),
            expected);
  const Processes processes = container.processes();
  EXPECT_EQ(processes.Arguments(1)[0], "/usr/bin/s6-svscan");
  EXPECT_EQ(processes.WithComm("s6-svscan"), std::vector<pid_t>{1});
  // The heartbeat keeps the name that it was called by.
  EXPECT_EQ(processes.WithArguments(GetParam().init_gets).size(), 1u)
      << processes.Listing();
}

// A tree that belongs to root, with a running slot that the hermes uid may
// operate.
class RootsTreeTest : public testing::Test {
 protected:
  RootsTreeTest() : container_(Overlay({})) {
    const auto reconcile = ReconcileWith(
        container_,
        Container::EnvironmentWith(
            {"GATEWAY_PRINT=a line", "API_SERVER_KEY=the-secret-of-it"}));
    EXPECT_EQ(reconcile->Wait(), 0) << reconcile->err();
    first_ = container_.WaitForGateway();
  }

  // Runs `attempt` as the hermes uid, as an agent would. Returns true if it
  // succeeded.
  bool AsHermes(const std::function<bool()>& attempt) const {
    return container_.ns().Call([&attempt] {
      Require(setresgid(kHermesUid, kHermesUid, kHermesUid) == 0, "setresgid");
      Require(setresuid(kHermesUid, kHermesUid, kHermesUid) == 0, "setresuid");
      return attempt() ? 0 : 1;
    }) == 0;
  }
  int Svc(const std::string& option) {
    return container_.Start({option, kSlot}, {}, kHermesUid, "/usr/bin/s6-svc")
        ->Wait();
  }
  // Returns the names of root's processes.
  std::vector<std::string> RootsProcesses() const {
    std::vector<std::string> names;
    const Processes processes = container_.processes();
    for (const pid_t pid : processes.All()) {
      if (processes.Status(pid, "Uid").rfind("0\t", 0) == 0) {
        names.push_back(processes.Comm(pid));
      }
    }
    return names;
  }

  Container container_;
  GatewayStart first_;
};

TEST_F(RootsTreeTest, KeepsHermesFromChangingWhatRootExecutesOrReads) {
  struct Attempt {
    const char* what;
    std::function<bool()> act;
  };
  const std::string slot = kSlot;
  const auto creates = [](const std::string& path) {
    return open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0755) >= 0;
  };
  const std::vector<Attempt> attempts = {
      {"a slot of its own",
       [] { return mkdir("/run/service/gateway-evil", 0755) == 0; }},
      {"a rename of the slot",
       [&] { return rename(kSlot, "/run/service/.away") == 0; }},
      {"another run", [&] { return unlink((slot + "/run").c_str()) == 0; }},
      {"another finish",
       [&] { return unlink((slot + "/finish").c_str()) == 0; }},
      {"another log/run",
       [&] { return unlink((slot + "/log/run").c_str()) == 0; }},
      {"a file in the slot", [&] { return creates(slot + "/timeout-up"); }},
      {"a file next to the logger's run",
       [&] { return creates(slot + "/log/down"); }},
      {"another environment",
       [&] { return unlink((slot + "/environment").c_str()) == 0; }},
      {"writing the environment",
       [&] {
         return open((slot + "/environment").c_str(), O_WRONLY | O_CLOEXEC) >=
                0;
       }},
      {"reading the environment",
       [&] {
         return open((slot + "/environment").c_str(), O_RDONLY | O_CLOEXEC) >=
                0;
       }},
      {"a link where root writes its status",
       [&] {
         return symlink("/mnt/victim",
                        (slot + "/supervise/status.new").c_str()) == 0;
       }},
      {"another directory in place of data",
       [&] {
         return rename((slot + "/data").c_str(), (slot + "/.data").c_str()) ==
                0;
       }},
      {"an order to s6-svscan",
       [] {
         return open("/run/service/.s6-svscan/control",
                     O_WRONLY | O_NONBLOCK | O_CLOEXEC) >= 0;
       }},
      {"s6-svscan's own scripts",
       [&] { return creates("/run/service/.s6-svscan/SIGTERM"); }},
  };
  for (const Attempt& attempt : attempts) {
    EXPECT_FALSE(AsHermes(attempt.act)) << attempt.what;
  }
  // The hermes uid may operate its slot.
  EXPECT_EQ(Svc("-r"), 0);
}

// Every record of the slot is replaced by a link to a file of root's, and the
// log directory by a link to a directory of root's. Restarts must leave both as
// they are.
TEST_F(RootsTreeTest, DoesNotFollowLinksOfHermesAsRoot) {
  ASSERT_NE(first_.pid, -1) << container_.init().err();
  ASSERT_EQ(container_.ns().Call([] {
    Require(mkdir("/mnt/victim", 0755) == 0, "victim");
    Require(mkdir("/mnt/victim/logs", 0755) == 0, "logs");
    WriteFile("/mnt/victim/file", "root's");
    return chmod("/mnt/victim/file", 0600);
  }),
            0);
  const auto victim = [&] {
    std::string text = ReadFile(container_.ns().Path("/mnt/victim/file"));
    for (const char* path :
         {"/mnt/victim", "/mnt/victim/file", "/mnt/victim/logs"}) {
      struct stat st;
      if (lstat(container_.ns().Path(path).c_str(), &st) != 0) return text;
      text += " " + std::to_string(st.st_uid) + " " +
              std::to_string(st.st_mode) + " " +
              std::to_string(st.st_ctim.tv_nsec);
    }
    return text;
  };
  const std::string before = victim();
  ASSERT_TRUE(AsHermes([] {
    bool done = true;
    for (const char* record : {"pid", "state", "deaths", "asks", "takeover",
                               "failed", "foreground", "restart", "logger"}) {
      const std::string path = kSlot + std::string("/data/") + record;
      unlink(path.c_str());
      done = symlink("/mnt/victim/file", path.c_str()) == 0 && done;
    }
    const std::string logs = std::string(kHome) + "/logs/gateways/default";
    std::filesystem::remove_all(logs);
    std::filesystem::create_directories(
        std::filesystem::path(logs).parent_path());
    return symlink("/mnt/victim/logs", logs.c_str()) == 0 && done;
  }));
  // Restart the logger once and the gateway twice.
  ASSERT_EQ(container_
                .Start({"-k", std::string(kSlot) + "/log"}, {}, kHermesUid,
                       "/usr/bin/s6-svc")
                ->Wait(),
            0);
  ASSERT_EQ(Svc("-r"), 0);
  const GatewayStart second = container_.WaitForGateway(first_.pid);
  ASSERT_NE(second.pid, -1) << container_.init().err();
  container_.ns().Signal(second.pid, SIGKILL);
  const GatewayStart third = container_.WaitForGateway(second.pid);
  ASSERT_NE(third.pid, -1) << container_.init().err();
  EXPECT_EQ(victim(), before);
  EXPECT_EQ(container_.processes().Status(third.pid, "Uid"),
            "10000\t10000\t10000\t10000");
  for (const std::string& name : RootsProcesses()) {
    EXPECT_EQ(name.rfind("s6-sv", 0) == 0 || name.rfind("s6-su", 0) == 0, true)
        << name;
  }
}

// Traces system calls: in the data, a slot's program creates nothing and
// changes no mode before it has dropped root, and it never changes an owner.
TEST(RootsSlotTest, ChangesNothingInDataAsRoot) {
  constexpr char kTrace[] = "/mnt/record/trace";
  ContainerOptions options = Overlay({});
  options.wrapper = {"/usr/bin/strace",
                     "-D",
                     "-f",
                     "-qq",
                     "-y",
                     "-o",
                     kTrace,
                     "-e",
                     "signal=none",
                     "-e",
                     "trace=mkdir,mkdirat,chown,lchown,fchown,fchownat,chmod,"
                     "fchmod,fchmodat,setresuid,execve"};
  Container container(options);
  const auto reconcile = ReconcileWith(
      container, Container::EnvironmentWith({"GATEWAY_PRINT=a line"}));
  ASSERT_EQ(reconcile->Wait(), 0) << reconcile->err();
  const GatewayStart gateway = container.WaitForGateway();
  ASSERT_NE(gateway.pid, -1) << container.init().err();
  container.ns().Signal(gateway.pid, SIGKILL);
  ASSERT_NE(container.WaitForGateway(gateway.pid).pid, -1);
  const std::string log = std::string(kHome) + "/logs/gateways/default/current";
  ASSERT_TRUE(
      WaitUntil([&] { return !ReadFile(container.ns().Path(log)).empty(); }));
  std::istringstream lines(ReadFile(container.ns().Path(kTrace)));
  Strings unprivileged;  // pids
  int slot_programs = 0;
  int changes_in_data = 0;
  for (std::string line; std::getline(lines, line);) {
    const std::string pid = line.substr(0, line.find(' '));
    if (line.find("setresuid(10000") != std::string::npos) {
      unprivileged.push_back(pid);
      ++slot_programs;
    }
    const bool changes = line.find(" mk") != std::string::npos ||
                         line.find("chown") != std::string::npos ||
                         line.find("chmod") != std::string::npos;
    if (!changes || line.find(kHome) == std::string::npos) continue;
    ++changes_in_data;
    EXPECT_NE(std::find(unprivileged.begin(), unprivileged.end(), pid),
              unprivileged.end())
        << line;
    EXPECT_EQ(line.find("chown"), std::string::npos) << line;
  }
  // The trace contains run, finish and log/run.
  EXPECT_GE(slot_programs, 3);
  EXPECT_GT(changes_in_data, 0);  // the logger's directory
}

}  // namespace
}  // namespace hermes::fixture
