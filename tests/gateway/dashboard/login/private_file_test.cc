#include "gateway/dashboard/login/private_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <optional>
#include <string>

#include "tests/gateway/temp_directory.h"

namespace hermes::gateway::dashboard {
namespace {

constexpr char kName[] = "file";
constexpr size_t kMaxBytes = 10;

TEST(ReadPrivateFileTest, ReadsWholeFile) {
  const TempDirectory root;
  root.Write(kName, "0123456789");
  ASSERT_EQ(chmod(root.Path(kName).c_str(), 0600), 0);
  EXPECT_EQ(ReadPrivateFile(root.fd(), kName, kMaxBytes), "0123456789");
}

TEST(ReadPrivateFileTest, RefusesLongerFile) {
  const TempDirectory root;
  root.Write(kName, "0123456789a");
  ASSERT_EQ(chmod(root.Path(kName).c_str(), 0600), 0);
  EXPECT_EQ(ReadPrivateFile(root.fd(), kName, kMaxBytes), std::nullopt);
}

TEST(ReadPrivateFileTest, RefusesFileThatOtherUsersCanAccess) {
  const TempDirectory root;
  root.Write(kName, "x");
  for (const mode_t mode : {0640, 0604, 0620, 0602}) {
    ASSERT_EQ(chmod(root.Path(kName).c_str(), mode), 0);
    EXPECT_EQ(ReadPrivateFile(root.fd(), kName, kMaxBytes), std::nullopt)
        << mode;
  }
}

TEST(ReadPrivateFileTest, RefusesLinkFifoAndMissingFile) {
  const TempDirectory root;
  root.Write("elsewhere", "x");
  ASSERT_EQ(chmod(root.Path("elsewhere").c_str(), 0600), 0);
  ASSERT_EQ(symlink("elsewhere", root.Path(kName).c_str()), 0);
  ASSERT_EQ(mkfifo(root.Path("fifo").c_str(), 0600), 0);
  for (const char* name : {kName, "fifo", "missing"}) {
    EXPECT_EQ(ReadPrivateFile(root.fd(), name, kMaxBytes), std::nullopt)
        << name;
  }
}

}  // namespace
}  // namespace hermes::gateway::dashboard
