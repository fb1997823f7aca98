#include "gateway/dashboard/view/log_tail.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdio.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "shim/base/unique_fd.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway::dashboard {
namespace {

using Lines = std::vector<std::string>;

void Append(const TempDirectory& at, const std::string& text) {
  const UniqueFd file(open(at.Path("log").c_str(),
                           O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
  ASSERT_EQ(write(file.get(), text.data(), text.size()),
            static_cast<ssize_t>(text.size()));
}

TEST(LogTailTest, ReturnsLastLinesFirst) {
  const TempDirectory at;
  Append(at, "1\n2\n3\n");
  LogTail tail(at.Path("log"));
  EXPECT_EQ(tail.Last(2), (Lines{"2", "3"}));
  EXPECT_EQ(tail.More(), Lines());
}

TEST(LogTailTest, ReturnsAppendedLines) {
  const TempDirectory at;
  Append(at, "1\npart");
  LogTail tail(at.Path("log"));
  EXPECT_EQ(tail.Last(9), (Lines{"1"}));
  Append(at, " of a line\n3\n");
  EXPECT_EQ(tail.More(), (Lines{"part of a line", "3"}));
}

TEST(LogTailTest, ReadsFileThatAppearsLater) {
  const TempDirectory at;
  LogTail tail(at.Path("log"));
  EXPECT_EQ(tail.Last(9), Lines());
  EXPECT_EQ(tail.More(), Lines());
  Append(at, "1\n");
  EXPECT_EQ(tail.More(), (Lines{"1"}));
}

TEST(LogTailTest, ReadsOldFileToItsEndAfterRotation) {
  const TempDirectory at;
  Append(at, "1\n");
  LogTail tail(at.Path("log"));
  tail.Last(9);
  Append(at, "2\n");
  ASSERT_EQ(rename(at.Path("log").c_str(), at.Path("old").c_str()), 0);
  Append(at, "3\n");
  Lines seen;
  for (int i = 0; i < 3; ++i) {
    for (const std::string& line : tail.More()) seen.push_back(line);
  }
  EXPECT_EQ(seen, (Lines{"2", "3"}));
}

TEST(LogTailTest, ReadsTruncatedFileFromItsStart) {
  const TempDirectory at;
  Append(at, "first\n");
  LogTail tail(at.Path("log"));
  tail.Last(9);
  ASSERT_EQ(truncate(at.Path("log").c_str(), 0), 0);
  Append(at, "2\n");
  EXPECT_EQ(tail.More(), (Lines{"2"}));
}

TEST(LogTailTest, CutsLongLine) {
  const TempDirectory at;
  Append(at, std::string(100000, 'x') + "\n2\n");
  LogTail tail(at.Path("log"));
  const Lines lines = tail.Last(9);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0], std::string(8192, 'x'));
  EXPECT_EQ(lines[1], "2");
}

TEST(LogTailTest, DoesNotFollowLink) {
  const TempDirectory at;
  at.Write("secret", "1\n");
  ASSERT_EQ(symlink("secret", at.Path("log").c_str()), 0);
  LogTail tail(at.Path("log"));
  EXPECT_EQ(tail.Last(9), Lines());
  EXPECT_EQ(tail.More(), Lines());
}

TEST(LogPathTest, ReturnsPathOfEachLog) {
  EXPECT_EQ(LogPath("/r", "default", "gateway"), "/r/logs/gateway.log");
  EXPECT_EQ(LogPath("/r", "c", "errors"), "/r/profiles/c/logs/errors.log");
  EXPECT_EQ(LogPath("/r", "c", "current"), "/r/logs/gateways/c/current");
  EXPECT_EQ(LogPath("/r", "c", "boot"), "/r/logs/container-boot.log");
  EXPECT_EQ(LogPath("/r", "c", "../.env"), std::nullopt);
}

}  // namespace
}  // namespace hermes::gateway::dashboard
