// Tests of loggers below a real s6-svscan: what they touch, what they survive,
// and that they do not block the gateway.
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"
#include "shim/slot/service_directory.h"
#include "shim/slot/slot_control.h"
#include "tests/shim/slot/slot_tree.h"

namespace hermes {
namespace {

using fixture::Eventually;
using fixture::Exists;
using fixture::ProcessesIn;
using fixture::SlotPlace;
using fixture::SlotTree;

constexpr char kNoFile[] = "no file is written";

bool Register(SlotTree& tree) {
  return tree.control().Register(tree.place().Spec()).ok();
}

bool Start(SlotTree& tree) {
  return Register(tree) && tree.control().WantUp("gateway-default").ok() &&
         tree.AwaitLife(1) != 0;
}

size_t Count(const std::string& text, const std::string& what) {
  size_t count = 0;
  for (size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + what.size())) {
    ++count;
  }
  return count;
}

bool HasFlooded(const SlotTree& tree) {
  return Eventually([&] { return Exists(tree.place().orders() + "/flooded"); });
}

std::string LogDirectory(const std::string& home) {
  return home + "/logs/gateways/default";
}

// Returns the loggers that wait for the first output. Such a process is called
// `run`, the name under which s6 starts it.
std::vector<pid_t> WaitingLoggers(const SlotTree& tree) {
  return ProcessesIn("run", tree.place().scandir() + "/gateway-default/log");
}

TEST(LoggerTest, DoesNotTouchDataForIdleSlot) {
  SlotTree tree;
  ASSERT_TRUE(Register(tree));
  ASSERT_TRUE(Eventually([&] { return WaitingLoggers(tree).size() == 1; }));
  EXPECT_TRUE(std::filesystem::is_empty(tree.place().home()));
  tree.Stop();
  EXPECT_TRUE(std::filesystem::is_empty(tree.place().home()));
  EXPECT_EQ(tree.DockerLogs(), "");
}

// Runs `log/run` with an input that ends at once. Returns its exit code.
int LogNothing(const SlotPlace& place) {
  int input[2];
  if (pipe2(input, O_CLOEXEC) != 0) return -1;
  const pid_t pid = fork();
  if (pid == 0) {
    close(input[1]);
    dup2(input[0], STDIN_FILENO);
    if (chdir((place.scandir() + "/gateway-default/log").c_str()) != 0) {
      _exit(98);
    }
    const std::string home = "HERMES_HOME=" + place.home();
    execle("./run", "run", "gateway-default/log", nullptr,
           std::vector<const char*>{home.c_str(), "HERMES_ALLOW_ROOT_GATEWAY=1",
                                    nullptr}
               .data());
    _exit(97);
  }
  close(input[0]);
  close(input[1]);
  int status = 0;
  if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status)) return -1;
  return WEXITSTATUS(status);
}

TEST(LoggerTest, ExitsWithoutTraceIfInputEndsBeforeAnyOutput) {
  const SlotPlace place;
  ASSERT_TRUE(PublishSlot(place.scandir(), place.Spec()).ok());
  EXPECT_EQ(LogNothing(place), 0);
  EXPECT_TRUE(std::filesystem::is_empty(place.home()));
  EXPECT_FALSE(Exists(place.scandir() + "/gateway-default/data/logger"));
}

bool BlocksTerm(pid_t pid) {
  const std::string status =
      fixture::Slurp("/proc/" + std::to_string(pid) + "/status");
  const size_t at = status.find("SigBlk:\t");
  return at != std::string::npos &&
         (std::stoull(status.substr(at + 8), nullptr, 16) >> (SIGTERM - 1) &
          1) != 0;
}

TEST(LoggerTest, IgnoresTermWhileItWaitsForFirstOutput) {
  SlotTree tree;
  ASSERT_TRUE(Register(tree));
  ASSERT_TRUE(Eventually([&] { return WaitingLoggers(tree).size() == 1; }));
  const pid_t waiting = WaitingLoggers(tree).front();
  ASSERT_TRUE(Eventually([&] { return BlocksTerm(waiting); }));
  kill(waiting, SIGTERM);
  ASSERT_TRUE(tree.control().WantUp("gateway-default").ok());
  EXPECT_TRUE(Eventually([&] {
    return tree.LogFile().find("a line on stderr") != std::string::npos;
  }));
  // The same process, which has executed s6-log by now.
  EXPECT_TRUE(fixture::Alive(waiting));
  const std::vector<pid_t> loggers = ProcessesIn("s6-log", tree.place().home());
  ASSERT_EQ(loggers.size(), 1u);
  EXPECT_EQ(loggers.front(), waiting);
}

TEST(LoggerTest, WarnsOnceIfLogDirectoryCannotBeCreated) {
  SlotTree tree({}, 10000);
  std::filesystem::create_directory(tree.place().home() + "/logs");
  tree.Order("exit", "75");
  ASSERT_TRUE(fixture::AsUid(10000, [&] { return Start(tree); }));
  // The gateway starts three times; its only logger warns once.
  ASSERT_NE(tree.AwaitLife(3), 0);
  EXPECT_TRUE(Eventually(
      [&] { return Count(tree.DockerLogs(), "a line on stdout") >= 3; }));
  EXPECT_EQ(Count(tree.DockerLogs(), kNoFile), 1u) << tree.DockerLogs();
  EXPECT_EQ(
      ProcessesIn("s6-log", tree.place().scandir() + "/gateway-default/log")
          .size(),
      1u);
}

TEST(LoggerTest, LogsForTwoContainersOnOneVolume) {
  SlotTree first;
  ASSERT_TRUE(Start(first));
  ASSERT_TRUE(Eventually([&] { return !first.LogFile().empty(); }));
  SlotTree second({"HERMES_HOME=" + first.place().home()});
  ASSERT_TRUE(Start(second));
  EXPECT_TRUE(Eventually(
      [&] { return Count(second.DockerLogs(), "a line on stdout") == 1; }));
  EXPECT_EQ(Count(second.DockerLogs(), kNoFile), 1u) << second.DockerLogs();
  EXPECT_EQ(Count(first.DockerLogs(), kNoFile), 0u);
  for (const SlotTree* tree : {&first, &second}) {
    EXPECT_EQ(Count(tree->DockerLogs(), "fatal"), 0u) << tree->DockerLogs();
  }
  EXPECT_EQ(Count(first.LogFile(), "a line on stdout"), 1u);
}

TEST(LoggerTest, DoesNotBlockGatewayIfContainerLogIsNotRead) {
  int fds[2];
  ASSERT_EQ(pipe2(fds, O_CLOEXEC), 0);
  const UniqueFd unread(fds[0]);
  const UniqueFd output(fds[1]);
  SlotTree tree({}, 0, output.get());
  tree.Order("flood", "10");
  ASSERT_TRUE(Start(tree));
  EXPECT_TRUE(HasFlooded(tree));
  // The gateway still stops on request.
  ASSERT_TRUE(tree.control().WantDown("gateway-default").ok());
  EXPECT_TRUE(tree.control().WaitForEnd("gateway-default", 30000).ok());
  // s6-log blocks, because its output is not read. Its supervisor would wait
  // for it for ever.
  for (const pid_t logger : ProcessesIn("s6-log", tree.place().home())) {
    kill(logger, SIGKILL);
  }
}

TEST(LoggerTest, BoundsSizeOfLogFiles) {
  SlotTree tree;
  tree.Order("flood", "15");
  ASSERT_TRUE(Start(tree));
  ASSERT_TRUE(HasFlooded(tree));
  tree.Stop();
  uintmax_t bytes = 0;
  size_t archived = 0;
  for (const auto& file :
       std::filesystem::directory_iterator(LogDirectory(tree.place().home()))) {
    bytes += file.file_size();
    archived += file.path().filename().string().front() == '@' ? 1 : 0;
  }
  EXPECT_EQ(archived, 10u);
  EXPECT_LE(bytes, 11500000u);
  EXPECT_GE(bytes, 9000000u);
}

TEST(LoggerTest, DelaysRestartOfS6LogWithoutBlockingGateway) {
  SlotTree tree;
  ASSERT_TRUE(Start(tree));
  ASSERT_TRUE(Eventually([&] { return !tree.LogFile().empty(); }));
  kill(ProcessesIn("s6-log", tree.place().home()).front(), SIGKILL);
  // Writes more than the pipe can hold: if nothing read it, the gateway would
  // block.
  tree.Order("flood", "1");
  ASSERT_TRUE(tree.control().Restart("gateway-default").ok());
  EXPECT_TRUE(HasFlooded(tree));
  EXPECT_TRUE(Eventually([&] {
    return Count(tree.DockerLogs(), "its logger ended soon after its start") ==
           1;
  })) << tree.DockerLogs().substr(0, 2000);
  EXPECT_EQ(ProcessesIn("s6-log", tree.place().home()).size(), 0u);
  tree.Revoke("flood");
  // Produce output now and then, for longer than ten seconds.
  tree.Order("exit", "75");
  ASSERT_TRUE(tree.control().Restart("gateway-default").ok());
  EXPECT_TRUE(Eventually(
      [&] { return ProcessesIn("s6-log", tree.place().home()).size() == 1; }));
  EXPECT_EQ(Count(tree.DockerLogs(), "its logger ended soon"), 1u);
}

// Mounts a file system of 256 KiB at `path`, which only this test sees.
bool MountSmall(const std::string& path) {
  return unshare(CLONE_NEWNS) == 0 &&
         mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         mount("none", path.c_str(), "tmpfs", 0, "size=256k") == 0;
}

TEST(LoggerTest, KeepsContainerLogAndGatewayOnFullDisk) {
  const SlotPlace place;
  ASSERT_TRUE(MountSmall(place.home()));
  {
    SlotTree tree({"HERMES_HOME=" + place.home()});
    tree.Order("flood", "2");
    ASSERT_TRUE(Start(tree));
    EXPECT_TRUE(HasFlooded(tree));
    EXPECT_TRUE(Eventually([&] {
      return Count(tree.DockerLogs(), std::string(99, 'x') + "\n") == 20000;
    }));
    EXPECT_EQ(tree.Lives().size(), 1u);
    EXPECT_TRUE(fixture::Alive(tree.Lives().front()));
    // s6-log does not exit by itself while it has output that it cannot write.
    const Expected<void> removed = tree.control().Unregister("gateway-default");
    EXPECT_TRUE(removed.ok()) << Describe(removed.error());
  }
  EXPECT_EQ(umount2(place.home().c_str(), MNT_DETACH), 0);
}

TEST(LoggerTest, WarnsOnceIfDiskIsFullAtStart) {
  const SlotPlace place;
  ASSERT_TRUE(MountSmall(place.home()));
  fixture::Spill(place.home() + "/rest", std::string(1 << 20, 'x'));
  {
    SlotTree tree({"HERMES_HOME=" + place.home()});
    ASSERT_TRUE(Start(tree));
    EXPECT_TRUE(Eventually(
        [&] { return Count(tree.DockerLogs(), "a line on stdout") == 1; }));
    EXPECT_EQ(Count(tree.DockerLogs(), kNoFile), 1u) << tree.DockerLogs();
  }
  EXPECT_EQ(umount2(place.home().c_str(), MNT_DETACH), 0);
}

}  // namespace
}  // namespace hermes
