#include "shim/profile/profile_list.h"

#include <unistd.h>

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/shim/profile/temporary_home.h"

namespace hermes {
namespace {

using List = std::vector<std::string>;

TEST(ListProfilesTest, AlwaysContainsDefault) {
  const TemporaryHome root;
  EXPECT_EQ(ListProfiles(root.path()), List{"default"});
  EXPECT_EQ(ListProfiles("/nowhere/at/all"), List{"default"});
}

TEST(ListProfilesTest, ListsDefaultFirstAndOthersSorted) {
  const TemporaryHome root;
  for (const char* name : {"zoe", "coder", "ann", "0day"}) {
    root.Write(std::string("profiles/") + name + "/SOUL.md", "");
  }
  EXPECT_EQ(ListProfiles(root.path()),
            (List{"default", "0day", "ann", "coder", "zoe"}));
}

TEST(ListProfilesTest, ListsOnlyValidNamesWithSoulFile) {
  const TemporaryHome root;
  root.Write("profiles/good/SOUL.md", "");
  root.Write("profiles/.deleted/good2/SOUL.md", "");
  root.Write("profiles/.good.staging-7/SOUL.md", "");
  root.Write("profiles/Upper/SOUL.md", "");
  root.Write("profiles/two words/SOUL.md", "");
  root.Write("profiles/" + std::string(65, 'a') + "/SOUL.md", "");
  root.Write("profiles/default/SOUL.md", "");
  root.Write("profiles/soulless/config.yaml", "");
  root.Write("profiles/hollow/SOUL.md/file", "");
  root.Write("profiles/afile", "");
  EXPECT_EQ(ListProfiles(root.path()), (List{"default", "good"}));
}

TEST(ListProfilesTest, FollowsLinks) {
  const TemporaryHome root;
  root.Write("elsewhere/SOUL.md", "");
  root.Write("profiles/good/SOUL.md", "");
  ASSERT_EQ(symlink("../elsewhere", root.Path("profiles/linked").c_str()), 0);
  ASSERT_EQ(symlink("../gone", root.Path("profiles/broken").c_str()), 0);
  EXPECT_EQ(ListProfiles(root.path()), (List{"default", "good", "linked"}));
}

}  // namespace
}  // namespace hermes
