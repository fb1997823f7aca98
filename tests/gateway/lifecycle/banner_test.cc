#include "gateway/lifecycle/banner.h"

#include <gtest/gtest.h>

#include "gateway/config/model_settings.h"

namespace hermes::gateway {
namespace {

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

BannerFacts Facts() {
  BannerFacts facts;
  facts.profile = "default";
  facts.home = "/opt/data";
  facts.api_host = "127.0.0.1";
  facts.api_port = 8642;
  return facts;
}

TEST(BannerTest, ShowsEssentials) {
  const std::string banner = Banner(Facts());
  for (const char* part : {"Hermes gateway 0.1.0", "default", "/opt/data",
                           "http://127.0.0.1:8642", "no back end"}) {
    EXPECT_TRUE(Has(banner, part)) << part << " in " << banner;
  }
}

TEST(BannerTest, ShowsHowToChangeLoopback) {
  EXPECT_TRUE(Has(Banner(Facts()), "API_SERVER_HOST=0.0.0.0"));
  BannerFacts facts = Facts();
  facts.api_host = "0.0.0.0";
  EXPECT_FALSE(Has(Banner(facts), "API_SERVER_HOST"));
}

TEST(BannerTest, ShowsWhyApiIsOff) {
  BannerFacts facts = Facts();
  facts.api_off_reason = "API_SERVER_KEY is not set";
  const std::string banner = Banner(facts);
  EXPECT_TRUE(Has(banner, "off: API_SERVER_KEY is not set"));
  EXPECT_FALSE(Has(banner, "http://"));
}

TEST(BannerTest, ShowsDotenvOfNamedProfile) {
  BannerFacts facts = Facts();
  facts.profile = "coder";
  facts.home = "/d/profiles/coder";
  EXPECT_TRUE(Has(Banner(facts),
                  "API_SERVER_HOST=0.0.0.0 in /d/profiles/coder/.env\n"));
  facts.api_off_reason = "API_SERVER_KEY is not set";
  EXPECT_TRUE(Has(Banner(facts), "not set in /d/profiles/coder/.env\n"));
  facts.api_off_reason = "config.yaml says no";
  EXPECT_TRUE(Has(Banner(facts), "config.yaml says no\n"));
}

TEST(BannerTest, ShowsWhatToSetWithoutModel) {
  const std::string banner = Banner(Facts());
  for (const char* part :
       {"model:   none: no back end configured", "/opt/data/config.yaml",
        "base_url", "command", "OPENAI_BASE_URL", "HERMES_MODEL"}) {
    EXPECT_TRUE(Has(banner, part)) << part << " in " << banner;
  }
  BannerFacts facts = Facts();
  facts.model_off_reason = "a model is named but no provider";
  EXPECT_TRUE(Has(Banner(facts), "none: a model is named but no provider"));
}

TEST(BannerTest, ShowsServerWithoutKey) {
  BannerFacts facts = Facts();
  facts.model.kind = ModelSettings::Kind::kUpstream;
  facts.model.provider = "custom";
  facts.model.model = "llama3";
  facts.model.base_url = "http://127.0.0.1:11434/v1";
  facts.model.api_key = "sk-secret";
  const std::string banner = Banner(facts);
  EXPECT_TRUE(
      Has(banner, "  model:   custom, llama3 at http://127.0.0.1:11434/v1\n"));
  EXPECT_FALSE(Has(banner, "secret"));
  EXPECT_FALSE(Has(banner, "OPENAI_BASE_URL"));
}

TEST(BannerTest, ShowsCommandWithoutArguments) {
  BannerFacts facts = Facts();
  facts.model.kind = ModelSettings::Kind::kCommand;
  facts.model.provider = "command";
  facts.model.command = {"python3", "--token=secret"};
  EXPECT_TRUE(Has(Banner(facts), "  model:   command, python3\n"));
  facts.model.model = "gpt";
  EXPECT_TRUE(Has(Banner(facts), "  model:   command, python3 for gpt\n"));
  EXPECT_FALSE(Has(Banner(facts), "secret"));
}

TEST(BannerTest, PutsIpv6InBracketsInUrls) {
  EXPECT_EQ(BaseUrl("::1", 1), "http://[::1]:1");
  EXPECT_EQ(BaseUrl("10.0.0.1", 1), "http://10.0.0.1:1");
}

TEST(BannerTest, RecognisesLoopback) {
  EXPECT_TRUE(IsLoopback("127.0.0.1"));
  EXPECT_TRUE(IsLoopback("127.9.9.9"));
  EXPECT_TRUE(IsLoopback("::1"));
  EXPECT_FALSE(IsLoopback("0.0.0.0"));
  EXPECT_FALSE(IsLoopback("::"));
}

}  // namespace
}  // namespace hermes::gateway
