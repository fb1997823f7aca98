#include "gateway/diagnostics/loop_watchdog.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/post.hpp>
#include <cstddef>
#include <future>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gateway/command/exit_code.h"
#include "gateway/command/version.h"
#include "gateway/logging/rotating_file.h"
#include "gateway/logging/streams.h"
#include "gateway/loop/start_thread.h"

namespace hermes::gateway {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// The number of steps into which an interval is divided.
constexpr int kSteps = 6;
constexpr std::chrono::seconds kDiskPatience{5};

std::string DiagnosisOf(const FrozenLoop& loop) {
  const std::optional<ThreadReport> thread = ReportThread(loop.thread);
  std::vector<uint64_t> stack;
  if (thread.has_value() && thread->place.has_value()) {
    stack = StackAddresses(*thread->place);
  }
  return FormatFrozenLoop(WallNow(), loop, ReportThreads(), stack);
}

// Records in a thread that may be abandoned.
std::future<void> RecordInBackground(int home_fd, const FrozenLoop& loop) {
  std::promise<void> done;
  std::future<void> future = done.get_future();
  std::thread([home_fd, loop, done = std::move(done)]() mutable {
    const RotatingFile file = {"gateway-shutdown-watchdog.log",
                               size_t{256} * 1024, 1, 0600};
    const absl::Status recorded =
        AppendRotating(home_fd, file, DiagnosisOf(loop));
    if (!recorded.ok()) Complain(absl::StrCat(recorded.message()));
    done.set_value();
  }).detach();
  return future;
}

}  // namespace

LoopProbes::LoopProbes(const LoopPatience& patience)
    : interval_(std::max(patience.interval, milliseconds(1))),
      step_(std::max(interval_ / kSteps, milliseconds(1))),
      most_missed_(patience.most_missed),
      waited_(interval_) {}

LoopProbes::Step LoopProbes::Advance(milliseconds elapsed, bool answered) {
  waited_ += std::min(elapsed, 2 * step_);
  if (waited_ < interval_) return Step::kWait;
  waited_ = milliseconds(0);
  if (answered) {
    missed_ = 0;
    return Step::kAsk;
  }
  return ++missed_ < most_missed_ ? Step::kWait : Step::kFrozen;
}

LoopWatchdog::LoopWatchdog(boost::asio::io_context& io,
                           const LoopPatience& patience,
                           std::function<void(const FrozenLoop&)> on_frozen)
    : io_(io),
      loop_thread_(gettid()),
      on_frozen_(std::move(on_frozen)),
      thread_(StartThread<std::jthread>(
          [this, patience](const std::stop_token& stop) {
            Run(stop, patience);
          })) {}

void LoopWatchdog::Run(const std::stop_token& stop,
                       const LoopPatience& patience) const {
  LoopProbes probes(patience);
  // Shared with the probe, which may be answered after the watchdog is
  // destroyed.
  const auto answered = std::make_shared<std::atomic<bool>>(true);
  std::unique_lock<std::mutex> lock(mutex_);
  for (Clock::time_point last = Clock::now();;) {
    wake_.wait_for(lock, stop, probes.step(), [] { return false; });
    if (stop.stop_requested()) return;
    const Clock::time_point now = Clock::now();
    const auto elapsed = std::chrono::duration_cast<milliseconds>(now - last);
    last = now;
    switch (probes.Advance(elapsed, *answered)) {
      case LoopProbes::Step::kWait:
        break;
      case LoopProbes::Step::kAsk:
        *answered = false;
        boost::asio::post(io_, [answered] { *answered = true; });
        break;
      case LoopProbes::Step::kFrozen:
        on_frozen_({loop_thread_, patience.interval * patience.most_missed});
        return;
    }
  }
}

std::string FormatFrozenLoop(WallTime time, const FrozenLoop& loop,
                             const std::vector<ThreadReport>& threads,
                             const std::vector<uint64_t>& stack) {
  std::string text = absl::StrFormat(
      "=== %s pid %d hermes %s: the event loop in thread %d has not answered "
      "for %.1f s\n",
      FormatRfc3339(time), getpid(), kVersion, loop.thread,
      static_cast<double>(loop.silence.count()) / 1000);
  for (const ThreadReport& thread : threads) {
    absl::StrAppend(&text, FormatThread(thread), "\n");
  }
  for (const uint64_t address : stack) {
    absl::StrAppendFormat(&text, "  0x%x\n", address);
  }
  return text;
}

void EndFrozenProcess(int home_fd, const FrozenLoop& loop) {
  Complain(absl::StrFormat(
      "the event loop has not answered for %.1f s; ending with exit code %d "
      "to be started again (see logs/gateway-shutdown-watchdog.log)",
      static_cast<double>(loop.silence.count()) / 1000,
      static_cast<int>(kRestart)));
  try {
    RecordInBackground(home_fd, loop).wait_for(kDiskPatience);
  } catch (const std::system_error& e) {
    Complain(
        absl::StrCat("no diagnosis: no thread can be started: ", e.what()));
  }
  _exit(kRestart);
}

}  // namespace hermes::gateway
