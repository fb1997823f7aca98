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

// How often a loop is probed, and how many probes it may miss.
struct LoopPatience {
  std::chrono::milliseconds interval = std::chrono::seconds(30);
  int most_missed = 3;
};

// Decides when to probe and when to give up, from the time that passes. A time
// in which the watchdog did not run either does not count as silence of the
// loop: of a step that took more than twice its length, because the process was
// stopped, its cgroup frozen or the machine asleep, only twice the length is
// counted. Pure.
class LoopProbes {
 public:
  enum class Step { kWait, kAsk, kFrozen };

  explicit LoopProbes(const LoopPatience& patience);

  // Returns how long to wait before each Advance.
  std::chrono::milliseconds step() const { return step_; }

  // `elapsed` is the time since the last call; `answered` means that the loop
  // answered the last probe.
  Step Advance(std::chrono::milliseconds elapsed, bool answered);

 private:
  std::chrono::milliseconds interval_;
  std::chrono::milliseconds step_;
  int most_missed_;
  std::chrono::milliseconds waited_;
  int missed_ = 0;
};

// An event loop that does not run its handlers.
struct FrozenLoop {
  pid_t thread = 0;  // the thread that runs the loop
  std::chrono::milliseconds silence{0};
};

// A thread that probes an event loop repeatedly and acts once if the loop does
// not answer: a loop that hangs serves no client, and only a process that has
// ended is restarted. The destructor disarms it.
class LoopWatchdog {
 public:
  // Must be constructed in the thread that runs `io`. `on_frozen` is called in
  // the watchdog's thread. `io` must outlive this. Throws as StartThread()
  // does.
  LoopWatchdog(boost::asio::io_context& io, const LoopPatience& patience,
               std::function<void(const FrozenLoop&)> on_frozen);

 private:
  void Run(const std::stop_token& stop, const LoopPatience& patience) const;

  boost::asio::io_context& io_;
  pid_t loop_thread_;
  std::function<void(const FrozenLoop&)> on_frozen_;
  mutable std::mutex mutex_;
  mutable std::condition_variable_any wake_;
  std::jthread thread_;  // last: it uses all members above until it is joined
};

// Returns what is known about a frozen loop: whole lines. `stack` comes from
// StackAddresses. Pure.
std::string FormatFrozenLoop(WallTime time, const FrozenLoop& loop,
                             const std::vector<ThreadReport>& threads,
                             const std::vector<uint64_t>& stack);

// Ends a gateway whose loop is frozen: writes one line to stderr, appends a
// diagnosis to logs/gateway-shutdown-watchdog.log below `home_fd`, and exits
// with 75, which requests a restart. Waits at most five seconds for the disk,
// because the loop may be waiting for that disk.
[[noreturn]] void EndFrozenProcess(int home_fd, const FrozenLoop& loop);

}  // namespace hermes::gateway

#endif  // GATEWAY_DIAGNOSTICS_LOOP_WATCHDOG_H_
