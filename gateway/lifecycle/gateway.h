#ifndef GATEWAY_LIFECYCLE_GATEWAY_H_
#define GATEWAY_LIFECYCLE_GATEWAY_H_

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/files/unique_fd.h"
#include "gateway/http/api_service.h"
#include "gateway/http/server.h"
#include "gateway/lifecycle/startup.h"
#include "gateway/lifecycle/stop_watcher.h"
#include "gateway/lifecycle/verdict.h"
#include "gateway/lifecycle/watchdog.h"
#include "gateway/lifecycle/work_tracker.h"
#include "gateway/state/state_file.h"

namespace hermes::gateway {

// A gateway that has claimed its home, from `starting` to its last state.
class Gateway {
 public:
  // All three must outlive this. `signal_fd` is OpenSignalFd()'s.
  Gateway(const PreparedHome& prepared, const ClaimedHome& claimed,
          const RunOptions& options, int signal_fd);

  // Listens, tells readiness on `notify_fd`, prints the banner, serves until
  // it is stopped, drains, and records how it ended. Returns the verdict.
  // Errors: FailedPrecondition if it cannot listen, recorded as such.
  absl::StatusOr<Verdict> Run(UniqueFd notify_fd);

 private:
  absl::Status Listen();
  void BecomeRunning(UniqueFd notify_fd);
  void OnStop(const StopProgress& progress);
  void ArmDrain(std::chrono::milliseconds budget);
  void RefreshWhileDraining();
  void EndDrain(bool complete);
  void RecordEnd(const Verdict& verdict);
  void RecordDiagnosis(const Verdict& verdict);
  void WriteState();
  std::string DetailedHealth() const;

  const PreparedHome& prepared_;
  const ClaimedHome& claimed_;
  const RunOptions& options_;
  StateFile state_file_;
  StateUpdate state_;
  WallTime state_written_at_{};
  bool drained_ = false;   // no work was cut off
  bool finished_ = false;  // the drain is over, either way
  // The order counts: coroutines within io_ hold tokens of work_, and what
  // follows io_ belongs to it.
  WorkTracker work_;
  boost::asio::io_context io_{1};
  std::optional<ApiService> api_;
  std::unique_ptr<HttpServer> server_;
  StopWatcher stops_;
  boost::asio::steady_timer drain_limit_;
  boost::asio::steady_timer refresh_;
  std::optional<std::chrono::milliseconds> drain_budget_;
  std::optional<Watchdog> watchdog_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_GATEWAY_H_
