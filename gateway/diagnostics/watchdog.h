#ifndef GATEWAY_DIAGNOSTICS_WATCHDOG_H_
#define GATEWAY_DIAGNOSTICS_WATCHDOG_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace hermes::gateway {

// A thread that acts if its owner does not finish in time, even if the owner's
// thread hangs in a system call. Destroying it in time disarms it.
class Watchdog {
 public:
  // Calls `on_expiry` in the watchdog's thread after `limit`. If the host has
  // no room for a thread, logs one line and does not watch.
  Watchdog(std::chrono::milliseconds limit, std::function<void()> on_expiry);

  // Ends the whole process at once with exit code 1 after one line on stderr.
  [[noreturn]] static void HardExit();

 private:
  void Run(const std::stop_token& stop, std::chrono::milliseconds limit,
           const std::function<void()>& on_expiry);

  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;  // last: it uses the members above until it is joined
};

}  // namespace hermes::gateway

#endif  // GATEWAY_DIAGNOSTICS_WATCHDOG_H_
