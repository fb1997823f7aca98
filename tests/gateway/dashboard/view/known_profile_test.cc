#include "gateway/dashboard/view/known_profile.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/gateway/temp_directory.h"

namespace hermes::gateway::dashboard {
namespace {

TEST(KnownProfileTest, AcceptsOnlyExistingProfiles) {
  const TempDirectory root;
  root.Write("SOUL.md", "");
  std::filesystem::create_directories(root.path() + "/profiles/coder");
  root.Write("profiles/coder/SOUL.md", "");
  EXPECT_TRUE(IsKnownProfile(root.path(), "default"));
  EXPECT_TRUE(IsKnownProfile(root.path(), "coder"));
  for (const char* name : {"", "ghost", "Coder", "../coder", "coder/"}) {
    EXPECT_FALSE(IsKnownProfile(root.path(), name)) << name;
  }
}

}  // namespace
}  // namespace hermes::gateway::dashboard
