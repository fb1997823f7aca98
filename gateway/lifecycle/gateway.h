#ifndef GATEWAY_LIFECYCLE_GATEWAY_H_
#define GATEWAY_LIFECYCLE_GATEWAY_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/api/health_checks.h"
#include "gateway/diagnostics/watchdog.h"
#include "gateway/http/server.h"
#include "gateway/lifecycle/drain_watcher.h"
#include "gateway/lifecycle/engine.h"
#include "gateway/lifecycle/startup.h"
#include "gateway/lifecycle/stop_watcher.h"
#include "gateway/lifecycle/verdict.h"
#include "gateway/logging/file_log.h"
#include "gateway/loop/look_up.h"
#include "gateway/loop/worker.h"
#include "gateway/state/state_file.h"
#include "gateway/state/state_writer.h"
#include "gateway/turn/work_tracker.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {

// A gateway that has claimed its home, from `starting` to its last state.
class Gateway {
 public:
  // All four references must outlive this. `signal_fd` is from OpenSignalFd().
  Gateway(const PreparedHome& prepared, const ClaimedHome& claimed,
          const RunOptions& options, FileLog& logs, int signal_fd);

  // Listens, reports readiness on `notify_fd`, prints the banner, serves until
  // it is stopped, drains, and records how it ended. Returns the verdict.
  // Errors: FailedPrecondition if it cannot listen or its session store can
  // never be opened; the state file then records this.
  absl::StatusOr<Verdict> Run(UniqueFd notify_fd);

  // Returns false if a client's coroutine or a look-up has outlasted Run():
  // this object must then not be destroyed, and the process must end.
  bool unwound() const { return unwound_; }
  // Returns true if a look-up on the disk has outlasted Run(). The process must
  // then end by _exit(), because the look-up's thread may still use what
  // Gateway() was given. If that takes longer than some seconds, the watchdog
  // ends the process.
  bool disk_hangs() const { return disk_hangs_; }

 private:
  using Milliseconds = std::chrono::milliseconds;

  absl::Status Start();
  absl::Status Listen(const DescriptorLimit& descriptors);
  void BecomeRunning(UniqueFd notify_fd);
  void Serve();

  void OnStop(const StopProgress& progress);
  void ArmDrain(Milliseconds budget);
  void RefreshWhileDraining();
  void CutOff();
  void EndDrain(bool complete);
  void CloseDown();

  void OnDrainRequest(const DrainRequest& request);
  void OnChange();
  void FinishLookUps(const Verdict& verdict);
  void RecordEnd(const Verdict& verdict);
  void RecordDiagnosis(const Verdict& verdict);
  void WriteState();
  StateUpdate CurrentState() const;
  api::HomeFacts LookAtHome() const;
  boost::asio::awaitable<std::string> DetailedHealth();
  void Dump();

  const PreparedHome& prepared_;
  const ClaimedHome& claimed_;
  const RunOptions& options_;
  FileLog& logs_;
  const std::chrono::steady_clock::time_point started_ =
      std::chrono::steady_clock::now();
  StateFile state_file_;
  StateUpdate state_;
  WallTime state_written_at_{};
  bool clean_shutdown_ = false;  // of the gateway before this one
  bool cut_off_ = false;         // whether work in progress was cut off
  bool drained_ = false;         // whether all work was finished
  bool finished_ = false;        // whether the drain is over, completed or not
  bool unwound_ = true;
  bool disk_hangs_ = false;
  bool change_noted_ = false;  // whether a write of the state is scheduled
  // The order matters: the members after io_ belong to it.
  WorkTracker work_;
  StateWriter state_writer_;
  boost::asio::io_context io_{1};
  Worker disk_;  // waits for the disk instead of the loop
  LookUp<api::HomeFacts> home_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<http::Server> server_;
  StopWatcher stops_;
  DrainWatcher drain_requests_;
  boost::asio::steady_timer drain_limit_;
  boost::asio::steady_timer close_limit_;
  boost::asio::steady_timer refresh_;
  boost::asio::steady_timer change_;
  std::optional<Milliseconds> drain_budget_;
  std::optional<Watchdog> watchdog_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_GATEWAY_H_
