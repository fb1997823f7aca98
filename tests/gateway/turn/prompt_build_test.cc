#include "gateway/turn/prompt_build.h"

#include <gtest/gtest.h>

namespace hermes::gateway {
namespace {

TEST(PromptBuildTest, AppendsSystemTextsToTheSoul) {
  EXPECT_EQ(BuildSystemPrompt("Be kind.\n", {"Be brief.", "In French."}),
            "Be kind.\n\nBe brief.\nIn French.");
}

TEST(PromptBuildTest, UsesSoulOrSystemTextsAlone) {
  EXPECT_EQ(BuildSystemPrompt("Be kind.\n\n", {}), "Be kind.");
  EXPECT_EQ(BuildSystemPrompt("", {"Be brief."}), "Be brief.");
  EXPECT_EQ(BuildSystemPrompt(" \n", {"Be brief."}), "Be brief.");
  EXPECT_EQ(BuildSystemPrompt("", {}), "");
}

TEST(PromptBuildTest, OmitsBlankTexts) {
  EXPECT_EQ(BuildSystemPrompt("Soul", {"", " \n", "a", ""}), "Soul\n\na");
  EXPECT_EQ(BuildSystemPrompt("Soul", {""}), "Soul");
}

}  // namespace
}  // namespace hermes::gateway
