#include "gateway/api/route.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace hermes::gateway {
namespace {

constexpr char kKey[] = "0123456789abcdef";
constexpr char kBearer[] = "Bearer 0123456789abcdef";

struct Case {
  const char* name;
  HttpRequest request;
  Ruling ruling;
};

class RuleTest : public testing::TestWithParam<Case> {};

TEST_P(RuleTest, IsTheTables) {
  EXPECT_EQ(Rule(GetParam().request, {kKey, {"https://ok"}}),
            GetParam().ruling);
}

INSTANTIATE_TEST_SUITE_P(
    Table, RuleTest,
    testing::Values(
        Case{"Health", {"GET", "/health", {}, {}}, Ruling::kServe},
        Case{"V1Health", {"GET", "/v1/health", {}, {}}, Ruling::kServe},
        Case{"Head", {"HEAD", "/health", {}, {}}, Ruling::kServe},
        Case{"Query", {"GET", "/health?x=1", {}, {}}, Ruling::kServe},
        Case{"Detailed",
             {"GET", "/health/detailed", {}, kBearer},
             Ruling::kServe},
        Case{"DetailedNoKey",
             {"GET", "/health/detailed", {}, {}},
             Ruling::kUnauthorized},
        Case{"DetailedWrongKey",
             {"GET", "/health/detailed", {}, "Bearer x"},
             Ruling::kUnauthorized},
        Case{"Post", {"POST", "/health", {}, {}}, Ruling::kMethodNotAllowed},
        Case{"PostNeedsNoKeyToBeWrong",
             {"POST", "/health/detailed", {}, {}},
             Ruling::kMethodNotAllowed},
        Case{"Unknown", {"GET", "/metrics", {}, {}}, Ruling::kNotFound},
        Case{"UnknownWithKey",
             {"POST", "/v1/chat/completions", {}, kBearer},
             Ruling::kNotFound},
        Case{"TrailingSlash", {"GET", "/health/", {}, {}}, Ruling::kNotFound},
        Case{"Dots", {"GET", "/x/../health", {}, {}}, Ruling::kNotFound},
        Case{"ForeignOrigin",
             {"GET", "/health", "https://evil", {}},
             Ruling::kForbiddenOrigin},
        Case{"ForeignOriginOnUnknownRoute",
             {"GET", "/nowhere", "https://evil", {}},
             Ruling::kForbiddenOrigin},
        Case{"ForeignOriginWithKey",
             {"GET", "/health/detailed", "https://evil", kBearer},
             Ruling::kForbiddenOrigin},
        Case{"KnownOrigin",
             {"GET", "/health", "https://ok", {}},
             Ruling::kServe},
        Case{"Preflight",
             {"OPTIONS", "/health/detailed", "https://ok", {}},
             Ruling::kPreflight},
        Case{"PreflightOfAForeigner",
             {"OPTIONS", "/health", "https://evil", {}},
             Ruling::kForbiddenOrigin},
        Case{"OptionsWithoutOrigin",
             {"OPTIONS", "/health", {}, {}},
             Ruling::kMethodNotAllowed}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

TEST(RefusalTest, StatusOfEach) {
  EXPECT_EQ(RefusalReply(Ruling::kPreflight).status, 204);
  EXPECT_EQ(RefusalReply(Ruling::kUnauthorized).status, 401);
  EXPECT_EQ(RefusalReply(Ruling::kForbiddenOrigin).status, 403);
  EXPECT_EQ(RefusalReply(Ruling::kForbiddenOrigin).body, "");
  EXPECT_EQ(RefusalReply(Ruling::kNotFound).status, 404);
  EXPECT_EQ(RefusalReply(Ruling::kMethodNotAllowed).status, 405);
  EXPECT_EQ(DrainingReply().status, 503);
}

TEST(RefusalTest, UnauthorizedBodyIsTheContracts) {
  const boost::json::value expected = {
      {"error",
       {{"message", "Invalid gateway API key (API_SERVER_KEY)"},
        {"type", "gateway_auth_error"},
        {"param", nullptr},
        {"code", "gateway_auth_failed"}}}};
  EXPECT_EQ(boost::json::parse(RefusalReply(Ruling::kUnauthorized).body),
            expected);
}

TEST(RefusalTest, EveryErrorHasTheErrorShape) {
  for (const HttpReply& reply :
       {RefusalReply(Ruling::kNotFound), RefusalReply(Ruling::kUnauthorized),
        RefusalReply(Ruling::kMethodNotAllowed), DrainingReply()}) {
    const auto error = boost::json::parse(reply.body).at("error");
    EXPECT_TRUE(error.at("message").is_string());
    EXPECT_TRUE(error.at("type").is_string());
    EXPECT_TRUE(error.at("code").is_string());
    EXPECT_TRUE(error.at("param").is_null());
  }
}

TEST(WorkTest, HealthIsAnsweredWhileDraining) {
  EXPECT_FALSE(IsWork(RouteOf("/health")));
  EXPECT_FALSE(IsWork(RouteOf("/health/detailed")));
  EXPECT_TRUE(IsWork(RouteOf("/v1/chat/completions")));
}

}  // namespace
}  // namespace hermes::gateway
