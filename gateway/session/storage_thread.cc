#include "gateway/session/storage_thread.h"

#include <glog/logging.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <iterator>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "gateway/loop/start_thread.h"

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

constexpr std::chrono::seconds kOpenAgainAfter{1};
// The pause between two steps of upkeep, in which operations can run.
constexpr std::chrono::milliseconds kUpkeepPause{20};

// Returns true if the operations of a failed batch should be tried again one by
// one. If another process holds a lock, each of them would only wait for it
// again.
bool MayDoAlone(const absl::Status& status) {
  return !absl::IsUnavailable(status);
}

UpkeepSchedule ScheduleOf(const StorageOptions& options) {
  UpkeepSchedule::Intervals intervals;
  intervals.after_operations = options.upkeep_interval;
  intervals.without_operations = options.limits.retention.max_age.count() > 0
                                     ? options.idle_upkeep_interval
                                     : std::chrono::milliseconds(0);
  intervals.between_steps = kUpkeepPause;
  return UpkeepSchedule(intervals);
}

absl::Status Ended() {
  return absl::UnavailableError("the session store has ended");
}

}  // namespace

struct StorageThread::Operation {
  Work work;
  absl::Status status;  // used by the thread until `done`, then by the loop

  // Used by the event loop only.
  bool done = false;
  asio::steady_timer* waiting = nullptr;  // null if no coroutine waits
};

StorageThread::StorageThread(asio::io_context& io,
                             const StorageOptions& options)
    : options_(options),
      poster_(LoopPoster::Of(io)),
      previous_(options_.clean_shutdown ? PreviousEnd::kClean
                                        : PreviousEnd::kUnclean),
      schedule_(ScheduleOf(options_)),
      thread_(StartThread<std::thread>([this] { Loop(); })) {}

StorageThread::~StorageThread() {
  Stop();
  thread_.join();
}

void StorageThread::Stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (std::exchange(stopping_, true)) return;
    give_up_at_ = steady_clock::now() + options_.drain_limit;
  }
  wake_.notify_all();
}

absl::Status StorageThread::Opened() {
  std::unique_lock<std::mutex> lock(mutex_);
  wake_.wait(lock, [this] { return tried_to_open_; });
  return first_open_;
}

asio::awaitable<absl::Status> StorageThread::Run(Work work) {
  // This object may be destroyed during the wait, so copy what is used after
  // it.
  const std::shared_ptr<int> pending = pending_;
  const auto on_operation = options_.on_operation;
  const steady_clock::time_point asked = steady_clock::now();
  const auto operation = std::make_shared<Operation>();
  operation->work = std::move(work);
  ++*pending;
  const absl::Cleanup ended = [&pending] { --*pending; };
  // Wait on a timer that never expires; Deliver() cancels it. The io_context
  // then owns the wait, and ends it when it is destroyed.
  asio::steady_timer answer(co_await asio::this_coro::executor,
                            steady_clock::time_point::max());
  const absl::Status queued = Enqueue(operation);
  if (!queued.ok()) co_return queued;
  operation->waiting = &answer;
  const absl::Cleanup gone = [&operation] { operation->waiting = nullptr; };
  while (!operation->done) {
    co_await answer.async_wait(asio::bind_cancellation_slot(
        asio::cancellation_slot(), asio::as_tuple(asio::use_awaitable)));
  }
  on_operation(steady_clock::now() - asked);
  co_return operation->status;
}

absl::Status StorageThread::Enqueue(std::shared_ptr<Operation> operation) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (stopping_) return Ended();
    if (queue_.size() >= options_.longest_queue) {
      return absl::ResourceExhaustedError(
          "too many operations wait for the session store");
    }
    queue_.push_back(std::move(operation));
  }
  wake_.notify_all();
  return absl::OkStatus();
}

void StorageThread::Loop() {
  const absl::Status opened = EnsureOpen();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    tried_to_open_ = true;
    first_open_ = opened;
  }
  wake_.notify_all();
  for (;;) {
    Batch batch = Next();
    if (batch.empty() && Ending()) break;
    if (!batch.empty()) {
      Do(batch);
      Deliver(std::move(batch));
      schedule_.OnOperation();
    }
    KeepUp();
  }
  database_.reset();
}

bool StorageThread::Ending() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return stopping_;
}

StorageThread::Batch StorageThread::Next() {
  std::unique_lock<std::mutex> lock(mutex_);
  const auto has_work = [this] { return stopping_ || !queue_.empty(); };
  if (schedule_.next() == UpkeepSchedule::Time::max()) {
    wake_.wait(lock, has_work);
  } else {
    wake_.wait_until(lock, schedule_.next(), has_work);
  }
  Batch batch(std::make_move_iterator(queue_.begin()),
              std::make_move_iterator(queue_.end()));
  queue_.clear();
  const bool too_late = stopping_ && steady_clock::now() > give_up_at_;
  if (batch.empty() || !too_late) return batch;
  LOG(ERROR) << "gave up " << batch.size()
             << " queued operation(s) of the session store";
  for (const auto& operation : batch) {
    operation->status = Ended();
  }
  Deliver(std::move(batch));
  return {};
}

void StorageThread::Do(const Batch& batch) {
  const absl::Status open = EnsureOpen();
  if (!open.ok()) {
    for (const auto& operation : batch) operation->status = open;
    return;
  }
  const absl::Status together = DoTogether(batch);
  if (!together.ok() && batch.size() > 1 && MayDoAlone(together)) {
    // On a nearly full disk only the operations that are too large fail then.
    for (const auto& operation : batch) {
      const absl::Status alone = DoTogether({operation});
      if (!alone.ok()) operation->status = alone;
    }
  } else if (!together.ok()) {
    for (const auto& operation : batch) {
      if (operation->status.ok()) operation->status = together;
    }
  }
  Settle(batch);
}

absl::Status StorageThread::DoTogether(const Batch& batch) {
  absl::Status begun = database_->Begin();
  if (!begun.ok()) return begun;
  for (const auto& operation : batch) {
    operation->status = DoPart(*operation);
    if (!database_->in_transaction()) return operation->status;
  }
  absl::Status committed = database_->Commit();
  if (committed.ok()) ++commits_;
  return committed;
}

absl::Status StorageThread::DoPart(Operation& operation) {
  absl::Status begun = database_->BeginPart();
  if (!begun.ok()) return begun;
  const absl::Status done = operation.work(*database_);
  if (!database_->in_transaction()) {
    return done.ok() ? absl::InternalError("gateway.db: rolled back") : done;
  }
  const absl::Status ended = database_->EndPart(done.ok());
  return done.ok() ? ended : done;
}

absl::Status StorageThread::EnsureOpen() {
  if (database_ != nullptr && !database_->InPlace()) {
    LOG(WARNING) << "gateway.db was removed or replaced; opening it again";
    database_.reset();
    next_open_ = {};
  }
  if (database_ != nullptr) return absl::OkStatus();
  const auto now = steady_clock::now();
  if (now < next_open_) return open_status_;
  auto opened = SessionDatabase::Open(options_.home_fd, options_.limits,
                                      previous_, suspect_);
  next_open_ = steady_clock::now() + kOpenAgainAfter;
  // Log each cause once, not once a second.
  if (!opened.ok() && opened.status() != open_status_) {
    LOG(WARNING) << "session store: " << opened.status().message();
  }
  open_status_ = opened.status();
  if (!opened.ok()) return open_status_;
  database_ = *std::move(opened);
  previous_ = PreviousEnd::kThisProcess;
  suspect_ = false;
  return absl::OkStatus();
}

// Closes the database after an operation has found a damaged page. The next
// opening checks all of it.
void StorageThread::Settle(const Batch& batch) {
  for (const auto& operation : batch) {
    if (!absl::IsDataLoss(operation->status)) continue;
    suspect_ = true;
    open_status_ = operation->status;
  }
  if (!suspect_) return;
  LOG(WARNING) << "gateway.db seems to be damaged; checking all of it";
  database_.reset();
}

void StorageThread::KeepUp() {
  const UpkeepSchedule::Time now = steady_clock::now();
  if (!schedule_.IsDue(now) || Ending()) return;
  schedule_.OnStep(now, UpkeepFoundWork());
}

bool StorageThread::UpkeepFoundWork() {
  // Leave opening the database to an operation, which reports an error.
  if (database_ == nullptr || !database_->InPlace()) return false;
  const absl::StatusOr<SessionDatabase::UpkeepStep> step = database_->Upkeep();
  if (!step.ok()) {
    if (step.status() != upkeep_status_) {
      LOG(WARNING) << "pruning sessions: " << step.status().message();
    }
    suspect_ = absl::IsDataLoss(step.status());
    if (suspect_) database_.reset();
  }
  upkeep_status_ = step.status();
  if (!step.ok() || !step->did_work()) {
    EndSeries();
    return false;
  }
  series_.pruned.sessions += step->pruned.sessions;
  series_.pruned.responses += step->pruned.responses;
  series_.pruned.messages += step->pruned.messages;
  series_.pages_released += step->pages_released;
  return true;
}

void StorageThread::EndSeries() {
  const SessionDatabase::UpkeepStep did = std::exchange(series_, {});
  if (did.pruned.messages == 0 && did.pruned.sessions == 0 &&
      did.pruned.responses == 0 && did.pages_released == 0) {
    return;
  }
  if (database_ != nullptr) {
    const absl::Status moved = database_->Checkpoint();
    if (!moved.ok()) VLOG(1) << moved.message();
  }
  LOG(INFO) << "gateway.db: pruned " << did.pruned.sessions << " session(s), "
            << did.pruned.messages << " message(s) and " << did.pruned.responses
            << " stored response(s); released " << did.pages_released
            << " page(s)";
}

void StorageThread::Deliver(Batch batch) {
  poster_->Post([batch = std::move(batch)] {
    for (const auto& operation : batch) {
      operation->done = true;
      if (operation->waiting != nullptr) operation->waiting->cancel();
    }
  });
}

}  // namespace hermes::gateway
