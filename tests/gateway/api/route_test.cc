#include "gateway/api/route.h"

#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "gateway/config/metrics_access.h"
#include "gateway/http/message.h"

namespace hermes::gateway {
namespace {

constexpr char kKey[] = "0123456789abcdef";
constexpr char kBearer[] = "Bearer 0123456789abcdef";

http::Request Request(const char* method, const char* target,
                      std::optional<std::string> origin = std::nullopt,
                      std::optional<std::string> authorization = std::nullopt) {
  http::Request request;
  request.method = method;
  request.target = target;
  request.origin = std::move(origin);
  request.authorization = std::move(authorization);
  return request;
}

AccessRules Rules(MetricsAccess metrics = MetricsAccess::kLoopback) {
  return {kKey, {"https://ok"}, metrics, "coder"};
}

struct Case {
  const char* name;
  const char* method;
  const char* target;
  std::optional<std::string> origin;
  std::optional<std::string> authorization;
  Ruling ruling;
};

class RuleTest : public testing::TestWithParam<Case> {};

TEST_P(RuleTest, DecidesAboutRequest) {
  const Case& row = GetParam();
  EXPECT_EQ(Rule(Request(row.method, row.target, row.origin, row.authorization),
                 Rules()),
            row.ruling);
}

INSTANTIATE_TEST_SUITE_P(
    Table, RuleTest,
    testing::Values(
        Case{"Health", "GET", "/health", {}, {}, Ruling::kServe},
        Case{"V1Health", "GET", "/v1/health", {}, {}, Ruling::kServe},
        Case{"Head", "HEAD", "/health", {}, {}, Ruling::kServe},
        Case{"Query", "GET", "/health?x=1", {}, {}, Ruling::kServe},
        Case{"Mirror", "GET", "/p/coder/health", {}, {}, Ruling::kServe},
        Case{"ForeignMirror",
             "GET",
             "/p/writer/health",
             {},
             {},
             Ruling::kUnknownProfile},
        Case{"ForeignMirrorWithKey",
             "GET",
             "/p/default/v1/models",
             {},
             kBearer,
             Ruling::kUnknownProfile},
        Case{"MirrorAlone", "GET", "/p/coder", {}, {}, Ruling::kNotFound},
        Case{"MirrorInAMirror",
             "GET",
             "/p/coder/p/coder/health",
             {},
             {},
             Ruling::kNotFound},
        Case{"MirrorAlsoNeedsTheKey",
             "GET",
             "/p/coder/v1/models",
             {},
             {},
             Ruling::kUnauthorized},
        Case{
            "Detailed", "GET", "/health/detailed", {}, kBearer, Ruling::kServe},
        Case{"DetailedNoKey",
             "GET",
             "/health/detailed",
             {},
             {},
             Ruling::kUnauthorized},
        Case{"DetailedWrongKey",
             "GET",
             "/health/detailed",
             {},
             "Bearer x",
             Ruling::kUnauthorized},
        Case{"Chat",
             "POST",
             "/v1/chat/completions",
             {},
             kBearer,
             Ruling::kServe},
        Case{"ChatNoKey",
             "POST",
             "/v1/chat/completions",
             {},
             {},
             Ruling::kUnauthorized},
        Case{"ChatGet",
             "GET",
             "/v1/chat/completions",
             {},
             kBearer,
             Ruling::kMethodNotAllowed},
        Case{"ResponseDelete",
             "DELETE",
             "/v1/responses/resp_1",
             {},
             kBearer,
             Ruling::kServe},
        Case{"ResponsePost",
             "POST",
             "/v1/responses/resp_1",
             {},
             kBearer,
             Ruling::kMethodNotAllowed},
        Case{"ResponseWithoutId",
             "GET",
             "/v1/responses/",
             {},
             kBearer,
             Ruling::kNotFound},
        Case{"ResponseBelow",
             "GET",
             "/v1/responses/a/b",
             {},
             kBearer,
             Ruling::kNotFound},
        Case{"Post", "POST", "/health", {}, {}, Ruling::kMethodNotAllowed},
        Case{"PartOfAMethod",
             "ET",
             "/health",
             {},
             {},
             Ruling::kMethodNotAllowed},
        Case{"WrongMethodNeedsNoKey",
             "POST",
             "/health/detailed",
             {},
             {},
             Ruling::kMethodNotAllowed},
        Case{"Unknown", "GET", "/v1/nothing", {}, {}, Ruling::kNotFound},
        Case{"UnknownWithKey",
             "POST",
             "/v1/runs",
             {},
             kBearer,
             Ruling::kNotFound},
        Case{"TrailingSlash", "GET", "/health/", {}, {}, Ruling::kNotFound},
        Case{"Dots", "GET", "/x/../health", {}, {}, Ruling::kNotFound},
        Case{"ForeignOrigin",
             "GET",
             "/health",
             "https://evil",
             {},
             Ruling::kForbiddenOrigin},
        Case{"ForeignOriginOnUnknownRoute",
             "GET",
             "/nowhere",
             "https://evil",
             {},
             Ruling::kForbiddenOrigin},
        Case{"ForeignOriginWithKey", "GET", "/health/detailed", "https://evil",
             kBearer, Ruling::kForbiddenOrigin},
        Case{"KnownOrigin", "GET", "/health", "https://ok", {}, Ruling::kServe},
        Case{"Preflight",
             "OPTIONS",
             "/health/detailed",
             "https://ok",
             {},
             Ruling::kPreflight},
        Case{"PreflightFromForeignOrigin",
             "OPTIONS",
             "/health",
             "https://evil",
             {},
             Ruling::kForbiddenOrigin},
        Case{"PreflightForUnknownRoute",
             "OPTIONS",
             "/nowhere",
             "https://ok",
             {},
             Ruling::kNotFound},
        Case{"OptionsWithoutOrigin",
             "OPTIONS",
             "/health",
             {},
             {},
             Ruling::kMethodNotAllowed}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

TEST(RuleMetricsTest, ServesMetricsToLoopbackClients) {
  http::Request request = Request("GET", "/metrics");
  EXPECT_EQ(Rule(request, Rules()), Ruling::kNotFound);
  request.from_loopback = true;
  EXPECT_EQ(Rule(request, Rules()), Ruling::kServe);
  request.forwarded = true;
  EXPECT_EQ(Rule(request, Rules()), Ruling::kNotFound);
}

TEST(RuleMetricsTest, ServesMetricsToAnyClientWithTheKey) {
  http::Request request = Request("GET", "/metrics");
  EXPECT_EQ(Rule(request, Rules(MetricsAccess::kKey)), Ruling::kUnauthorized);
  request.authorization = kBearer;
  EXPECT_EQ(Rule(request, Rules(MetricsAccess::kKey)), Ruling::kServe);
}

TEST(RuleMetricsTest, HidesMetricsThatAreOff) {
  http::Request request = Request("GET", "/metrics", {}, kBearer);
  request.from_loopback = true;
  EXPECT_EQ(Rule(request, Rules(MetricsAccess::kOff)), Ruling::kNotFound);
}

// Only a client with the key learns what is wrong with its request.
TEST(RuleOrderTest, ChecksDuplicateHeadersLast) {
  http::Request request = Request("GET", "/v1/models");
  request.ambiguous = true;
  EXPECT_EQ(Rule(request, Rules()), Ruling::kUnauthorized);
  request.authorization = kBearer;
  EXPECT_EQ(Rule(request, Rules()), Ruling::kAmbiguous);
}

TEST(MatchRouteTest, ReturnsTheIdInThePath) {
  const RouteMatch match = MatchRoute("/v1/responses/resp_1?x=/y", "coder");
  EXPECT_EQ(match.route, Route::kResponse);
  EXPECT_EQ(match.id, "resp_1");
  EXPECT_EQ(MatchRoute("/p/coder/v1/models/m", "coder").id, "m");
}

TEST(MatchRouteTest, ReturnsNoRouteForOtherTargets) {
  for (const char* target :
       {"", "/", "*", "health", "//health", "/Health", "/health%2f", "/p/",
        "/p//health", "http://x/health", "/v1/responses/a/"}) {
    EXPECT_EQ(MatchRoute(target, "coder").route, Route::kNone) << target;
  }
}

TEST(RouteNameTest, DiffersForEachRoute) {
  std::set<std::string> names;
  for (const Route route : kAllRoutes) names.insert(RouteName(route));
  EXPECT_EQ(names.size(), std::size(kAllRoutes));
}

http::Response Refusal(Ruling ruling) {
  return RefusalReply(ruling, Route::kDetailedHealth);
}

TEST(RefusalTest, HasTheStatusOfItsRuling) {
  EXPECT_EQ(Refusal(Ruling::kPreflight).status, 204);
  EXPECT_EQ(Refusal(Ruling::kUnauthorized).status, 401);
  EXPECT_EQ(Refusal(Ruling::kForbiddenOrigin).status, 403);
  EXPECT_EQ(Refusal(Ruling::kForbiddenOrigin).body, "");
  EXPECT_EQ(Refusal(Ruling::kUnknownProfile).status, 404);
  EXPECT_EQ(Refusal(Ruling::kUnknownProfile).body,
            R"({"error":"Unknown or unconfigured profile"})");
  EXPECT_EQ(Refusal(Ruling::kNotFound).status, 404);
  EXPECT_EQ(Refusal(Ruling::kMethodNotAllowed).status, 405);
  EXPECT_EQ(Refusal(Ruling::kAmbiguous).status, 400);
  EXPECT_EQ(DrainingReply().status, 503);
}

TEST(RefusalTest, ListsAllowedMethods) {
  const http::Headers allowed = {{"Allow", "GET, HEAD, DELETE, OPTIONS"}};
  EXPECT_EQ(RefusalReply(Ruling::kMethodNotAllowed, Route::kResponse).headers,
            allowed);
}

TEST(RefusalTest, ReturnsUnauthorizedBodyOfTheContract) {
  const boost::json::value expected = {
      {"error",
       {{"message", "Invalid gateway API key (API_SERVER_KEY)"},
        {"type", "gateway_auth_error"},
        {"param", nullptr},
        {"code", "gateway_auth_failed"}}}};
  EXPECT_EQ(boost::json::parse(Refusal(Ruling::kUnauthorized).body), expected);
}

TEST(RefusalTest, ReturnsErrorObjectWithCode) {
  for (const Ruling ruling : {Ruling::kNotFound, Ruling::kUnauthorized,
                              Ruling::kMethodNotAllowed, Ruling::kAmbiguous}) {
    const auto error = boost::json::parse(Refusal(ruling).body).at("error");
    EXPECT_TRUE(error.at("message").is_string());
    EXPECT_TRUE(error.at("type").is_string());
    EXPECT_EQ(error.at("code"), RefusalCode(ruling));
    EXPECT_TRUE(error.at("param").is_null());
  }
}

TEST(WorkTest, CountsOnlyNewTurnsAsWork) {
  EXPECT_TRUE(IsWork(Route::kChatCompletions, "POST"));
  EXPECT_TRUE(IsWork(Route::kResponses, "POST"));
  EXPECT_FALSE(IsWork(Route::kHealth, "GET"));
  EXPECT_FALSE(IsWork(Route::kDetailedHealth, "GET"));
  EXPECT_FALSE(IsWork(Route::kResponse, "GET"));
  EXPECT_FALSE(IsWork(Route::kResponse, "DELETE"));
}

TEST(CorsTest, AddsHeadersOnlyIfThereIsAnOrigin) {
  EXPECT_TRUE(CorsHeaders(Request("GET", "/health")).empty());
  const http::Headers headers =
      CorsHeaders(Request("GET", "/health", "https://ok"));
  ASSERT_FALSE(headers.empty());
  EXPECT_EQ(headers[0].first, "Access-Control-Allow-Origin");
  EXPECT_EQ(headers[0].second, "https://ok");
}

}  // namespace
}  // namespace hermes::gateway
