#include "gateway/seeding/seed_plan.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/config/model_decision.h"
#include "gateway/config/model_settings.h"
#include "gateway/config/yaml_settings.h"

namespace hermes::gateway {
namespace {

std::vector<std::string> Names(const SeedPlan& plan) {
  std::vector<std::string> names;
  for (const SeedFile& file : plan.files) names.push_back(file.name);
  return names;
}

using NameList = std::vector<std::string>;

TEST(SeedPlanTest, AddsAllFilesToEmptyHomeSecretFirst) {
  const SeedPlan plan = PlanSeeding(SeedFacts(), "abc");
  EXPECT_EQ(Names(plan), (NameList{".env", "config.yaml", "SOUL.md"}));
  EXPECT_EQ(plan.files[0].mode, 0600u);
  EXPECT_NE(plan.files[0].content.find("\nAPI_SERVER_KEY=abc\n"),
            std::string::npos);
  EXPECT_EQ(plan.directories,
            (NameList{"memories", "sessions", "skills", "skins", "logs",
                      "plans", "workspace", "cron", "home"}));
}

TEST(SeedPlanTest, AddsNoFileToCompleteHome) {
  SeedFacts facts;
  facts.has_soul = facts.has_config = facts.has_dotenv = true;
  EXPECT_TRUE(PlanSeeding(facts, "abc").files.empty());
}

TEST(SeedPlanTest, CompletesInterruptedFirstStart) {
  SeedFacts facts;
  facts.has_dotenv = true;
  EXPECT_EQ(Names(PlanSeeding(facts, "abc")),
            (NameList{"config.yaml", "SOUL.md"}));
}

TEST(SeedPlanTest, AddsNoKeyToOldHomeWithoutDotenv) {
  SeedFacts facts;
  facts.has_config = true;
  EXPECT_EQ(Names(PlanSeeding(facts, "abc")), NameList{"SOUL.md"});
}

TEST(SeedPlanTest, AddsNoKeyIfContainerSetsOne) {
  SeedFacts facts;
  facts.key_in_environment = true;
  const SeedPlan plan = PlanSeeding(facts, "");
  ASSERT_EQ(plan.files[0].name, ".env");
  EXPECT_EQ(plan.files[0].content.find("API_SERVER_KEY="), std::string::npos);
}

TEST(SeedPlanTest, AddsNoKeyToNamedProfile) {
  SeedFacts facts;
  facts.is_default_profile = false;
  EXPECT_EQ(Names(PlanSeeding(facts, "abc")),
            (NameList{"config.yaml", "SOUL.md"}));
}

// Returns the seeded config.yaml with its `n`th example uncommented: the lines
// from #model: to the next line of prose.
std::string WithExample(int n) {
  SeedFacts facts;
  facts.has_dotenv = facts.has_soul = true;
  std::istringstream config(PlanSeeding(facts, "").files.at(0).content);
  std::string text;
  bool within = false;
  for (std::string line; std::getline(config, line);) {
    if (line == "#model:") within = --n == 0;
    const bool example = line == "#model:" || line.rfind("#  ", 0) == 0;
    within = within && example;
    absl::StrAppend(&text, within ? line.substr(1) : line, "\n");
  }
  return text;
}

ModelSettings ModelIn(const std::string& config) {
  const auto yaml = ParseYamlSettings(config);
  EXPECT_TRUE(yaml.ok()) << yaml.status();
  if (!yaml.ok()) return {};
  const auto model = DecideModel({{"MODEL_API_KEY", "k"}}, yaml->model);
  EXPECT_TRUE(model.ok()) << model.status();
  return model.ok() ? model->settings : ModelSettings();
}

TEST(SeedPlanTest, SeedsConfigThatConfiguresNothing) {
  EXPECT_EQ(ModelIn(WithExample(0)).kind, ModelSettings::Kind::kNone);
}

TEST(SeedPlanTest, SeedsExamplesThatWorkUncommented) {
  const ModelSettings server = ModelIn(WithExample(1));
  EXPECT_EQ(server.kind, ModelSettings::Kind::kUpstream);
  EXPECT_EQ(server.base_url, "http://127.0.0.1:11434/v1");
  EXPECT_EQ(server.model, "llama3.2");
  EXPECT_EQ(server.api_key, "k");
  const ModelSettings program = ModelIn(WithExample(2));
  EXPECT_EQ(program.kind, ModelSettings::Kind::kCommand);
  EXPECT_EQ(program.command, (NameList{"python3", "answer.py"}));
}

}  // namespace
}  // namespace hermes::gateway
