#include "shim/slot/directory_tree.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>

#include "gtest/gtest.h"
#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"
#include "tests/shim/slot/slot_tree.h"

namespace hermes {
namespace {

using fixture::Exists;
using fixture::SlotPlace;

TEST(MakeDirectoryTest, ModeDoesNotDependOnTheUmask) {
  const SlotPlace place;
  const mode_t before = umask(0077);
  const Expected<UniqueFd> made =
      MakeDirectory(AT_FDCWD, place.Path("d"), 0711);
  umask(before);
  ASSERT_TRUE(made.ok());
  struct stat st;
  ASSERT_EQ(fstat(made.value().get(), &st), 0);
  EXPECT_EQ(st.st_mode & 07777, 0711u);
}

TEST(MakeDirectoryTest, ExistingOneIsAnError) {
  const SlotPlace place;
  const Expected<UniqueFd> made = MakeDirectory(AT_FDCWD, place.home(), 0755);
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().err, EEXIST);
}

TEST(OpenDirectoryTest, SymlinkIsRefused) {
  const SlotPlace place;
  ASSERT_EQ(symlink(place.home().c_str(), place.Path("link").c_str()), 0);
  EXPECT_FALSE(OpenDirectory(AT_FDCWD, place.Path("link")).ok());
  EXPECT_TRUE(OpenDirectory(AT_FDCWD, place.home()).ok());
}

TEST(RemoveTreeTest, RemovesAllThatIsInIt) {
  const SlotPlace place;
  std::filesystem::create_directories(place.Path("t/a/b"));
  fixture::Spill(place.Path("t/a/file"), "x");
  ASSERT_EQ(mkfifo(place.Path("t/fifo").c_str(), 0600), 0);
  const Expected<void> removed = RemoveTree(AT_FDCWD, place.Path("t"));
  EXPECT_TRUE(removed.ok()) << Describe(removed.error());
  EXPECT_FALSE(Exists(place.Path("t")));
}

TEST(RemoveTreeTest, SymlinksAreRemovedAndNotFollowed) {
  const SlotPlace place;
  fixture::Spill(place.home() + "/kept", "x");
  std::filesystem::create_directory(place.Path("t"));
  ASSERT_EQ(symlink(place.home().c_str(), place.Path("t/link").c_str()), 0);
  ASSERT_TRUE(RemoveTree(AT_FDCWD, place.Path("t")).ok());
  EXPECT_TRUE(Exists(place.home() + "/kept"));
}

TEST(RemoveTreeTest, SymlinkToATreeIsRefused) {
  const SlotPlace place;
  ASSERT_EQ(symlink(place.home().c_str(), place.Path("link").c_str()), 0);
  EXPECT_FALSE(RemoveTree(AT_FDCWD, place.Path("link")).ok());
  EXPECT_TRUE(Exists(place.home()));
}

TEST(RemoveTreeTest, NothingThereIsEnoent) {
  const SlotPlace place;
  const Expected<void> removed = RemoveTree(AT_FDCWD, place.Path("none"));
  ASSERT_FALSE(removed.ok());
  EXPECT_EQ(removed.error().err, ENOENT);
}

}  // namespace
}  // namespace hermes
