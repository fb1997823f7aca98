// Tests of what a boot writes and reads, and of what it puts into slots.
#include <fcntl.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
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

constexpr char kTrace[] = "/mnt/record/trace";
constexpr char kBreadcrumb[] = "under s6 supervision";

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

ContainerOptions GatewayRun() {
  ContainerOptions options;
  options.arguments = {"gateway", "run"};
  return options;
}

// Returns an strace wrapper. With -D the tracer is a separate process, so that
// hermes-entry stays PID 1.
Strings Traced(const Strings& options) {
  Strings words = {"/usr/bin/strace",
                   "-D",
                   "-f",
                   "-qq",
                   "-y",
                   "-s",
                   "300",
                   "-o",
                   kTrace,
                   "-e",
                   "signal=none"};
  words.insert(words.end(), options.begin(), options.end());
  return words;
}

Strings TraceLines(const Container& container) {
  Strings found;
  std::istringstream lines(ReadFile(container.ns().Path(kTrace)));
  for (std::string line; std::getline(lines, line);) found.push_back(line);
  return found;
}

Strings LinesWith(const Strings& lines, const std::string& part) {
  Strings found;
  for (const std::string& line : lines) {
    if (Has(line, part)) found.push_back(line);
  }
  return found;
}

void Require(bool done, const char* what) {
  if (done) return;
  perror(what);
  _exit(1);
}

// Leaves only the run directory and the data writable.
void MakeTheRestReadOnly() {
  for (const char* place : {kHome, kRecord}) {
    Require(mount("none", place, "tmpfs", 0, "mode=1777") == 0, place);
  }
  Require(chown(kHome, kHermesUid, kHermesUid) == 0, kHome);
  for (const char* place : {"/", "/mnt", "/tmp", "/dev/shm"}) {
    Require(mount(nullptr, place, nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY,
                  nullptr) == 0,
            place);
  }
}

// A call that tries to change anything else fails with EROFS and appears in the
// trace.
TEST(BootWritesTest, WritesOnlyToRunDirectoryAndData) {
  ContainerOptions options = GatewayRun();
  options.wrapper = Traced({"-e", "trace=%file,%desc", "-Z"});
  options.prepare = MakeTheRestReadOnly;
  Container container(options);
  ASSERT_TRUE(container.init().WaitForErr(kBreadcrumb))
      << container.init().err();
  ASSERT_NE(container.WaitForGateway().pid, -1);
  ASSERT_TRUE(WaitUntil(
      [&] { return container.SlotStatus("dashboard", "up") == "false"; }));
  const Strings lines = TraceLines(container);
  EXPECT_FALSE(LinesWith(lines, "ENOENT").empty()) << "nothing was traced";
  EXPECT_EQ(LinesWith(lines, "EROFS"), Strings{});
  // Prove that a write elsewhere fails with EROFS.
  EXPECT_EQ(container.ns().Call([] {
    return mkdir("/usr/elsewhere", 0755) != 0 && errno == EROFS ? 0 : 1;
  }),
            0);
}

// Counts PID 1's calls during a boot that concern the data. The breadcrumb is
// the last thing that a boot prints, so all calls precede it.
size_t CountDataCalls(int files) {
  ContainerOptions options = GatewayRun();
  options.wrapper = Traced({"-e", "trace=%file,%desc"});
  options.uid = kHermesUid;
  options.prepare = [files] {
    for (const char* directory : {"", "/workspace", "/skills", "/memories"}) {
      const std::string path = kHome + std::string(directory);
      std::filesystem::create_directories(path);
      Require(chown(path.c_str(), kHermesUid, kHermesUid) == 0, "chown");
      for (int i = 0; i < files / 4; ++i) {
        const std::string file = path + "/" + std::to_string(i) + ".md";
        const int fd = open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
        Require(fd >= 0, "open");
        close(fd);
      }
    }
  };
  Container container(options);
  EXPECT_TRUE(container.init().WaitForErr(kBreadcrumb))
      << container.init().err();
  EXPECT_NE(container.WaitForGateway().pid, -1);
  // Count only PID 1's calls: what its children do depends on their order.
  const Strings lines = LinesWith(TraceLines(container), kHome);
  return static_cast<size_t>(std::count_if(
      lines.begin(), lines.end(),
      [](const std::string& line) { return line.rfind("1 ", 0) == 0; }));
}

TEST(BootDataAccessTest, MakesAsManyCallsForTenThousandFilesAsForTwelve) {
  const size_t few = CountDataCalls(12);
  EXPECT_GT(few, 0u);
  EXPECT_EQ(CountDataCalls(10000), few);
}

class SlotProgramsTest : public testing::TestWithParam<Init> {};

INSTANTIATE_TEST_SUITE_P(Mode, SlotProgramsTest,
                         testing::Values(Init::kOwn, Init::kS6),
                         [](const testing::TestParamInfo<Init>& each) {
                           return each.param == Init::kOwn ? "OwnInit" : "S6";
                         });

TEST_P(SlotProgramsTest, AreLinksToElfFile) {
  ContainerOptions options = GatewayRun();
  options.init = GetParam();
  Container container(options);
  if (GetParam() == Init::kS6) {
    ASSERT_EQ(container.Start({"--entry-reconcile"})->Wait(), 0);
  } else {
    ASSERT_TRUE(container.init().WaitForErr(kBreadcrumb));
  }
  int programs = 0;
  const std::string scandir = container.ns().Path("/run/service");
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(scandir)) {
    const std::string name = entry.path().filename();
    if (name != "run" && name != "finish") continue;
    ++programs;
    EXPECT_TRUE(entry.is_symlink()) << entry.path();
    const std::string target = std::filesystem::read_symlink(entry.path());
    EXPECT_EQ(ReadFile(container.ns().Path(target)).substr(0, 4),
              "\x7f"
              "ELF")
        << target;
  }
  EXPECT_GE(programs, 3);
}

// Returns options with a hermes-entry that only root can execute, so that no
// slot could ever start.
ContainerOptions RootsOwnEntry() {
  ContainerOptions options = GatewayRun();
  options.entry = "/mnt/private/hermes-entry";
  options.prepare = [] {
    Require(mkdir("/mnt/private", 0755) == 0, "mkdir");
    std::filesystem::copy_file(kEntry, "/mnt/private/hermes-entry");
    Require(chmod("/mnt/private/hermes-entry", 0700) == 0, "chmod");
  };
  return options;
}

TEST(SlotTargetTest, NamesEntryThatSlotsCannotExecuteAndRunsInForeground) {
  ContainerOptions options = RootsOwnEntry();
  options.variables = {"GATEWAY_EXIT=5"};
  Container container(options);
  EXPECT_EQ(container.init().Wait(), 5);
  const std::string err = container.init().err();
  EXPECT_TRUE(Has(err, "/mnt/private/hermes-entry")) << err;
  EXPECT_TRUE(Has(err, "in the foreground instead")) << err;
  EXPECT_FALSE(Has(err, kBreadcrumb)) << err;
}

TEST(SlotTargetTest,
     ExitsWith69IfSlotsCannotExecuteEntryAndSupervisionIsRequired) {
  ContainerOptions options = RootsOwnEntry();
  options.variables = {"HERMES_GATEWAY_SUPERVISE=require"};
  Container container(options);
  EXPECT_EQ(container.init().Wait(), 69) << container.init().err();
  EXPECT_TRUE(Has(container.init().err(), "/mnt/private/hermes-entry"));
  EXPECT_TRUE(container.GatewayStarts().empty());
}

// A boot step that fails, the exit code of the container, and a text that the
// error message must contain.
struct Step {
  std::string name;
  uid_t uid;
  Strings variables;
  int exit_code;
  std::string message_part;
};

class BootStepTest : public testing::TestWithParam<Step> {};

INSTANTIATE_TEST_SUITE_P(
    Failing, BootStepTest,
    testing::Values(
        Step{"Identity", 0, {"HERMES_UID=0"}, 64, "HERMES_UID"},
        Step{"DataDirectory",
             4242,
             {"HERMES_HOME=/mnt/record/../bin"},
             77,
             "/mnt/record/../bin"},
        Step{"RunDirectory",
             kHermesUid,
             {"HERMES_ENTRY_RUN_DIR=/proc/none",
              "HERMES_GATEWAY_SUPERVISE=require"},
             73,
             "/proc/none"},
        Step{"Program", 0, {"HERMES_BIN=/mnt/none"}, 127, "/mnt/none"}),
    [](const testing::TestParamInfo<Step>& each) { return each.param.name; });

TEST_P(BootStepTest, ExitsWithStepsCodeAndNamesItInOneLine) {
  ContainerOptions options = GatewayRun();
  options.uid = GetParam().uid;
  options.variables = GetParam().variables;
  Container container(options);
  EXPECT_EQ(container.init().Wait(), GetParam().exit_code);
  const std::string err = container.init().err();
  EXPECT_EQ(err.rfind("hermes-entry: ", 0), 0u) << err;
  EXPECT_EQ(std::count(err.begin(), err.end(), '\n'), 1) << err;
  EXPECT_TRUE(Has(err, GetParam().message_part)) << err;
  EXPECT_TRUE(container.GatewayStarts().empty());
}

TEST(BootStepTest, RunsInForegroundWithoutRunDirectory) {
  ContainerOptions options = GatewayRun();
  options.variables = {"HERMES_ENTRY_RUN_DIR=/proc/none", "GATEWAY_EXIT=5"};
  options.uid = kHermesUid;
  Container container(options);
  EXPECT_EQ(container.init().Wait(), 5);
  const std::string err = container.init().err();
  EXPECT_EQ(std::count(err.begin(), err.end(), '\n'), 1) << err;
  EXPECT_TRUE(Has(err, "in the foreground instead")) << err;
}

// What the hermes uid can and cannot do to its own container.
TEST(HermesUidTest, EndsContainerByTermWithChosenCodeButNotByKill) {
  ContainerOptions options = GatewayRun();
  options.variables = {"HERMES_ENTRY_TERM_EXIT_CODE=143"};
  Container container(options);
  ASSERT_TRUE(container.init().WaitForErr(kBreadcrumb));
  const auto kill = [&](const std::string& option) {
    return container.Start({option, "1"}, {}, kHermesUid, "/bin/kill")->Wait();
  };
  EXPECT_EQ(kill("-KILL"), 0);
  EXPECT_TRUE(container.init().Running());
  EXPECT_EQ(kill("-TERM"), 0);
  EXPECT_EQ(container.init().Wait(), 143);
}

struct OldName {
  std::string name;
  std::string path;
};

class OldNameTest : public testing::TestWithParam<OldName> {
 protected:
  static ContainerOptions Options() {
    ContainerOptions options = GatewayRun();
    options.entry = GetParam().path;
    options.prepare = [] {
      const std::filesystem::path path = GetParam().path;
      std::filesystem::create_directories(path.parent_path());
      Require(symlink(kEntry, path.c_str()) == 0, "symlink");
      // The image has its own /etc/passwd, without a user named hermes.
      WriteFile("/mnt/passwd", "root:x:0:0:root:/root:/bin/sh\n");
      Require(
          mount("/mnt/passwd", "/etc/passwd", nullptr, MS_BIND, nullptr) == 0,
          "passwd");
    };
    return options;
  }
};

INSTANTIATE_TEST_SUITE_P(
    Of, OldNameTest,
    testing::Values(OldName{"Entrypoint", "/mnt/hermes/docker/entrypoint.sh"},
                    OldName{"MainWrapper",
                            "/mnt/hermes/docker/main-wrapper.sh"}),
    [](const testing::TestParamInfo<OldName>& each) {
      return each.param.name;
    });

TEST_P(OldNameTest, SupervisesAsPid1UnderItsOwnName) {
  Container container(Options());
  ASSERT_TRUE(container.init().WaitForErr(kBreadcrumb))
      << container.init().err();
  const GatewayStart gateway = container.WaitForGateway();
  ASSERT_NE(gateway.pid, -1) << container.init().err();
  EXPECT_EQ(container.processes().Arguments(1),
            (Strings{GetParam().path, "gateway", "run"}));
  EXPECT_EQ(container.processes().Status(gateway.pid, "Uid"),
            "10000\t10000\t10000\t10000");
  // The missing user is reported in one line.
  const std::string err = container.init().err();
  const size_t line = err.find("no user 'hermes'");
  EXPECT_NE(line, std::string::npos) << err;
  EXPECT_EQ(err.find("no user 'hermes'", line + 1), std::string::npos) << err;
}

TEST_P(OldNameTest, KeepsItsNameBelowAnotherInit) {
  ContainerOptions options = Options();
  options.init = Init::kS6;
  Container container(options);
  const auto entry =
      container.Start({"gateway", "run"}, {}, 0, GetParam().path);
  ASSERT_TRUE(entry->WaitForErr(kBreadcrumb)) << entry->err();
  ASSERT_NE(container.WaitForGateway().pid, -1);
  EXPECT_EQ(container.processes().Arguments(PidNamespace::InnerPid(*entry)),
            (Strings{GetParam().path, "gateway", "run"}));
}

}  // namespace
}  // namespace hermes::fixture
