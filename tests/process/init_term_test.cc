// Tests of TERM at random instants of a boot. Each time, what the boot has
// started must end in order and the exit code must be the documented one. A
// lost signal shows as a container that keeps running.
//
// A failure prints its seed; set HERMES_TEST_SEED to it to repeat the run.
#include <signal.h>
#include <sys/types.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/pid_namespace.h"
#include "tests/process/processes.h"
#include "tests/process/volume.h"

namespace hermes::fixture {
namespace {

using std::chrono::microseconds;
using Strings = std::vector<std::string>;

constexpr char kRunning[] = R"({"desired_state":"running","updated_at":1})";
// Longer than a boot takes, so that some instants are after it.
constexpr int kLastInstantMicroseconds = 180000;
constexpr int kInstantsOfABatch = 15;

struct Boot {
  std::string name;
  Strings arguments;
  Init init;
  std::set<int> exit_codes;
  int batches;
};

// 300 instants in total.
const std::vector<Boot>& Boots() {
  static const auto* const boots = new std::vector<Boot>{
      {"Supervised", {"gateway", "run"}, Init::kOwn, {0}, 11},
      // The gateway's own code, or 128+15 if it did not yet handle TERM.
      {"Foreground",
       {"gateway", "run", "--no-supervise"},
       Init::kOwn,
       {6, 143},
       3},
      {"OtherCommand", {"sleep", "1000"}, Init::kOwn, {143}, 2},
      {"BelowAnotherPid1", {"gateway", "run"}, Init::kForeign, {0}, 4},
  };
  return *boots;
}

unsigned Seed() {
  const char* given = getenv("HERMES_TEST_SEED");
  static const unsigned seed =
      given == nullptr ? std::random_device{}()
                       : static_cast<unsigned>(strtoul(given, nullptr, 10));
  return seed;
}

struct Batch {
  Boot boot;
  int number;
};

std::vector<Batch> Batches() {
  std::vector<Batch> batches;
  for (const Boot& boot : Boots()) {
    for (int n = 0; n < boot.batches; ++n) batches.push_back({boot, n});
  }
  return batches;
}

// Two gateways, so that slots are still being created while the first one runs.
Container StartContainer(const Boot& boot) {
  ContainerOptions options =
      Volume().AddProfile("ann", kRunning).Boot(boot.arguments);
  options.init = boot.init;
  options.variables = {"GATEWAY_STOP_EXIT=6"};
  return Container(options);
}

class TermDuringBootTest : public testing::TestWithParam<Batch> {};

INSTANTIATE_TEST_SUITE_P(Of, TermDuringBootTest, testing::ValuesIn(Batches()),
                         [](const testing::TestParamInfo<Batch>& each) {
                           return each.param.boot.name +
                                  std::to_string(each.param.number);
                         });

// Returns true if the process has blocked TERM, which its first instructions
// do. Before that the kernel drops the signal or ends the process, whatever the
// program does.
bool TermIsBlocked(const Container& container, pid_t pid) {
  const std::string mask = container.processes().Status(pid, "SigBlk");
  return !mask.empty() &&
         (std::stoull(mask, nullptr, 16) >> (SIGTERM - 1) & 1) != 0;
}

TEST_P(TermDuringBootTest, EndsInOrderWithDocumentedCode) {
  const Boot& boot = GetParam().boot;
  std::seed_seq sequence{Seed(),
                         static_cast<unsigned>(GetParam().boot.name.size()),
                         static_cast<unsigned>(GetParam().number)};
  std::mt19937 random(sequence);
  std::uniform_int_distribution<int> instant(0, kLastInstantMicroseconds);
  for (int i = 0; i < kInstantsOfABatch; ++i) {
    const int delay = instant(random);
    SCOPED_TRACE("HERMES_TEST_SEED=" + std::to_string(Seed()) + ", TERM " +
                 std::to_string(delay) + " us after the start");
    Container container = StartContainer(boot);
    std::unique_ptr<Child> below;
    if (boot.init == Init::kForeign) {
      below = container.Start(boot.arguments,
                              {"HERMES_GATEWAY_SUPERVISE=always"}, kHermesUid);
    }
    Child& entry = below ? *below : container.init();
    const pid_t pid = below ? PidNamespace::InnerPid(*below) : 1;
    while (!TermIsBlocked(container, pid)) ASSERT_TRUE(entry.Running());
    std::this_thread::sleep_for(microseconds(delay));
    entry.Signal(SIGTERM);
    const int exit_code = entry.Wait();
    ASSERT_EQ(boot.exit_codes.count(exit_code), 1u)
        << exit_code << "\n"
        << entry.err() << container.processes().Listing();
    if (below) {
      EXPECT_EQ(container.processes().All(), std::vector<pid_t>{1})
          << container.processes().Listing();
    }
    // Each gateway that had started received TERM and was not killed.
    EXPECT_EQ(container.GatewaySignals(),
              std::vector<int>(container.GatewayStarts().size(), SIGTERM))
        << entry.err();
  }
}

}  // namespace
}  // namespace hermes::fixture
