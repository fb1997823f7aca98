// Measures the speed of the session store in the directory that is its
// argument:
//   bazel run -c opt //tests/gateway/session:session_timer -- /tmp/somewhere
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/session/sqlite_session_store.h"
#include "gateway/session/storage_thread.h"
#include "gateway/turn/chat_message.h"
#include "gateway/turn/session_store.h"

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

double MillisecondsSince(steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(steady_clock::now() - start)
      .count();
}

TurnOpening Opening(const std::string& id) {
  TurnOpening opening;
  opening.session.id = id;
  opening.platform = "test";
  opening.input = TextMessage(Role::kUser, std::string(200, 'q'));
  return opening;
}

// Runs one whole turn and adds its duration to `times`.
asio::awaitable<void> Turn(SessionStore& store, TurnOpening opening,
                           std::vector<double>& times) {
  const auto start = steady_clock::now();
  const auto turn = co_await store.OpenTurn(opening);
  if (!turn.ok()) abort();
  TurnClosing closing;
  closing.session_id = turn->session_id;
  closing.turn_token = turn->turn_token;
  closing.reply = std::string(400, 'a');
  closing.finish_reason = "stop";
  const absl::Status closed = co_await store.CloseTurn(closing);
  if (!closed.ok()) abort();
  times.push_back(MillisecondsSince(start));
}

asio::awaitable<void> OneByOne(SessionStore& store, int count,
                               std::vector<double>& times) {
  for (int n = 0; n < count; ++n) {
    co_await Turn(store, Opening(absl::StrCat("one", n % 10)), times);
  }
}

void Report(const char* what, std::vector<double> times, double total) {
  std::sort(times.begin(), times.end());
  std::printf("%-28s median %8.2f ms  p99 %8.2f ms  all %8.1f ms\n", what,
              times[times.size() / 2], times[times.size() * 99 / 100], total);
}

class Bench {
 public:
  explicit Bench(const std::string& directory)
      : home_fd_(open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (home_fd_ < 0) abort();
  }
  ~Bench() { close(home_fd_); }

  double Open(bool clean) {
    const auto start = steady_clock::now();
    StorageOptions options;
    options.home_fd = home_fd_;
    options.clean_shutdown = clean;
    store_ = std::make_unique<SqliteSessionStore>(io_, options);
    if (!store_->Opened().ok()) abort();
    return MillisecondsSince(start);
  }
  void Close() { store_.reset(); }

  void MeasureOneByOne() {
    std::vector<double> times;
    asio::co_spawn(io_, OneByOne(*store_, 200, times), asio::detached);
    Report("200 turns one by one", times, RunAll(times));
  }
  void MeasureTogether(int count) {
    std::vector<double> times;
    for (int n = 0; n < count; ++n) {
      asio::co_spawn(io_, Turn(*store_, Opening(absl::StrCat("all", n)), times),
                     asio::detached);
    }
    const std::string what = absl::StrCat(count, " turns at once");
    const double total = RunAll(times);
    Report(what.c_str(), times, total);
  }
  // Creates a session of 100,000 messages.
  void FillOne() {
    TurnOpening opening = Opening("long");
    for (int n = 0; n < 50'000; ++n) {
      opening.earlier.push_back(
          TextMessage(Role::kUser, std::string(200, 'q')));
      opening.earlier.push_back(
          TextMessage(Role::kAssistant, std::string(400, 'a')));
    }
    std::vector<double> times;
    asio::co_spawn(io_, Turn(*store_, opening, times), asio::detached);
    std::printf("100,000 messages written in %.0f ms\n", RunAll(times));
  }
  void MeasureLong() {
    std::vector<double> times;
    for (int n = 0; n < 20; ++n) {
      asio::co_spawn(io_, Turn(*store_, Opening("long"), times),
                     asio::detached);
      RunAll(times);
    }
    Report("turn of the long session", times, 0);
  }

 private:
  double RunAll(const std::vector<double>&) {
    const auto start = steady_clock::now();
    io_.restart();
    io_.run();
    return MillisecondsSince(start);
  }

  int home_fd_;
  asio::io_context io_{1};
  std::unique_ptr<SqliteSessionStore> store_;
};

void Measure(const std::string& directory) {
  Bench bench(directory);
  std::printf("open, new                    %.1f ms\n", bench.Open(true));
  bench.MeasureOneByOne();
  bench.MeasureTogether(1000);
  bench.FillOne();
  bench.MeasureLong();
  bench.Close();
  std::printf("open, clean, 100,000         %.1f ms\n", bench.Open(true));
  bench.Close();
  std::printf("open, unclean, 100,000       %.1f ms\n", bench.Open(false));
}

}  // namespace
}  // namespace hermes::gateway

int main(int argc, char** argv) {
  if (argc != 2) return 64;
  hermes::gateway::Measure(argv[1]);
  return 0;
}
