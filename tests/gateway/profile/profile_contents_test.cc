#include "gateway/profile/profile_contents.h"

#include <gtest/gtest.h>

#include <string>

#include "shim/base/dotenv.h"

namespace hermes::gateway {
namespace {

// Returns the content of the only file with that name, "" if there is none.
std::string ContentOf(const SeedPlan& plan, const std::string& name) {
  std::string content;
  int found = 0;
  for (const SeedFile& file : plan.files) {
    if (file.name != name) continue;
    content = file.content;
    ++found;
  }
  EXPECT_LE(found, 1) << name;
  return content;
}

TEST(ProfileContentsTest, PlansAllFilesOfAHome) {
  const SeedPlan plan = PlanProfile({});
  EXPECT_EQ(plan.directories.size(), 9u);
  EXPECT_NE(ContentOf(plan, "SOUL.md"), "");
  EXPECT_NE(ContentOf(plan, "config.yaml"), "");
  EXPECT_EQ(ContentOf(plan, "profile.yaml"), "description: \"\"\n");
  EXPECT_EQ(ContentOf(plan, ".env"), "");
}

TEST(ProfileContentsTest, UsesSourcesSoulAndConfigForClone) {
  NewProfile clone;
  clone.soul = "be brief";
  clone.config = "";
  const SeedPlan plan = PlanProfile(clone);
  EXPECT_EQ(ContentOf(plan, "SOUL.md"), "be brief");
  EXPECT_EQ(ContentOf(plan, "config.yaml"), "");
}

TEST(ProfileContentsTest, ReadsBackAnyDescription) {
  for (const std::string& text :
       {std::string("plain"), std::string("a: \"b\" # c \\ 'd'"),
        std::string("- {x"), std::string("gr\xC3\xBC\xC3\x9F")}) {
    NewProfile profile;
    profile.description = text;
    EXPECT_EQ(DescriptionIn(ContentOf(PlanProfile(profile), "profile.yaml")),
              text);
  }
}

TEST(ProfileContentsTest, ReturnsNoDescriptionFromDamagedFile) {
  for (const char* text :
       {"", "description: [", "- a", "description: {a: b}"}) {
    EXPECT_EQ(DescriptionIn(text), "") << text;
  }
}

TEST(ProfileDotenvTest, WritesKeyAndPortIntoPrivateFile) {
  const SeedFile file = ProfileDotenv("secret", 8643);
  EXPECT_EQ(file.mode, 0600u);
  const auto entries = ParseDotenv(file.content);
  ASSERT_TRUE(entries.ok());
  EXPECT_EQ(entries.value(), (DotenvEntries{{"API_SERVER_KEY", "secret"},
                                            {"API_SERVER_PORT", "8643"}}));
}

}  // namespace
}  // namespace hermes::gateway
