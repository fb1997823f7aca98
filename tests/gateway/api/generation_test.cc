#include "gateway/api/generation.h"

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <variant>

#include "gateway/api/error.h"
#include "gateway/api/json_body.h"

namespace hermes::gateway::api {
namespace {

namespace json = boost::json;

Generation Parsed(const std::string& body) {
  auto generation = ParseGeneration(std::get<json::object>(ParseBody(body)));
  if (const auto* error = std::get_if<Error>(&generation)) {
    ADD_FAILURE() << error->message;
    return {};
  }
  return std::get<Generation>(std::move(generation));
}

TEST(ParseGenerationTest, UsesDefaultsIfNothingIsGiven) {
  const Generation generation = Parsed("{}");
  EXPECT_EQ(generation.model, "");
  EXPECT_FALSE(generation.stream);
  EXPECT_TRUE(generation.options.empty());
}

TEST(ParseGenerationTest, CopiesOptionsForTheBackEnd) {
  const Generation generation = Parsed(
      R"({"model":"m","stream":"true","temperature":0.5,"top_p":1,"top_k":3,)"
      R"("seed":-7,"stop":["a","b"],"user":"u","logit_bias":{"1":2},)"
      R"("response_format":{"type":"json_object"},"frequency_penalty":0.1,)"
      R"("presence_penalty":-0.1,"unknown":1,"messages":[]})");
  EXPECT_EQ(generation.model, "m");
  EXPECT_TRUE(generation.stream);
  const json::object expected = {{"temperature", 0.5},
                                 {"top_p", 1},
                                 {"top_k", 3},
                                 {"seed", -7},
                                 {"stop", json::array{"a", "b"}},
                                 {"user", "u"},
                                 {"logit_bias", {{"1", 2}}},
                                 {"response_format", {{"type", "json_object"}}},
                                 {"frequency_penalty", 0.1},
                                 {"presence_penalty", -0.1}};
  EXPECT_EQ(generation.options, expected);
}

TEST(ParseGenerationTest, AcceptsMaxOutputTokensOfResponses) {
  EXPECT_EQ(Parsed(R"({"max_output_tokens":9})").options,
            json::object({{"max_tokens", 9}}));
}

TEST(ParseGenerationTest, TreatsNullAsMissing) {
  const Generation generation = Parsed(
      R"({"model":null,"stream":null,"temperature":null,"tools":null,"n":null})");
  EXPECT_TRUE(generation.options.empty());
}

struct RefusedCase {
  const char* name;
  const char* body;
  const char* code;
  const char* param;
};

class RefusedGenerationTest : public testing::TestWithParam<RefusedCase> {};

TEST_P(RefusedGenerationTest, RejectsInvalidOptions) {
  auto parsed = ParseBody(GetParam().body);
  const auto* const body = std::get_if<json::object>(&parsed);
  if (body == nullptr) {
    // ParseBody() has already rejected invalid JSON.
    EXPECT_EQ(std::get<Error>(parsed).code, "invalid_json");
    return;
  }
  auto generation = ParseGeneration(*body);
  const Error* const error = std::get_if<Error>(&generation);
  ASSERT_NE(error, nullptr);
  EXPECT_EQ(error->status, 400);
  EXPECT_EQ(error->code, GetParam().code);
  EXPECT_EQ(error->param, GetParam().param);
}

constexpr char kInvalid[] = "invalid_value";
constexpr char kUnsupported[] = "unsupported_parameter";

INSTANTIATE_TEST_SUITE_P(
    Table, RefusedGenerationTest,
    testing::Values(
        RefusedCase{"Model", R"({"model":1})", kInvalid, "model"},
        RefusedCase{"Stream", R"({"stream":"maybe"})", kInvalid, "stream"},
        RefusedCase{"StreamNumber", R"({"stream":1})", kInvalid, "stream"},
        RefusedCase{"Temperature", R"({"temperature":"hot"})", kInvalid,
                    "temperature"},
        RefusedCase{"TemperatureWithoutEnd", R"({"temperature":1e999})",
                    kInvalid, "temperature"},
        RefusedCase{"TopPWithoutEnd", R"({"top_p":-1e400})", kInvalid, "top_p"},
        RefusedCase{"TokensNone", R"({"max_tokens":0})", kInvalid,
                    "max_tokens"},
        RefusedCase{"TokensNegative", R"({"max_tokens":-1})", kInvalid,
                    "max_tokens"},
        RefusedCase{"TokensHalf", R"({"max_tokens":1.5})", kInvalid,
                    "max_tokens"},
        RefusedCase{
            "TokensBeyondNumbers",
            R"({"max_completion_tokens":123456789012345678901234567890})",
            kInvalid, "max_completion_tokens"},
        RefusedCase{"Seed", R"({"seed":1.5})", kInvalid, "seed"},
        RefusedCase{"Stop", R"({"stop":[1]})", kInvalid, "stop"},
        RefusedCase{
            "StopTooMany",
            R"({"stop":["","","","","","","","","","","","","","","","",""]})",
            kInvalid, "stop"},
        RefusedCase{"Bias", R"({"logit_bias":[]})", kInvalid, "logit_bias"},
        RefusedCase{"Tools", R"({"tools":[{"type":"function"}]})", kUnsupported,
                    "tools"},
        RefusedCase{"Functions", R"({"functions":[{}]})", kUnsupported,
                    "functions"},
        RefusedCase{"Choices", R"({"n":2})", kUnsupported, "n"},
        RefusedCase{"Logprobs", R"({"logprobs":true})", kUnsupported,
                    "logprobs"},
        RefusedCase{"Audio", R"({"audio":{"voice":"x"}})", kUnsupported,
                    "audio"},
        RefusedCase{"Modalities", R"({"modalities":["text","audio"]})",
                    kUnsupported, "modalities"},
        RefusedCase{"Background", R"({"background":true})", kUnsupported,
                    "background"}),
    [](const testing::TestParamInfo<RefusedCase>& i) { return i.param.name; });

TEST(ParseGenerationTest, IgnoresOptionsWithoutEffect) {
  EXPECT_TRUE(Parsed(R"({"tools":[],"functions":[],"n":1,"logprobs":false,)"
                     R"("modalities":["text"],"background":false})")
                  .options.empty());
}

}  // namespace
}  // namespace hermes::gateway::api
