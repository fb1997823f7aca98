#include "gateway/seeding/home_seeding.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

TEST(HomeSeedingTest, KeepsSecretPrivateWithAnyUmask) {
  const TempDirectory dir;
  const mode_t old = umask(0);
  ASSERT_TRUE(SeedHome(dir.fd(), true, false).ok());
  umask(old);
  struct stat status = {};
  ASSERT_EQ(stat(dir.Path(".env").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0600u);
}

TEST(HomeSeedingTest, ChangesNothingTheSecondTime) {
  const TempDirectory dir;
  ASSERT_TRUE(SeedHome(dir.fd(), true, false).ok());
  const std::string secret = dir.Read(".env");
  dir.Write("SOUL.md", "mine");
  ASSERT_TRUE(SeedHome(dir.fd(), true, false).ok());
  EXPECT_EQ(dir.Read(".env"), secret);
  EXPECT_EQ(dir.Read("SOUL.md"), "mine");
}

TEST(HomeSeedingTest, DoesNotFollowLink) {
  const TempDirectory dir;
  const TempDirectory elsewhere;
  for (const char* name : {"SOUL.md", "config.yaml", ".env"}) {
    ASSERT_EQ(symlink(elsewhere.Path(name).c_str(), dir.Path(name).c_str()), 0);
  }
  ASSERT_TRUE(SeedHome(dir.fd(), true, false).ok());
  for (const char* name : {"SOUL.md", "config.yaml", ".env"}) {
    EXPECT_FALSE(elsewhere.Has(name)) << name;
  }
}

}  // namespace
}  // namespace hermes::gateway
