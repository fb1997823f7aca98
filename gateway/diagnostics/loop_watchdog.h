#ifndef GATEWAY_DIAGNOSTICS_LOOP_WATCHDOG_H_
#define GATEWAY_DIAGNOSTICS_LOOP_WATCHDOG_H_

#include <sys/types.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "gateway/diagnostics/thread_report.h"
#include "gateway/state/rfc3339.h"

namespace hermes::gateway {

// How often a loop is asked, and how often it may stay silent.
struct LoopPatience {
  std::chrono::milliseconds interval = std::chrono::seconds(30);
  int most_missed = 3;
};

// Decides when to ask and when to give up, from the time that passes. Time in
// which nobody ran, the watchdog neither, is nobody's fault: of a step that
// took more than twice as long as it should, as one across a stopped process, a
// frozen cgroup or a machine that slept, no more than that is counted. Pure.
class LoopProbes {
 public:
  enum class Step { kWait, kAsk, kFrozen };

  explicit LoopProbes(const LoopPatience& patience);

  // How long to wait before each Advance.
  std::chrono::milliseconds step() const { return step_; }

  // `elapsed` since the last call; `answered`: the last question has been.
  Step Advance(std::chrono::milliseconds elapsed, bool answered);

 private:
  std::chrono::milliseconds interval_;
  std::chrono::milliseconds step_;
  int most_missed_;
  std::chrono::milliseconds waited_;
  int missed_ = 0;
};

// A loop that does not turn.
struct FrozenLoop {
  pid_t thread = 0;  // the one that runs it
  std::chrono::milliseconds silence{0};
};

// A thread that asks an event loop for a sign of life again and again, and acts
// once if there is none: a loop that hangs answers nobody, and only a process
// that has ended is started again. Destroying it disarms it.
class LoopWatchdog {
 public:
  // To be made in the thread that runs `io`. `on_frozen` is called in the
  // watchdog's thread. `io` must outlive this. Throws as StartThread() does.
  LoopWatchdog(boost::asio::io_context& io, const LoopPatience& patience,
               std::function<void(const FrozenLoop&)> on_frozen);

 private:
  void Run(const std::stop_token& stop, const LoopPatience& patience) const;

  boost::asio::io_context& io_;
  pid_t loop_thread_;
  std::function<void(const FrozenLoop&)> on_frozen_;
  mutable std::mutex mutex_;
  mutable std::condition_variable_any wake_;
  std::jthread thread_;  // last: it uses all above until it is joined
};

// What can be told about a frozen loop: whole lines. `stack` as from
// StackAddresses. Pure.
std::string FormatFrozenLoop(WallTime time, const FrozenLoop& loop,
                             const std::vector<ThreadReport>& threads,
                             const std::vector<uint64_t>& stack);

// What a gateway does about its own: one line on stderr, a diagnosis appended
// to logs/gateway-shutdown-watchdog.log below `home_fd`, and the end of the
// process with 75, restart me. Waits at most five seconds for a disk, which may
// be the very thing that the loop waits for.
[[noreturn]] void EndFrozenProcess(int home_fd, const FrozenLoop& loop);

}  // namespace hermes::gateway

#endif  // GATEWAY_DIAGNOSTICS_LOOP_WATCHDOG_H_
