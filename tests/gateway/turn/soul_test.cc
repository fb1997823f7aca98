#include "gateway/turn/soul.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "absl/status/status.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

class SoulTest : public testing::Test {
 protected:
  std::string Read() {
    const auto text = soul_.Read();
    EXPECT_TRUE(text.ok()) << text.status();
    return text.ok() ? *text : "";
  }
  // Sets the file's mtime far in the past.
  void Age() {
    const timespec old[2] = {{1'000'000'000, 0}, {1'000'000'000, 0}};
    ASSERT_EQ(utimensat(home_.fd(), "SOUL.md", old, 0), 0);
  }

  TempDirectory home_;
  Soul soul_{home_.fd()};
};

TEST_F(SoulTest, ReturnsEmptyTextIfTheFileIsMissing) { EXPECT_EQ(Read(), ""); }

TEST_F(SoulTest, ReadsTheFile) {
  home_.Write("SOUL.md", "Be kind.\n");
  EXPECT_EQ(Read(), "Be kind.\n");
}

TEST_F(SoulTest, NoticesCreationChangeAndRemoval) {
  EXPECT_EQ(Read(), "");
  home_.Write("SOUL.md", "one");
  EXPECT_EQ(Read(), "one");
  home_.Write("SOUL.md", "another");
  EXPECT_EQ(Read(), "another");
  ASSERT_EQ(unlink(home_.Path("SOUL.md").c_str()), 0);
  EXPECT_EQ(Read(), "");
}

// The change keeps the size and the inode, and happens within one tick of the
// file system's clock.
TEST_F(SoulTest, NoticesChangeDirectlyAfterReading) {
  for (const char* text : {"aaa", "bbb", "ccc", "ddd"}) {
    home_.Write("SOUL.md", text);
    EXPECT_EQ(Read(), text);
  }
}

TEST_F(SoulTest, NoticesReplacementOfSameSizeAndTimes) {
  home_.Write("SOUL.md", "aaa");
  Age();
  EXPECT_EQ(Read(), "aaa");
  home_.Write("next", "bbb");
  ASSERT_EQ(rename(home_.Path("next").c_str(), home_.Path("SOUL.md").c_str()),
            0);
  Age();
  EXPECT_EQ(Read(), "bbb");
}

TEST_F(SoulTest, ReplacesInvalidUtf8AndRemovesByteOrderMark) {
  home_.Write("SOUL.md",
              "\xEF\xBB\xBF"
              "caf\xE9!");
  EXPECT_EQ(Read(), "caf\xEF\xBF\xBD!");
}

TEST_F(SoulTest, LimitsTheSizeOfTheFile) {
  home_.Write("SOUL.md", std::string(kLargestSoul, 'a'));
  EXPECT_EQ(Read().size(), kLargestSoul);
  home_.Write("SOUL.md", std::string(kLargestSoul + 1, 'a'));
  const absl::Status status = soul_.Read().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kOutOfRange) << status;
  EXPECT_NE(status.message().find("SOUL.md"), absl::string_view::npos);
}

TEST_F(SoulTest, RejectsDirectoryAndFifoWithoutBlocking) {
  ASSERT_EQ(mkdir(home_.Path("SOUL.md").c_str(), 0755), 0);
  EXPECT_EQ(soul_.Read().status().code(), absl::StatusCode::kOutOfRange);
  ASSERT_EQ(rmdir(home_.Path("SOUL.md").c_str()), 0);
  ASSERT_EQ(mkfifo(home_.Path("SOUL.md").c_str(), 0644), 0);
  EXPECT_EQ(soul_.Read().status().code(), absl::StatusCode::kOutOfRange);
}

}  // namespace
}  // namespace hermes::gateway
