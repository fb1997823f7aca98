#include "gateway/session/storage_thread.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/session/session_database.h"
#include "gateway/session/session_limits.h"
#include "gateway/session/sqlite_connection.h"
#include "gateway/turn/chat_message.h"
#include "gateway/turn/session_store.h"
#include "tests/gateway/session/await.h"
#include "tests/gateway/session/counting_vfs.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;
using asio::awaitable;

absl::Status Put(SessionDatabase& database, const std::string& id) {
  TurnOpening opening;
  opening.session.id = id;
  opening.input = TextMessage(Role::kUser, "x");
  return database.sessions().OpenTurn(opening).status();
}

StorageThread::Work Putting(std::string id) {
  return [id = std::move(id)](SessionDatabase& database) {
    return Put(database, id);
  };
}

// Blocks the storage thread, so that a test knows which operations are queued.
class Gate {
 public:
  StorageThread::Work Work() {
    return [this](SessionDatabase&) {
      if (!std::exchange(entered_once_, true)) entered_.set_value();
      opened_.wait();
      return absl::OkStatus();
    };
  }
  void WaitUntilEntered() { entered_.get_future().wait(); }
  void Open() { open_.set_value(); }

 private:
  bool entered_once_ = false;
  std::promise<void> entered_;
  std::promise<void> open_;
  std::shared_future<void> opened_ = open_.get_future().share();
};

class StorageThreadTest : public testing::Test {
 protected:
  StorageThreadTest() {
    CountFlushes();
    io_.emplace(1);
    options_.home_fd = home_.fd();
  }

  void Start() { thread_ = std::make_unique<StorageThread>(*io_, options_); }

  // Starts the work without waiting. Its result is in `results_` at the end.
  void Spawn(StorageThread::Work work) {
    results_.emplace_back();
    asio::co_spawn(*io_, Record(std::move(work), results_.size() - 1),
                   asio::detached);
    io_->restart();
    io_->poll();
  }
  awaitable<void> Record(StorageThread::Work work, size_t at) {
    absl::Status status = co_await thread_->Run(std::move(work));
    results_[at] = std::move(status);
  }

  absl::Status Do(StorageThread::Work work) {
    return Await(*io_, Wrapped(std::move(work)));
  }
  awaitable<absl::Status> Wrapped(StorageThread::Work work) {
    co_return co_await thread_->Run(std::move(work));
  }

  void Finish() {
    io_->restart();
    io_->run();
  }

  // Destroys the thread and counts with a separate connection.
  int64_t CountSessions() {
    thread_.reset();
    auto database = SessionDatabase::Open(home_.fd(), SessionLimits(),
                                          PreviousEnd::kThisProcess, false);
    EXPECT_TRUE(database.ok()) << database.status();
    SqliteQuery query =
        (*database)->connection().Query("SELECT count(*) FROM sessions");
    EXPECT_TRUE(query.Step().value_or(false));
    return query.Integer(0);
  }

  TempDirectory home_;
  StorageOptions options_;
  std::vector<std::optional<absl::Status>> results_;
  std::unique_ptr<StorageThread> thread_;
  std::optional<asio::io_context> io_;
};

TEST_F(StorageThreadTest, RunsOperationsInOrder) {
  Start();
  std::vector<int> order;
  for (int n = 0; n < 5; ++n) {
    Spawn([&order, n](SessionDatabase&) {
      order.push_back(n);
      return absl::OkStatus();
    });
  }
  Finish();
  EXPECT_EQ(order, (std::vector{0, 1, 2, 3, 4}));
  EXPECT_EQ(thread_->pending(), 0);
}

TEST_F(StorageThreadTest, CommitsBeforeRunReturns) {
  Start();
  EXPECT_TRUE(Do(Putting("a")).ok());
  EXPECT_EQ(CountSessions(), 1);
}

TEST_F(StorageThreadTest, FlushesWaitingOperationsOnce) {
  Start();
  ASSERT_TRUE(Do(Putting("first")).ok());
  Gate gate;
  Spawn(gate.Work());
  gate.WaitUntilEntered();
  for (int n = 0; n < 500; ++n) Spawn(Putting(absl::StrCat(n)));
  EXPECT_EQ(thread_->pending(), 501);
  const int64_t before = Flushes();
  const int64_t commits = thread_->commits();
  gate.Open();
  Finish();
  for (const auto& result : results_) EXPECT_TRUE(result->ok()) << *result;
  EXPECT_EQ(thread_->commits() - commits, 2);
  // One flush for the commit, the others for a checkpoint that it may cause.
  EXPECT_GE(Flushes() - before, 1);
  EXPECT_LE(Flushes() - before, 4);
  EXPECT_EQ(CountSessions(), 501);
}

TEST_F(StorageThreadTest, FlushesEachOperationThatRunsAlone) {
  Start();
  ASSERT_TRUE(Do(Putting("first")).ok());
  const int64_t before = Flushes();
  for (int n = 0; n < 10; ++n) EXPECT_TRUE(Do(Putting(absl::StrCat(n))).ok());
  EXPECT_GE(Flushes() - before, 10);
}

TEST_F(StorageThreadTest, RollsBackOnlyTheOperationThatFailed) {
  Start();
  Gate gate;
  Spawn(gate.Work());
  Spawn(Putting("a"));
  Spawn([](SessionDatabase& database) {
    EXPECT_TRUE(Put(database, "b").ok());
    return absl::InvalidArgumentError("no");
  });
  Spawn(Putting("c"));
  gate.Open();
  Finish();
  EXPECT_TRUE(results_[1]->ok());
  EXPECT_TRUE(absl::IsInvalidArgument(*results_[2]));
  EXPECT_TRUE(results_[3]->ok());
  EXPECT_EQ(CountSessions(), 2);
}

// After a disk error SQLite may roll back the whole transaction, including the
// operations that succeeded.
TEST_F(StorageThreadTest, RepeatsLostTransactionOneByOne) {
  Start();
  Gate gate;
  Spawn(gate.Work());
  gate.WaitUntilEntered();
  Spawn(Putting("a"));
  Spawn([](SessionDatabase& database) {
    EXPECT_TRUE(database.connection().Execute("ROLLBACK").ok());
    return absl::ResourceExhaustedError("full");
  });
  Spawn(Putting("c"));
  gate.Open();
  Finish();
  EXPECT_TRUE(results_[1]->ok()) << *results_[1];
  EXPECT_TRUE(absl::IsResourceExhausted(*results_[2]));
  EXPECT_TRUE(results_[3]->ok()) << *results_[3];
  EXPECT_EQ(CountSessions(), 2);
}

TEST_F(StorageThreadTest, RefusesAtOnceIfTheQueueIsFull) {
  options_.longest_queue = 3;
  Start();
  Gate gate;
  Spawn(gate.Work());
  gate.WaitUntilEntered();
  for (int n = 0; n < 4; ++n) Spawn(Putting(absl::StrCat(n)));
  ASSERT_TRUE(results_[4].has_value());
  EXPECT_TRUE(absl::IsResourceExhausted(*results_[4]));
  EXPECT_FALSE(results_[3].has_value());
  gate.Open();
  Finish();
  EXPECT_TRUE(results_[3]->ok());
  EXPECT_EQ(CountSessions(), 3);
}

TEST_F(StorageThreadTest, DestructorRunsQueuedOperations) {
  Start();
  Gate gate;
  Spawn(gate.Work());
  gate.WaitUntilEntered();
  for (int n = 0; n < 100; ++n) Spawn(Putting(absl::StrCat(n)));
  std::thread opener([&gate] { gate.Open(); });
  thread_.reset();
  opener.join();
  EXPECT_EQ(CountSessions(), 100);
  // The waiting coroutines still get their results.
  Finish();
  for (const auto& result : results_) EXPECT_TRUE(result->ok());
}

TEST_F(StorageThreadTest, DestructorGivesUpAfterTheDrainLimit) {
  options_.drain_limit = std::chrono::milliseconds(0);
  Start();
  Gate gate;
  Spawn(gate.Work());
  gate.WaitUntilEntered();
  Spawn(Putting("a"));
  thread_->Stop();
  Spawn(Putting("b"));
  gate.Open();
  thread_.reset();
  Finish();
  EXPECT_TRUE(results_[0]->ok());
  EXPECT_TRUE(absl::IsUnavailable(*results_[1])) << *results_[1];
  EXPECT_TRUE(absl::IsUnavailable(*results_[2])) << *results_[2];
  EXPECT_EQ(CountSessions(), 0);
}

// The gateway's event loop can end while requests are in progress.
TEST_F(StorageThreadTest, LoopMayBeDestroyedDuringAnOperation) {
  Start();
  Gate gate;
  Spawn(gate.Work());
  gate.WaitUntilEntered();
  for (int n = 0; n < 100; ++n) Spawn(Putting(absl::StrCat(n)));
  io_.reset();
  EXPECT_EQ(thread_->pending(), 0);
  gate.Open();
  EXPECT_EQ(CountSessions(), 100);
  for (const auto& result : results_) EXPECT_FALSE(result.has_value());
}

TEST_F(StorageThreadTest, LoopMayBeDestroyedAtAnyTime) {
  for (int round = 0; round < 30; ++round) {
    Start();
    for (int n = 0; n < 20; ++n) Spawn(Putting(absl::StrCat(round, "-", n)));
    if (round % 2 == 0) io_->run_one();
    io_.reset();
    thread_.reset();
    io_.emplace(1);
  }
  EXPECT_EQ(CountSessions(), 600);
}

TEST_F(StorageThreadTest, MayBeDestroyedBeforeTheLoop) {
  for (int round = 0; round < 30; ++round) {
    Start();
    for (int n = 0; n < 20; ++n) Spawn(Putting(absl::StrCat(round, "-", n)));
    thread_.reset();
    io_.reset();
    io_.emplace(1);
  }
  EXPECT_EQ(CountSessions(), 600);
}

TEST_F(StorageThreadTest, OpensAgainAfterAFailedOpening) {
  home_.Write("victim", "");
  ASSERT_EQ(symlink("victim", home_.Path("gateway.db").c_str()), 0);
  Start();
  EXPECT_TRUE(absl::IsFailedPrecondition(thread_->Opened()));
  EXPECT_TRUE(absl::IsFailedPrecondition(Do(Putting("a"))));
  unlink(home_.Path("gateway.db").c_str());
  const auto deadline =
      std::chrono::steady_clock::now() + std::chrono::seconds(60);
  absl::Status status = Do(Putting("a"));
  while (!status.ok() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    status = Do(Putting("a"));
  }
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(CountSessions(), 1);
}

TEST_F(StorageThreadTest, CreatesRemovedFileAgain) {
  Start();
  EXPECT_TRUE(thread_->Opened().ok());
  ASSERT_TRUE(Do(Putting("a")).ok());
  for (const char* name : {"gateway.db", "gateway.db-wal", "gateway.db-shm"}) {
    unlink(home_.Path(name).c_str());
  }
  EXPECT_TRUE(Do(Putting("b")).ok());
  EXPECT_EQ(CountSessions(), 1);
}

TEST_F(StorageThreadTest, ReopensDatabaseAfterADataLossError) {
  Start();
  ASSERT_TRUE(Do(Putting("a")).ok());
  EXPECT_TRUE(absl::IsDataLoss(
      Do([](SessionDatabase&) { return absl::DataLossError("damaged"); })));
  // The database is intact, so it is used again after the check.
  const auto deadline =
      std::chrono::steady_clock::now() + std::chrono::seconds(60);
  absl::Status status = Do(Putting("b"));
  while (!status.ok() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    status = Do(Putting("b"));
  }
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(CountSessions(), 2);
}

class UpkeepTest : public StorageThreadTest {
 protected:
  UpkeepTest() { options_.limits.retention.max_age = std::chrono::days(1); }

  static StorageThread::Work PuttingOld(std::string id, size_t bytes = 1) {
    return [id = std::move(id), bytes](SessionDatabase& database) {
      TurnOpening opening;
      opening.session.id = id;
      opening.input = TextMessage(Role::kUser, std::string(bytes, 'x'));
      const auto turn = database.sessions().OpenTurn(opening);
      if (!turn.ok()) return turn.status();
      return database.connection().Execute(
          "DELETE FROM active_turns; UPDATE sessions SET updated_at = 1");
    };
  }

  // Returns the number of sessions that an operation sees.
  int64_t Left() {
    int64_t left = -1;
    const absl::Status done = Do([&left](SessionDatabase& database) {
      SqliteQuery query =
          database.connection().Query("SELECT count(*) FROM sessions");
      const absl::StatusOr<bool> row = query.Step();
      left = query.Integer(0);
      return row.status();
    });
    EXPECT_TRUE(done.ok()) << done;
    return left;
  }

  bool EventuallyEmpty() {
    const auto deadline =
        std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (Left() > 0) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return true;
  }
};

TEST_F(UpkeepTest, RunsAfterOpening) {
  options_.upkeep_interval = std::chrono::hours(1);
  Start();
  // The upkeep that follows the opening may end before this operation does.
  ASSERT_TRUE(Do(PuttingOld("a")).ok());
  thread_.reset();
  Start();
  EXPECT_TRUE(EventuallyEmpty());
}

TEST_F(UpkeepTest, RunsAfterOperations) {
  options_.upkeep_interval = std::chrono::milliseconds(0);
  Start();
  ASSERT_TRUE(Do(PuttingOld("a")).ok());
  EXPECT_TRUE(EventuallyEmpty());
}

TEST_F(UpkeepTest, WaitsForItsInterval) {
  options_.upkeep_interval = std::chrono::hours(1);
  Start();
  const auto deadline =
      std::chrono::steady_clock::now() + std::chrono::milliseconds(300);
  ASSERT_TRUE(Do(Putting("first")).ok());
  ASSERT_TRUE(Do(PuttingOld("a")).ok());
  while (std::chrono::steady_clock::now() < deadline) {
    EXPECT_EQ(Left(), 2);
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

// Sessions reach the age limit even if the gateway is not used.
TEST_F(UpkeepTest, RunsWithoutOperations) {
  options_.upkeep_interval = std::chrono::hours(1);
  options_.idle_upkeep_interval = std::chrono::milliseconds(10);
  Start();
  // The upkeep that follows the opening may end before this operation does.
  ASSERT_TRUE(Do(PuttingOld("a")).ok());
  const auto reader = SqliteConnection::Open(home_.Path("gateway.db"), 1000);
  ASSERT_TRUE(reader.ok()) << reader.status();
  const auto is_there = [&reader] {
    SqliteQuery query = (*reader)->Query("SELECT count(*) FROM sessions");
    return query.Step().value_or(false) && query.Integer(0) > 0;
  };
  const auto deadline =
      std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (is_there() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_FALSE(is_there());
}

// Deleting many megabytes at once would delay the turns.
TEST_F(UpkeepTest, RunsOperationsBetweenSteps) {
  constexpr int kSessions = 60;
  options_.limits.retention.max_age = std::chrono::seconds(0);
  Start();
  for (int n = 0; n < kSessions; ++n) {
    ASSERT_TRUE(Do(PuttingOld(absl::StrCat("s", n), 1 << 20)).ok());
  }
  thread_.reset();
  options_.limits.retention.max_age = std::chrono::days(1);
  options_.upkeep_interval = std::chrono::milliseconds(0);
  Start();
  ASSERT_TRUE(thread_->Opened().ok());
  // 60 steps have 59 pauses of 20 ms; this operation waits for two steps.
  EXPECT_GT(Left(), 0);
  EXPECT_TRUE(EventuallyEmpty());
}

}  // namespace
}  // namespace hermes::gateway
