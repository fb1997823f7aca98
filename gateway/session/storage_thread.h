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
  bool clean_shutdown = false;  // how the last gateway here has ended
  size_t longest_queue = 10'000;
  // How long the end waits for what is queued; then it is given up.
  std::chrono::milliseconds drain_limit = std::chrono::seconds(10);
  // The least time between two looks for what can be pruned. The first look
  // follows the opening, the others follow operations.
  std::chrono::milliseconds upkeep_interval = std::chrono::minutes(1);
  // The most time without a look if there is an age limit.
  std::chrono::milliseconds idle_upkeep_interval = std::chrono::hours(1);
  // Called on the loop's thread when an operation has ended, with the time
  // since it was asked for. What it refers to must outlive the coroutines that
  // wait for operations.
  std::function<void(std::chrono::nanoseconds)> on_operation =
      [](std::chrono::nanoseconds /*took*/) {};
};

// A thread that has the database to itself, and does what it is asked to in
// the order it is asked: all that waits at one moment in one transaction, so
// that many small writes cost one flush of the disk. What one of them does
// wrong undoes nothing of the others.
//
// Between operations it prunes what limits.retention does not keep and gives
// free pages back, in small steps with pauses between them; see
// SessionDatabase::Upkeep(). A thread without operations wakes up only if there
// is an age limit, once in idle_upkeep_interval.
//
// A database that cannot be opened, or turns out to be damaged, or has been
// removed, is opened anew: at most once a second, when there is work.
class StorageThread {
 public:
  // Runs on the thread, within a transaction; undone if it fails. May run more
  // than once, the last time counts: it must not consume what it has.
  using Work = std::function<absl::Status(SessionDatabase&)>;

  // Opens the database at once. The io_context may go before this, or after.
  StorageThread(boost::asio::io_context& io, const StorageOptions& options);
  StorageThread(const StorageThread&) = delete;
  StorageThread& operator=(const StorageThread&) = delete;
  // Stops, does what is queued, and closes the database.
  ~StorageThread();

  // Refuses further work (Unavailable); the drain's limit begins to run.
  void Stop();

  // How opening the database went; waits until it has.
  absl::Status Opened();

  // Has `work` done, in a coroutine of the io_context. OK: it is committed and
  // on the disk. ResourceExhausted, at once, while too much is queued. Once
  // awaited `work` is done even if the coroutine is destroyed meanwhile, and
  // it cannot be cancelled.
  boost::asio::awaitable<absl::Status> Run(Work work);

  // Coroutines within Run, for the io_context's thread.
  int pending() const { return *pending_; }
  // Transactions that have been committed so far. Callable from any thread.
  int64_t commits() const { return commits_; }

 private:
  struct Operation;
  using Batch = std::vector<std::shared_ptr<Operation>>;

  absl::Status Enqueue(std::shared_ptr<Operation> operation);
  void Loop();
  // Waits for work, or for the time of the next upkeep. Empty: it is that time,
  // or the thread is to end.
  Batch Next();
  bool Ending();
  // Does one step of upkeep if it is due.
  void KeepUp();
  // Returns true if there may be more to do.
  bool UpkeepFoundWork();
  // Logs what a series of steps came to, once it has ended.
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

  // The thread's own.
  std::unique_ptr<SessionDatabase> database_;
  PreviousEnd previous_;
  bool suspect_ = false;
  absl::Status open_status_;
  std::chrono::steady_clock::time_point next_open_{};
  UpkeepSchedule schedule_;
  SessionDatabase::UpkeepStep series_;  // the sum of the steps since a look
  absl::Status upkeep_status_;

  std::thread thread_;  // last: it uses all of the above
};

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_STORAGE_THREAD_H_
