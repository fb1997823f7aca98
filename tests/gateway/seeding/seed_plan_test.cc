#include "gateway/seeding/seed_plan.h"

#include <gtest/gtest.h>

namespace hermes::gateway {
namespace {

std::vector<std::string> Names(const SeedPlan& plan) {
  std::vector<std::string> names;
  for (const SeedFile& file : plan.files) names.push_back(file.name);
  return names;
}

using NameList = std::vector<std::string>;

TEST(SeedPlanTest, EmptyHomeGetsAllAndTheSecretFirst) {
  const SeedPlan plan = PlanSeeding(SeedFacts(), "abc");
  EXPECT_EQ(Names(plan), (NameList{".env", "config.yaml", "SOUL.md"}));
  EXPECT_EQ(plan.files[0].mode, 0600u);
  EXPECT_NE(plan.files[0].content.find("\nAPI_SERVER_KEY=abc\n"),
            std::string::npos);
  EXPECT_EQ(plan.directories,
            (NameList{"memories", "sessions", "skills", "skins", "logs",
                      "plans", "workspace", "cron", "home"}));
}

TEST(SeedPlanTest, CompleteHomeGetsNoFile) {
  SeedFacts facts;
  facts.has_soul = facts.has_config = facts.has_dotenv = true;
  EXPECT_TRUE(PlanSeeding(facts, "abc").files.empty());
}

TEST(SeedPlanTest, InterruptedFirstStartIsCompleted) {
  SeedFacts facts;
  facts.has_dotenv = true;
  EXPECT_EQ(Names(PlanSeeding(facts, "abc")),
            (NameList{"config.yaml", "SOUL.md"}));
}

TEST(SeedPlanTest, OldHomeWithoutDotenvStaysWithoutKey) {
  SeedFacts facts;
  facts.has_config = true;
  EXPECT_EQ(Names(PlanSeeding(facts, "abc")), NameList{"SOUL.md"});
}

TEST(SeedPlanTest, ContainersKeyIsNotShadowedByAnother) {
  SeedFacts facts;
  facts.key_in_environment = true;
  const SeedPlan plan = PlanSeeding(facts, "");
  ASSERT_EQ(plan.files[0].name, ".env");
  EXPECT_EQ(plan.files[0].content.find("API_SERVER_KEY="), std::string::npos);
}

TEST(SeedPlanTest, NamedProfileGetsNoKeyForTheDefaultPort) {
  SeedFacts facts;
  facts.is_default_profile = false;
  EXPECT_EQ(Names(PlanSeeding(facts, "abc")),
            (NameList{"config.yaml", "SOUL.md"}));
}

}  // namespace
}  // namespace hermes::gateway
