#include "gateway/profile/mounts_within.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

using Paths = std::vector<std::string>;

// Returns a line in the kernel's format.
std::string Mount(const std::string& point) {
  return absl::StrCat("36 35 98:0 /host ", point,
                      " rw,noatime master:1 - ext4 /dev/root rw\n");
}

TEST(MountsWithinTest, FindsDirectoryAndMountsBelow) {
  const std::string mounts = Mount("/") + Mount("/opt/data") +
                             Mount("/opt/data/profiles/coder") +
                             Mount("/opt/data/profiles/coder/skills/x");
  EXPECT_EQ(
      MountsWithin(mounts, "/opt/data/profiles/coder"),
      (Paths{"/opt/data/profiles/coder", "/opt/data/profiles/coder/skills/x"}));
}

TEST(MountsWithinTest, IgnoresNameWithSamePrefix) {
  const std::string mounts =
      Mount("/opt/data/profiles/coder2") + Mount("/opt/data/profiles/code");
  EXPECT_EQ(MountsWithin(mounts, "/opt/data/profiles/coder"), Paths());
}

TEST(MountsWithinTest, ReadsEscapedNames) {
  EXPECT_EQ(MountsWithin(Mount(R"(/d/a\040b\134c\011)"), "/d"),
            Paths{"/d/a b\\c\t"});
  EXPECT_EQ(MountsWithin(Mount(R"(/a\040b/c)"), "/a b"), Paths{"/a b/c"});
  EXPECT_EQ(MountsWithin(Mount(R"(/d/x\04)"), "/d"), Paths{R"(/d/x\04)"});
}

TEST(MountsWithinTest, IgnoresMalformedLines) {
  EXPECT_EQ(MountsWithin("", "/d"), Paths());
  EXPECT_EQ(MountsWithin("\n1 2 3\nx\n", "/d"), Paths());
}

TEST(FindMountsWithinTest, ReadsOwnMountsThroughLinks) {
  TempDirectory root;
  ASSERT_EQ(symlink("/proc", root.Path("link").c_str()), 0);
  const auto found = FindMountsWithin(root.Path("link"));
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_FALSE(found->empty());
  EXPECT_EQ(found->front(), "/proc");
  const auto none = FindMountsWithin(root.path());
  ASSERT_TRUE(none.ok()) << none.status();
  EXPECT_TRUE(none->empty());
  EXPECT_FALSE(FindMountsWithin(root.Path("missing")).ok());
}

}  // namespace
}  // namespace hermes::gateway
