#include "gateway/dashboard/login/secret_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "shim/base/unique_fd.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway::dashboard {
namespace {

constexpr char kName[] = ".dashboard_secret";

mode_t ModeOf(const TempDirectory& root) {
  struct stat st = {};
  EXPECT_EQ(lstat(root.Path(kName).c_str(), &st), 0);
  return st.st_mode;
}

std::string Loaded(const TempDirectory& root) {
  const absl::StatusOr<std::string> secret = LoadOrMakeSecret(root.fd());
  EXPECT_TRUE(secret.ok()) << secret.status();
  return secret.ok() ? *secret : "";
}

TEST(SecretFileTest, CreatesFileForOwnerOnly) {
  const TempDirectory root;
  const std::string secret = Loaded(root);
  EXPECT_GE(secret.size(), 32u);
  EXPECT_EQ(ModeOf(root), S_IFREG | 0600u);
  EXPECT_EQ(root.Read(kName), secret + "\n");
}

TEST(SecretFileTest, KeepsSecret) {
  const TempDirectory root;
  const std::string secret = Loaded(root);
  EXPECT_EQ(Loaded(root), secret);
  const TempDirectory other;
  EXPECT_NE(Loaded(other), secret);
}

// An operator may provide the file.
TEST(SecretFileTest, IgnoresBlanksAroundSecret) {
  const TempDirectory root;
  const std::string own(40, 'x');
  root.Write(kName, " " + own + "\r\n");
  ASSERT_EQ(chmod(root.Path(kName).c_str(), 0600), 0);
  EXPECT_EQ(Loaded(root), own);
}

TEST(SecretFileTest, ReplacesFileThatOtherUsersCanAccess) {
  for (const mode_t mode : {0640, 0604, 0620, 0602}) {
    const TempDirectory root;
    const std::string known(64, 'x');
    root.Write(kName, known);
    ASSERT_EQ(chmod(root.Path(kName).c_str(), mode), 0);
    EXPECT_NE(Loaded(root), known) << mode;
    EXPECT_EQ(ModeOf(root), S_IFREG | 0600u) << mode;
  }
}

TEST(SecretFileTest, ReplacesShortSecret) {
  const TempDirectory root;
  for (const std::string& text : {std::string(), std::string(31, 'x')}) {
    root.Write(kName, text + std::string(200, '\n'));
    ASSERT_EQ(chmod(root.Path(kName).c_str(), 0600), 0);
    EXPECT_NE(Loaded(root), text);
  }
  root.Write(kName, std::string(32, 'x'));
  ASSERT_EQ(chmod(root.Path(kName).c_str(), 0600), 0);
  EXPECT_EQ(Loaded(root), std::string(32, 'x'));
}

// A link may lead to a file that other users can read or write.
TEST(SecretFileTest, ReplacesLinkWithoutFollowingIt) {
  const TempDirectory root;
  const std::string known(64, 'x');
  root.Write("elsewhere", known);
  ASSERT_EQ(chmod(root.Path("elsewhere").c_str(), 0600), 0);
  ASSERT_EQ(symlink("elsewhere", root.Path(kName).c_str()), 0);
  EXPECT_NE(Loaded(root), known);
  EXPECT_EQ(ModeOf(root), S_IFREG | 0600u);
  EXPECT_EQ(root.Read("elsewhere"), known);
}

// Opening a FIFO must not block until a process opens it for writing.
TEST(SecretFileTest, ReplacesFifo) {
  const TempDirectory root;
  ASSERT_EQ(mkfifo(root.Path(kName).c_str(), 0600), 0);
  EXPECT_GE(Loaded(root).size(), 32u);
  EXPECT_EQ(ModeOf(root), S_IFREG | 0600u);
}

TEST(SecretFileTest, ReportsDirectoryInPlaceOfFile) {
  const TempDirectory root;
  ASSERT_EQ(mkdir(root.Path(kName).c_str(), 0700), 0);
  EXPECT_FALSE(LoadOrMakeSecret(root.fd()).ok());
}

}  // namespace
}  // namespace hermes::gateway::dashboard
