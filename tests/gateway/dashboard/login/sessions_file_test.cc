#include "gateway/dashboard/login/sessions_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/dashboard/login/revoked_sessions.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway::dashboard {
namespace {

constexpr char kName[] = ".dashboard_sessions";

RevokedSessions Loaded(const TempDirectory& root) {
  absl::StatusOr<RevokedSessions> revoked = LoadOrMakeSessions(root.fd());
  EXPECT_TRUE(revoked.ok()) << revoked.status();
  return revoked.ok() ? *std::move(revoked) : RevokedSessions("");
}

TEST(SessionsFileTest, CreatesFileForOwnerOnly) {
  const TempDirectory root;
  EXPECT_EQ(Loaded(root).epoch().size(), 64u);
  struct stat st = {};
  ASSERT_EQ(lstat(root.Path(kName).c_str(), &st), 0);
  EXPECT_EQ(st.st_mode, S_IFREG | 0600u);
}

TEST(SessionsFileTest, LoadsSavedSessions) {
  const TempDirectory root;
  RevokedSessions revoked = Loaded(root);
  revoked.Revoke({"ab12", 1000}, 10);
  ASSERT_TRUE(SaveSessions(root.fd(), revoked.Format()).ok());
  const RevokedSessions again = Loaded(root);
  EXPECT_EQ(again.epoch(), revoked.epoch());
  EXPECT_TRUE(again.IsRevoked({"ab12", 1000}));
}

// A damaged file may have listed revoked sessions, so all sessions end.
TEST(SessionsFileTest, StartsNewEpochIfFileIsDamaged) {
  const TempDirectory root;
  const std::string epoch = Loaded(root).epoch();
  root.Write(kName, root.Read(kName) + "x");
  const std::string next = Loaded(root).epoch();
  EXPECT_NE(next, epoch);
  EXPECT_EQ(Loaded(root).epoch(), next);
}

// The file's epoch is part of the key.
TEST(SessionsFileTest, StartsNewEpochIfOtherUsersCanReadFile) {
  const TempDirectory root;
  const std::string epoch = Loaded(root).epoch();
  ASSERT_EQ(chmod(root.Path(kName).c_str(), 0644), 0);
  EXPECT_NE(Loaded(root).epoch(), epoch);
}

TEST(SessionsFileTest, ReportsDirectoryInPlaceOfFile) {
  const TempDirectory root;
  ASSERT_EQ(mkdir(root.Path(kName).c_str(), 0700), 0);
  EXPECT_FALSE(LoadOrMakeSessions(root.fd()).ok());
}

}  // namespace
}  // namespace hermes::gateway::dashboard
