// Tests of a container whose host lacks something, in each phase of its life.
// docs/reference.md has the table for operators; each row here is a cell of it.
// In every case, a stop ends everything within a bounded time.
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <cerrno>
#include <chrono>
#include <memory>
#include <ostream>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "gtest/gtest.h"
#include "tests/hostile/faults/blocked_output.h"
#include "tests/hostile/faults/descriptor_limit.h"
#include "tests/hostile/faults/fault_injector.h"
#include "tests/hostile/faults/faulty_tree.h"
#include "tests/hostile/faults/full_disk.h"
#include "tests/hostile/root/hostile_files.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/poll.h"
#include "tests/process/processes.h"

namespace hermes::fixture {
namespace {

// The result of a boot.
enum class Boot {
  kSupervised,
  kForeground,  // the gateway runs unsupervised; a line says why
  kEnds,        // hermes-entry ends with 126
};

// What the host lacks: system calls fail, the disks are full, or the output is
// not read.
struct Withheld {
  std::string name;
  std::vector<int> calls = {};
  int error = 0;
  bool hides_mounts = false;  // statx(2) does not report mount roots
  bool limit = false;         // RLIMIT_NOFILE allows no further descriptor
  bool disk = false;
  bool reader = false;
  Boot boot = Boot::kSupervised;
  // The result below another PID 1, where a run in the foreground is an exec.
  Boot boot_below = Boot::kSupervised;
  // The hermes user gets the data only because it is a mount point.
  bool data_is_mount = false;
};

// One more than stdin, stdout and stderr, for the scripted gateway.
constexpr int kFewDescriptors = 4;

void PrintTo(const Withheld& withheld, std::ostream* out) {
  *out << withheld.name;
}

const std::vector<int>& DescriptorCalls() {
  static const auto& calls = *new std::vector<int>{
      SYS_open,     SYS_openat,        SYS_openat2,       SYS_pipe,
      SYS_pipe2,    SYS_socket,        SYS_inotify_init1, SYS_signalfd4,
      SYS_eventfd2, SYS_epoll_create1, SYS_accept4,       SYS_dup};
  return calls;
}

std::string OwnName() {
  char name[16] = {};
  prctl(PR_GET_NAME, name);
  return name;
}

std::vector<Withheld> Everything() {
  return {
      {.name = "Processes",
       .calls = ForkCalls(),
       .error = EAGAIN,
       .boot = Boot::kEnds,
       .boot_below = Boot::kForeground},
      {.name = "Memory",
       .calls = ForkCalls(),
       .error = ENOMEM,
       .boot = Boot::kEnds,
       .boot_below = Boot::kForeground},
      {.name = "Descriptors",
       .calls = DescriptorCalls(),
       .error = EMFILE,
       .boot = Boot::kEnds,
       .boot_below = Boot::kForeground},
      {.name = "DescriptorLimit",
       .limit = true,
       .boot = Boot::kEnds,
       .boot_below = Boot::kForeground},
      {.name = "Inotify", .calls = {SYS_inotify_init1}, .error = EMFILE},
      {.name = "Statx",
       .calls = {SYS_statx},
       .error = ENOSYS,
       .data_is_mount = true},
      {.name = "MountRoots",
       .calls = {SYS_statx},
       .hides_mounts = true,
       .data_is_mount = true},
      {.name = "Disk",
       .disk = true,
       .boot = Boot::kForeground,
       .boot_below = Boot::kForeground},
      {.name = "Reader", .reader = true},
  };
}

class FaultTableTest
    : public testing::TestWithParam<std::tuple<Withheld, Parent>> {
 protected:
  const Withheld& withheld() const { return std::get<0>(GetParam()); }
  Parent parent() const { return std::get<1>(GetParam()); }

  void Start(bool withheld_from_the_start) {
    if (!withheld().calls.empty()) {
      injector_ = std::make_unique<FaultInjector>(withheld().calls);
    }
    if (withheld().reader) output_ = std::make_unique<BlockedOutput>();
    const bool limit = withheld_from_the_start && withheld().limit;
    if (withheld_from_the_start && !withheld().disk && !limit) Withhold();
    tree_ = std::make_unique<FaultyTree>(
        parent(), std::vector<std::string>{},
        [=, this] { Prepare(withheld_from_the_start); },
        limit ? kFewDescriptors : 0);
  }

  // Runs as root in the process that will be PID 1.
  void Prepare(bool withheld_from_the_start) const {
    if (withheld().data_is_mount) {
      PlantMount(kHome);
      PlantFile(std::string(kHome) + "/notes", 0, "");
    }
    if (injector_) injector_->Preparation()();
    if (output_) output_->Preparation()();
    if (!withheld().disk) return;
    MountSmallDisks();
    if (withheld_from_the_start) FillDisks();
  }

  void Withhold() {
    if (injector_) {
      // Spare the programs that are not tested: this program until it becomes
      // PID 1, the shell that acts as a foreign PID 1, and the scripted
      // gateway, which records its signals.
      injector_->Fail({.calls = withheld().calls,
                       .error = withheld().error,
                       .hides_mounts = withheld().hides_mounts,
                       .spared = {OwnName(), "sh", "hermes"}});
    }
    if (output_) output_->Block();
    if (withheld().limit) {
      ASSERT_EQ(tree_->container().ns().Call(
                    [] { return LimitDescriptors("hermes") > 0 ? 0 : 1; }),
                0);
    }
    if (withheld().disk) {
      ASSERT_EQ(tree_->container().ns().Call([] {
        FillDisks();
        return 0;
      }),
                0);
    }
  }

  void GiveBack() {
    if (injector_) injector_->Heal();
    if (output_) output_->Read();
    if (withheld().limit) {
      ASSERT_EQ(tree_->container().ns().Call([] {
        ReleaseDescriptors();
        return 0;
      }),
                0);
    }
    if (withheld().disk) {
      ASSERT_EQ(tree_->container().ns().Call([] {
        ReleaseDisks();
        return 0;
      }),
                0);
    }
  }

  std::string Err() { return tree_->container().init().err(); }

  void ExpectEnd(int exit_code) {
    EXPECT_EQ(tree_->Wait(), exit_code) << Err();
    EXPECT_TRUE(WaitUntil([&] { return tree_->IsEmpty(); }))
        << tree_->container().processes().Listing();
  }

  std::unique_ptr<FaultInjector> injector_;
  std::unique_ptr<BlockedOutput> output_;
  std::unique_ptr<FaultyTree> tree_;
};

INSTANTIATE_TEST_SUITE_P(
    Without, FaultTableTest,
    testing::Combine(testing::ValuesIn(Everything()),
                     testing::Values(Parent::kNone, Parent::kForeign)),
    [](const testing::TestParamInfo<FaultTableTest::ParamType>& each) {
      return std::get<0>(each.param).name +
             (std::get<1>(each.param) == Parent::kNone ? "AsPid1"
                                                       : "BelowPid1");
    });

TEST_P(FaultTableTest, BootsAsTableSays) {
  Start(/*withheld_from_the_start=*/true);
  const Boot expected =
      parent() == Parent::kNone ? withheld().boot : withheld().boot_below;
  if (expected == Boot::kEnds) return ExpectEnd(126);
  EXPECT_NE(tree_->container().WaitForGateway().pid, -1) << Err();
  if (injector_) {
    EXPECT_GT(injector_->failed(), 0);
  }
  EXPECT_EQ(
      Err().find("running it in the foreground instead") != std::string::npos,
      expected == Boot::kForeground)
      << Err();
  tree_->Stop();
  ExpectEnd(0);
}

// The gateway is killed during the fault, and runs again soon after the fault.
TEST_P(FaultTableTest, RestartsGatewayAfterFault) {
  Start(/*withheld_from_the_start=*/false);
  ASSERT_TRUE(tree_->IsUp()) << Err();
  Withhold();
  const pid_t first = tree_->gateway();
  tree_->container().ns().Signal(first, SIGKILL);
  // Long enough for several attempts to start it again.
  std::this_thread::sleep_for(std::chrono::seconds(3));
  EXPECT_NE(tree_->EntryPid(), -1) << Err();
  GiveBack();
  EXPECT_TRUE(WaitUntil(
      [&] { return tree_->container().WaitForGateway(first).pid != -1; },
      std::chrono::seconds(90)))
      << Err();
  tree_->Stop();
  ExpectEnd(0);
}

TEST_P(FaultTableTest, StopsInOrderDuringFault) {
  Start(/*withheld_from_the_start=*/false);
  ASSERT_TRUE(tree_->IsUp()) << Err();
  Withhold();
  tree_->Stop();
  ExpectEnd(0);
  EXPECT_EQ(tree_->container().GatewaySignals(), std::vector<int>{SIGTERM});
}

}  // namespace
}  // namespace hermes::fixture
