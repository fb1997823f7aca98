#include "gateway/diagnostics/watchdog.h"

#include <unistd.h>

#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/command/exit_code.h"
#include "gateway/logging/streams.h"

namespace hermes::gateway {

Watchdog::Watchdog(std::chrono::milliseconds limit,
                   std::function<void()> on_expiry) {
  try {
    thread_ = std::jthread(
        [this, limit, on_expiry = std::move(on_expiry)](
            const std::stop_token& stop) { Run(stop, limit, on_expiry); });
  } catch (const std::system_error& e) {
    Complain(
        absl::StrCat("the shutdown is not watched: no thread can be "
                     "started: ",
                     e.what()));
  }
}

void Watchdog::Run(const std::stop_token& stop, std::chrono::milliseconds limit,
                   const std::function<void()>& on_expiry) {
  std::unique_lock<std::mutex> lock(mutex_);
  wake_.wait_for(lock, stop, limit, [] { return false; });
  if (!stop.stop_requested()) on_expiry();
}

void Watchdog::HardExit() {
  Complain("the shutdown hangs; ending at once with exit code 1");
  _exit(kUnplanned);
}

}  // namespace hermes::gateway
