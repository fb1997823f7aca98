#include "gateway/session/database_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

constexpr char kName[] = "gateway.db";

mode_t ModeOf(const TempDirectory& home) {
  struct stat status = {};
  EXPECT_EQ(lstat(home.Path(kName).c_str(), &status), 0);
  return status.st_mode & 07777;
}

TEST(PrepareDatabaseFileTest, CreatesPrivateFileWhateverTheUmask) {
  for (const mode_t mask : {0, 022, 0277, 0777}) {
    const TempDirectory home;
    const mode_t old = umask(mask);
    const auto path = PrepareDatabaseFile(home.fd(), kName);
    umask(old);
    ASSERT_TRUE(path.ok()) << path.status();
    EXPECT_EQ(ModeOf(home), 0600U) << std::oct << mask;
  }
}

TEST(PrepareDatabaseFileTest, RemovesSurplusPermissions) {
  const TempDirectory home;
  home.Write(kName, "kept");
  chmod(home.Path(kName).c_str(), 0666);
  ASSERT_TRUE(PrepareDatabaseFile(home.fd(), kName).ok());
  EXPECT_EQ(ModeOf(home), 0600U);
  EXPECT_EQ(home.Read(kName), "kept");
}

TEST(PrepareDatabaseFileTest, ReturnsPathWithoutLinks) {
  const TempDirectory home;
  const auto path = PrepareDatabaseFile(home.fd(), kName);
  ASSERT_TRUE(path.ok()) << path.status();
  EXPECT_EQ(*path, std::filesystem::canonical(home.Path(kName)));
}

TEST(PrepareDatabaseFileTest, DoesNotFollowLink) {
  const TempDirectory home;
  for (const char* target : {"victim", "missing"}) {
    home.Write("victim", "");
    chmod(home.Path("victim").c_str(), 0644);
    ASSERT_EQ(symlink(home.Path(target).c_str(), home.Path(kName).c_str()), 0);
    EXPECT_TRUE(absl::IsFailedPrecondition(
        PrepareDatabaseFile(home.fd(), kName).status()));
    EXPECT_FALSE(home.Has("missing"));
    struct stat status = {};
    ASSERT_EQ(stat(home.Path("victim").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0644U);
    unlink(home.Path(kName).c_str());
  }
}

TEST(PrepareDatabaseFileTest, RejectsWhatIsNotARegularFile) {
  const TempDirectory home;
  ASSERT_EQ(mkfifo(home.Path(kName).c_str(), 0600), 0);
  EXPECT_TRUE(absl::IsFailedPrecondition(
      PrepareDatabaseFile(home.fd(), kName).status()));
  unlink(home.Path(kName).c_str());
  ASSERT_EQ(mkdir(home.Path(kName).c_str(), 0700), 0);
  EXPECT_TRUE(absl::IsFailedPrecondition(
      PrepareDatabaseFile(home.fd(), kName).status()));
}

TEST(MoveDatabaseAsideTest, AlsoMovesWalAndShm) {
  const TempDirectory home;
  home.Write(kName, "a");
  home.Write("gateway.db-wal", "b");
  home.Write("gateway.db-shm", "c");
  const auto aside = MoveDatabaseAside(home.fd(), kName, "now");
  ASSERT_TRUE(aside.ok()) << aside.status();
  EXPECT_EQ(*aside, "gateway.db.corrupt-now");
  EXPECT_EQ(home.Read(*aside), "a");
  EXPECT_EQ(home.Read(*aside + "-wal"), "b");
  EXPECT_EQ(home.Read(*aside + "-shm"), "c");
  EXPECT_FALSE(home.Has(kName));
  EXPECT_FALSE(home.Has("gateway.db-wal"));
}

TEST(MoveDatabaseAsideTest, DoesNotReplaceAnEarlierOne) {
  const TempDirectory home;
  home.Write("gateway.db.corrupt-now", "first");
  home.Write(kName, "second");
  const auto aside = MoveDatabaseAside(home.fd(), kName, "now");
  ASSERT_TRUE(aside.ok()) << aside.status();
  EXPECT_EQ(home.Read(*aside), "second");
  EXPECT_EQ(home.Read("gateway.db.corrupt-now"), "first");
}

constexpr char kAside[] = "gateway.db.corrupt-20261128T0629";

std::string Aside(const std::string& end) { return kAside + end; }

TEST(DropOldDatabasesTest, KeepsTheNewestWithTheirWalAndShm) {
  const TempDirectory home;
  for (const char* end : {"00Z", "00Z-2", "00Z-10", "01Z", "02Z"}) {
    home.Write(Aside(end), "a");
    home.Write(Aside(end) + "-wal", "b");
    home.Write(Aside(end) + "-shm", "c");
  }
  EXPECT_EQ(DropOldDatabases(home.fd(), kName, 3),
            (std::vector<std::string>{Aside("00Z"), Aside("00Z-2")}));
  for (const char* end : {"00Z", "00Z-2"}) {
    EXPECT_FALSE(home.Has(Aside(end))) << end;
    EXPECT_FALSE(home.Has(Aside(end) + "-wal")) << end;
    EXPECT_FALSE(home.Has(Aside(end) + "-shm")) << end;
  }
  for (const char* end : {"00Z-10", "01Z", "02Z"}) {
    EXPECT_TRUE(home.Has(Aside(end))) << end;
    EXPECT_TRUE(home.Has(Aside(end) + "-wal")) << end;
  }
  EXPECT_TRUE(DropOldDatabases(home.fd(), kName, 3).empty());
}

// An older name that is free again must not be given to a newer database.
TEST(DropOldDatabasesTest, KeepsTheNewestOfOneSecond) {
  const TempDirectory home;
  for (const char* content : {"a", "b", "c", "d", "e"}) {
    home.Write(kName, content);
    ASSERT_TRUE(MoveDatabaseAside(home.fd(), kName, "20261128T062900Z").ok());
    DropOldDatabases(home.fd(), kName, 3);
  }
  EXPECT_EQ(home.Read(Aside("00Z-3")), "c");
  EXPECT_EQ(home.Read(Aside("00Z-4")), "d");
  EXPECT_EQ(home.Read(Aside("00Z-5")), "e");
}

// The operator has named files whose names this program does not use.
TEST(DropOldDatabasesTest, KeepsFilesWithOtherNames) {
  const TempDirectory home;
  const std::string others[] = {
      kName,          "gateway.db-wal",  "gateway.db.corrupt-",
      Aside("00"),    Aside("00Z-kept"), Aside("00Z.gz"),
      Aside("0xZ"),   Aside("00Z-"),     "other.db.corrupt-20261128T062900Z",
      Aside("00Z-2x")};
  for (const std::string& other : others) home.Write(other, "x");
  ASSERT_EQ(mkdir(home.Path(Aside("03Z")).c_str(), 0700), 0);
  EXPECT_TRUE(DropOldDatabases(home.fd(), kName, 0).empty());
  for (const std::string& other : others) {
    EXPECT_TRUE(home.Has(other)) << other;
  }
  EXPECT_TRUE(home.Has(Aside("03Z")));
}

TEST(FindDatabaseFileTest, CreatesNoFile) {
  const TempDirectory home;
  EXPECT_TRUE(absl::IsNotFound(FindDatabaseFile(home.fd(), kName).status()));
  EXPECT_FALSE(home.Has(kName));
  ASSERT_EQ(symlink("elsewhere", home.Path(kName).c_str()), 0);
  EXPECT_TRUE(
      absl::IsFailedPrecondition(FindDatabaseFile(home.fd(), kName).status()));
}

}  // namespace
}  // namespace hermes::gateway
