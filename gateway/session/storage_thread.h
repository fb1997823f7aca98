#ifndef GATEWAY_SESSION_STORAGE_THREAD_H_
#define GATEWAY_SESSION_STORAGE_THREAD_H_

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "gateway/loop/loop_poster.h"
#include "gateway/session/session_database.h"
#include "gateway/session/upkeep_schedule.h"

namespace hermes::gateway {

struct StorageOptions {
  int home_fd = -1;  // must outlive the thread
  SessionLimits limits;
  bool clean_shutdown = false;  // whether the previous gateway ended cleanly
  size_t longest_queue = 10'000;
  // How long the destructor waits for queued operations before it gives them
  // up.
  std::chrono::milliseconds drain_limit = std::chrono::seconds(10);
  // The minimum time between two searches for what can be pruned. The first
  // search follows the opening, the others follow operations.
  std::chrono::milliseconds upkeep_interval = std::chrono::minutes(1);
  // The maximum time between two searches if there is an age limit.
  std::chrono::milliseconds idle_upkeep_interval = std::chrono::hours(1);
  // Called on the event loop's thread when an operation has ended, with the
  // time since Run() was called. Whatever it refers to must outlive the
  // coroutines that wait for operations.
  std::function<void(std::chrono::nanoseconds)> on_operation =
      [](std::chrono::nanoseconds /*took*/) {};
};

// A thread that owns the database and runs operations on it in the order in
// which they were requested. It runs all operations that wait at one moment in
// one transaction, so that many small writes cost one flush of the disk. An
// operation that fails does not undo the others.
//
// Between operations it prunes what limits.retention does not keep and returns
// free pages to the file system, in small steps with pauses between them; see
// SessionDatabase::Upkeep(). Without operations the thread wakes up only if
// there is an age limit, once in idle_upkeep_interval.
//
// If the database cannot be opened, is found to be damaged, or has been
// removed, the thread opens it again: at most once a second, when there is
// work.
class StorageThread {
 public:
  // Runs on the thread, within a transaction that is rolled back if it fails.
  // May run more than once, and the last run counts, so it must not consume
  // what it has captured.
  using Work = std::function<absl::Status(SessionDatabase&)>;

  // Opens the database at once. The io_context may be destroyed before or after
  // this object.
  StorageThread(boost::asio::io_context& io, const StorageOptions& options);
  StorageThread(const StorageThread&) = delete;
  StorageThread& operator=(const StorageThread&) = delete;
  // Calls Stop(), runs what is queued, and closes the database.
  ~StorageThread();

  // Refuses further work (Unavailable), and starts the time of drain_limit.
  void Stop();

  // Waits until the first attempt to open the database has ended, and returns
  // its result.
  absl::Status Opened();

  // Runs `work` on the thread; call it in a coroutine of the io_context.
  // Returns OK once the work is committed and on the disk. Returns
  // ResourceExhausted at once if the queue is full. Once awaited, `work` runs
  // even if the coroutine is destroyed meanwhile, and cannot be cancelled.
  boost::asio::awaitable<absl::Status> Run(Work work);

  // Returns the number of coroutines within Run(). Call it on the io_context's
  // thread.
  int pending() const { return *pending_; }
  // Returns the number of committed transactions. Thread-safe.
  int64_t commits() const { return commits_; }

 private:
  struct Operation;
  using Batch = std::vector<std::shared_ptr<Operation>>;

  absl::Status Enqueue(std::shared_ptr<Operation> operation);
  void Loop();
  // Waits for work or for the time of the next upkeep. Returns an empty batch
  // if it is that time, or if the thread must end.
  Batch Next();
  bool Ending();
  // Does one step of upkeep if it is due.
  void KeepUp();
  // Does one step of upkeep. Returns true if more work may be left.
  bool UpkeepFoundWork();
  // Logs the total of a series of steps after the last one.
  void EndSeries();
  void Do(const Batch& batch);
  absl::Status DoTogether(const Batch& batch);
  absl::Status DoPart(Operation& operation);
  absl::Status EnsureOpen();
  void Settle(const Batch& batch);
  void Deliver(Batch batch);

  const StorageOptions options_;
  const std::shared_ptr<LoopPoster> poster_;
  const std::shared_ptr<int> pending_ = std::make_shared<int>(0);
  std::atomic<int64_t> commits_ = 0;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::shared_ptr<Operation>> queue_;
  bool stopping_ = false;
  bool tried_to_open_ = false;
  absl::Status first_open_;
  std::chrono::steady_clock::time_point give_up_at_;

  // Used by the thread only.
  std::unique_ptr<SessionDatabase> database_;
  PreviousEnd previous_;
  bool suspect_ = false;
  absl::Status open_status_;
  std::chrono::steady_clock::time_point next_open_{};
  UpkeepSchedule schedule_;
  SessionDatabase::UpkeepStep series_;  // the sum of the steps of one series
  absl::Status upkeep_status_;

  std::thread thread_;  // must be last: it uses all members above
};

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_STORAGE_THREAD_H_
