// Tests the store on a file system that is really full: a small tmpfs in the
// test's own mount namespace.
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/session/sqlite_session_store.h"
#include "gateway/session/storage_thread.h"
#include "gateway/turn/chat_message.h"
#include "gateway/turn/session_store.h"
#include "tests/gateway/session/await.h"
#include "tests/gateway/small_disk.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

class FullDiskTest : public testing::Test {
 protected:
  void TearDown() override { store_.reset(); }

  void Fill(size_t spare) { disk_.Fill(spare); }
  void MakeRoom() { disk_.MakeRoom(); }

  void Start() {
    StorageOptions options;
    options.home_fd = disk_.fd();
    store_ = std::make_unique<SqliteSessionStore>(io_, options);
  }

  static TurnOpening Opening(const std::string& id, size_t bytes) {
    TurnOpening opening;
    opening.session.id = id;
    opening.platform = "test";
    opening.input = TextMessage(Role::kUser, std::string(bytes, 'x'));
    return opening;
  }
  absl::Status OpenTurn(const std::string& id, size_t bytes) {
    return Await(io_, store_->OpenTurn(Opening(id, bytes))).status();
  }
  bool IsThere(const std::string& id) {
    const auto info = Await(io_, store_->Find({"", id}));
    return info.ok() && info->has_value();
  }

  TempDirectory directory_;
  SmallDisk disk_{directory_};
  boost::asio::io_context io_{1};
  std::unique_ptr<SqliteSessionStore> store_;
};

TEST_F(FullDiskTest, RefusesTurnsUntilThereIsSpace) {
  Start();
  ASSERT_TRUE(OpenTurn("before", 100).ok());
  Fill(0);
  absl::Status status;
  int taken = 0;
  // Turns that fit in the space that the -wal already has are still accepted.
  while (status.ok() && taken < 10'000) {
    status = OpenTurn(absl::StrCat("s", taken), 1000);
    if (status.ok()) ++taken;
  }
  EXPECT_TRUE(absl::IsResourceExhausted(status)) << status;
  EXPECT_TRUE(absl::IsResourceExhausted(Await(io_, store_->Check())));
  MakeRoom();
  EXPECT_TRUE(Await(io_, store_->Check()).ok());
  EXPECT_TRUE(OpenTurn("after", 1000).ok());
  EXPECT_FALSE(IsThere(absl::StrCat("s", taken)));
  store_.reset();
  Start();
  EXPECT_TRUE(IsThere("before"));
  EXPECT_TRUE(IsThere("after"));
  for (int n = 0; n < taken; ++n) EXPECT_TRUE(IsThere(absl::StrCat("s", n)));
}

// One turn of the batch is too large for the disk.
TEST_F(FullDiskTest, AcceptsSmallTurnsOfABatchWithALargeOne) {
  Start();
  ASSERT_TRUE(OpenTurn("before", 100).ok());
  // Each small turn uses up to 10 pages of the -wal.
  Fill(size_t{320} << 10);
  std::vector<absl::Status> results(9, absl::UnknownError("none"));
  const auto begin = [this, &results](
                         size_t at,
                         size_t bytes) -> boost::asio::awaitable<void> {
    const auto turn =
        co_await store_->OpenTurn(Opening(absl::StrCat("s", at), bytes));
    results[at] = turn.status();
  };
  for (size_t at = 0; at < results.size(); ++at) {
    boost::asio::co_spawn(io_, begin(at, at == 4 ? 600'000 : 100),
                          boost::asio::detached);
  }
  io_.restart();
  io_.run();
  for (size_t at = 0; at < results.size(); ++at) {
    EXPECT_EQ(results[at].code(), at == 4 ? absl::StatusCode::kResourceExhausted
                                          : absl::StatusCode::kOk)
        << at << ": " << results[at];
    EXPECT_EQ(IsThere(absl::StrCat("s", at)), at != 4);
  }
}

TEST_F(FullDiskTest, StartsOnFullDiskAndWorksOnceThereIsSpace) {
  Fill(0);
  Start();
  EXPECT_TRUE(absl::IsResourceExhausted(store_->Opened())) << store_->Opened();
  EXPECT_TRUE(absl::IsResourceExhausted(Await(io_, store_->Check())));
  MakeRoom();
  const auto deadline =
      std::chrono::steady_clock::now() + std::chrono::seconds(60);
  absl::Status status = Await(io_, store_->Check());
  while (!status.ok() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    status = Await(io_, store_->Check());
  }
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_TRUE(OpenTurn("after", 100).ok());
}

TEST_F(FullDiskTest, RefusesTurnsWhileTheDiskIsReadOnly) {
  Start();
  ASSERT_TRUE(OpenTurn("before", 100).ok());
  store_.reset();
  const char* const path = directory_.path().c_str();
  ASSERT_EQ(mount("none", path, "tmpfs", MS_REMOUNT | MS_RDONLY, "size=1m"), 0);
  Start();
  EXPECT_TRUE(absl::IsPermissionDenied(store_->Opened())) << store_->Opened();
  EXPECT_TRUE(absl::IsPermissionDenied(OpenTurn("s", 100)));
  ASSERT_EQ(mount("none", path, "tmpfs", MS_REMOUNT, "size=1m"), 0);
  const auto deadline =
      std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!OpenTurn("s", 100).ok() &&
         std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_TRUE(IsThere("before"));
  EXPECT_TRUE(IsThere("s"));
}

}  // namespace
}  // namespace hermes::gateway
