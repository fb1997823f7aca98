#include "gateway/profile/owner_identity.h"

#include <fcntl.h>
#include <grp.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "shim/base/unique_fd.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

constexpr uid_t kOwner = 10'000;
constexpr gid_t kGroup = 10'001;
constexpr gid_t kRootsGroup = 4242;

std::vector<gid_t> Groups() {
  std::vector<gid_t> groups(64);
  const int count = getgroups(64, groups.data());
  EXPECT_GE(count, 0);
  groups.resize(static_cast<size_t>(count));
  return groups;
}

class OwnerIdentityTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(geteuid(), 0u) << "needs root";
    const gid_t groups[] = {0, kRootsGroup};
    ASSERT_EQ(setgroups(2, groups), 0);
    ASSERT_EQ(chown(home_.path().c_str(), kOwner, kGroup), 0);
  }
  void ExpectRoot() {
    EXPECT_EQ(geteuid(), 0u);
    EXPECT_EQ(getegid(), 0u);
    EXPECT_EQ(Groups(), (std::vector<gid_t>{0, kRootsGroup}));
  }

  TempDirectory home_;
};

TEST_F(OwnerIdentityTest, ActsAsOwnerUntilDestroyed) {
  {
    const auto owner = OwnerIdentity::Of(home_.path());
    ASSERT_TRUE(owner.ok()) << owner.status();
    EXPECT_EQ(geteuid(), kOwner);
    EXPECT_EQ(getegid(), kGroup);
    EXPECT_EQ(Groups(), (std::vector<gid_t>{kGroup}));
  }
  ExpectRoot();
}

// The owner plants a link to a file that only root's groups may read.
TEST_F(OwnerIdentityTest, DropsRootsGroups) {
  TempDirectory elsewhere;
  ASSERT_EQ(chmod(elsewhere.path().c_str(), 0755), 0);
  elsewhere.Write("secret", "x");
  const std::string secret = elsewhere.Path("secret");
  ASSERT_EQ(chown(secret.c_str(), 0, kRootsGroup), 0);
  ASSERT_EQ(chmod(secret.c_str(), 0640), 0);
  const auto owner = OwnerIdentity::Of(home_.path());
  ASSERT_TRUE(owner.ok()) << owner.status();
  const UniqueFd file(open(secret.c_str(), O_RDONLY | O_CLOEXEC));
  EXPECT_FALSE(file.valid());
  EXPECT_EQ(errno, EACCES);
}

TEST_F(OwnerIdentityTest, ChangesNothingForRootsDirectory) {
  ASSERT_EQ(chown(home_.path().c_str(), 0, kGroup), 0);
  const auto owner = OwnerIdentity::Of(home_.path());
  ASSERT_TRUE(owner.ok()) << owner.status();
  ExpectRoot();
  const auto missing = OwnerIdentity::Of(home_.Path("none"));
  ASSERT_TRUE(missing.ok()) << missing.status();
  ExpectRoot();
}

TEST_F(OwnerIdentityTest, RestoresRootOnceAfterMove) {
  auto owner = OwnerIdentity::Of(home_.path());
  ASSERT_TRUE(owner.ok()) << owner.status();
  {
    const OwnerIdentity moved = *std::move(owner);
    EXPECT_EQ(geteuid(), kOwner);
  }
  ExpectRoot();
}

}  // namespace
}  // namespace hermes::gateway
