#include "gateway/state/state_writer.h"

#include <glog/logging.h>

#include <stop_token>
#include <utility>

#include "absl/status/status.h"
#include "gateway/loop/start_thread.h"

namespace hermes::gateway {
namespace {

// The pause before a failed write is retried.
constexpr std::chrono::seconds kRetryInterval{5};

}  // namespace

StateWriter::StateWriter(const StateFile& file,
                         std::chrono::milliseconds interval)
    : file_(file),
      interval_(interval),
      thread_(StartThread<std::jthread>(
          [this](const std::stop_token& stop) { Run(stop); })) {}

StateWriter::~StateWriter() { thread_.request_stop(); }

void StateWriter::WriteSoon(const StateUpdate& update) {
  const std::lock_guard<std::mutex> lock(mutex_);
  next_ = update;
  wake_.notify_one();
}

void StateWriter::Write(const StateUpdate& update) {
  const std::lock_guard<std::mutex> file_lock(file_mutex_);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    next_.reset();
  }
  WriteFile(update);
}

// Requires file_mutex_.
void StateWriter::WriteFile(const StateUpdate& update) {
  const absl::Status status = file_.Write(update);
  const bool was_failing = std::exchange(failing_, !status.ok());
  if (!status.ok() && !was_failing) LOG(WARNING) << status.message();
  if (status.ok()) return;
  // A full disk costs the record, never the service. Retry later.
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!next_.has_value()) next_ = update;
  wake_.notify_one();
}

void StateWriter::Run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    {
      std::unique_lock<std::mutex> lock(mutex_);
      if (!wake_.wait(lock, stop, [this] { return next_.has_value(); })) return;
    }
    bool failed = false;
    {
      const std::lock_guard<std::mutex> file_lock(file_mutex_);
      std::optional<StateUpdate> update;
      {
        const std::lock_guard<std::mutex> lock(mutex_);
        update = std::exchange(next_, std::nullopt);
      }
      if (update.has_value()) WriteFile(*update);
      failed = failing_;
    }
    std::unique_lock<std::mutex> lock(mutex_);
    wake_.wait_for(lock, stop, failed ? kRetryInterval : interval_,
                   [] { return false; });
  }
}

}  // namespace hermes::gateway
