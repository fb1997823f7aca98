#include "gateway/logging/log_writer.h"

#include <condition_variable>
#include <ctime>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/logging/log_line.h"
#include "gateway/loop/start_thread.h"

namespace hermes::gateway {
namespace {

constexpr std::chrono::milliseconds kLastPatience{1000};
// Limits one write; batches keep a busy log cheap.
constexpr size_t kBatchBytes = size_t{64} * 1024;

struct Text {
  size_t file;
  std::string text;
};

std::string LostLine(uint64_t lost) {
  LogRecord record;
  const std::time_t now = std::time(nullptr);
  localtime_r(&now, &record.time);
  record.level = "WARNING";
  record.source = "log_writer.cc";
  record.message =
      absl::StrCat(lost, " line(s) before this one could not be written");
  return FormatLogLine(record);
}

}  // namespace

struct LogWriter::State {
  // Set before the thread starts, and never changed.
  std::vector<RotatingFile> files;
  Append append;
  Limits limits;

  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Text> queue;
  size_t queued_bytes = 0;
  size_t in_hand = 0;            // taken from the queue, not processed yet
  std::vector<uint64_t> unsaid;  // lost and not reported yet, for each file
  uint64_t lost = 0;
  bool ending = false;
  bool ended = false;
};

LogWriter::LogWriter(std::vector<RotatingFile> files, Append append)
    : LogWriter(std::move(files), std::move(append), Limits()) {}

LogWriter::LogWriter(std::vector<RotatingFile> files, Append append,
                     Limits limits)
    : state_(std::make_shared<State>()) {
  state_->unsaid.resize(files.size());
  state_->files = std::move(files);
  state_->append = std::move(append);
  state_->limits = limits;
  // Detached: joining a thread that a disk blocks would delay the exit.
  StartThread<std::thread>([state = state_] { Run(state); }).detach();
}

LogWriter::~LogWriter() {
  std::unique_lock<std::mutex> lock(state_->mutex);
  state_->ending = true;
  state_->changed.notify_all();
  state_->changed.wait_for(lock, kLastPatience,
                           [this] { return state_->ended; });
}

void LogWriter::Write(size_t file, std::string text) {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  const bool fits = state_->queue.size() < state_->limits.lines &&
                    state_->queued_bytes + text.size() <= state_->limits.bytes;
  if (!fits) {
    ++state_->lost;
    ++state_->unsaid[file];
    return;
  }
  state_->queued_bytes += text.size();
  state_->queue.push_back({file, std::move(text)});
  state_->changed.notify_all();
}

bool LogWriter::Drain(std::chrono::milliseconds patience) {
  std::unique_lock<std::mutex> lock(state_->mutex);
  return state_->changed.wait_for(lock, patience, [this] {
    return state_->queue.empty() && state_->in_hand == 0;
  });
}

uint64_t LogWriter::lost() const {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  return state_->lost;
}

void LogWriter::Run(const std::shared_ptr<State>& state) {
  std::unique_lock<std::mutex> lock(state->mutex);
  for (;;) {
    state->changed.wait(lock,
                        [&] { return state->ending || !state->queue.empty(); });
    if (state->queue.empty()) break;
    // Takes consecutive texts for the same file.
    const size_t file = state->queue.front().file;
    std::string batch;
    while (!state->queue.empty() && state->queue.front().file == file &&
           batch.size() < kBatchBytes) {
      batch.append(state->queue.front().text);
      state->queued_bytes -= state->queue.front().text.size();
      state->queue.pop_front();
      ++state->in_hand;
    }
    const uint64_t unsaid = std::exchange(state->unsaid[file], 0);
    lock.unlock();
    if (unsaid > 0) batch.insert(0, LostLine(unsaid));
    const bool written =
        state->append(state->files[file], std::move(batch)).ok();
    lock.lock();
    if (!written) {
      state->lost += state->in_hand;
      state->unsaid[file] += unsaid + state->in_hand;
    }
    state->in_hand = 0;
    state->changed.notify_all();
  }
  state->ended = true;
  state->changed.notify_all();
}

}  // namespace hermes::gateway
