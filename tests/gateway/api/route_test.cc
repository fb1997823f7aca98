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

namespace hermes::gateway::api {
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
  AccessDecision decision;
};

class DecideAccessTest : public testing::TestWithParam<Case> {};

TEST_P(DecideAccessTest, DecidesAboutRequest) {
  const Case& row = GetParam();
  EXPECT_EQ(DecideAccess(
                Request(row.method, row.target, row.origin, row.authorization),
                Rules()),
            row.decision);
}

INSTANTIATE_TEST_SUITE_P(
    Table, DecideAccessTest,
    testing::Values(
        Case{"Health", "GET", "/health", {}, {}, AccessDecision::kServe},
        Case{"V1Health", "GET", "/v1/health", {}, {}, AccessDecision::kServe},
        Case{"Head", "HEAD", "/health", {}, {}, AccessDecision::kServe},
        Case{"Query", "GET", "/health?x=1", {}, {}, AccessDecision::kServe},
        Case{
            "Mirror", "GET", "/p/coder/health", {}, {}, AccessDecision::kServe},
        Case{"ForeignMirror",
             "GET",
             "/p/writer/health",
             {},
             {},
             AccessDecision::kUnknownProfile},
        Case{"ForeignMirrorWithKey",
             "GET",
             "/p/default/v1/models",
             {},
             kBearer,
             AccessDecision::kUnknownProfile},
        Case{"MirrorAlone",
             "GET",
             "/p/coder",
             {},
             {},
             AccessDecision::kNotFound},
        Case{"MirrorInAMirror",
             "GET",
             "/p/coder/p/coder/health",
             {},
             {},
             AccessDecision::kNotFound},
        Case{"MirrorAlsoNeedsTheKey",
             "GET",
             "/p/coder/v1/models",
             {},
             {},
             AccessDecision::kUnauthorized},
        Case{"Detailed",
             "GET",
             "/health/detailed",
             {},
             kBearer,
             AccessDecision::kServe},
        Case{"DetailedNoKey",
             "GET",
             "/health/detailed",
             {},
             {},
             AccessDecision::kUnauthorized},
        Case{"DetailedWrongKey",
             "GET",
             "/health/detailed",
             {},
             "Bearer x",
             AccessDecision::kUnauthorized},
        Case{"Chat",
             "POST",
             "/v1/chat/completions",
             {},
             kBearer,
             AccessDecision::kServe},
        Case{"ChatNoKey",
             "POST",
             "/v1/chat/completions",
             {},
             {},
             AccessDecision::kUnauthorized},
        Case{"ChatGet",
             "GET",
             "/v1/chat/completions",
             {},
             kBearer,
             AccessDecision::kMethodNotAllowed},
        Case{"ResponseDelete",
             "DELETE",
             "/v1/responses/resp_1",
             {},
             kBearer,
             AccessDecision::kServe},
        Case{"ResponsePost",
             "POST",
             "/v1/responses/resp_1",
             {},
             kBearer,
             AccessDecision::kMethodNotAllowed},
        Case{"ResponseWithoutId",
             "GET",
             "/v1/responses/",
             {},
             kBearer,
             AccessDecision::kNotFound},
        Case{"ResponseBelow",
             "GET",
             "/v1/responses/a/b",
             {},
             kBearer,
             AccessDecision::kNotFound},
        Case{"Post",
             "POST",
             "/health",
             {},
             {},
             AccessDecision::kMethodNotAllowed},
        Case{"PartOfAMethod",
             "ET",
             "/health",
             {},
             {},
             AccessDecision::kMethodNotAllowed},
        Case{"WrongMethodNeedsNoKey",
             "POST",
             "/health/detailed",
             {},
             {},
             AccessDecision::kMethodNotAllowed},
        Case{
            "Unknown", "GET", "/v1/nothing", {}, {}, AccessDecision::kNotFound},
        Case{"UnknownWithKey",
             "POST",
             "/v1/runs",
             {},
             kBearer,
             AccessDecision::kNotFound},
        Case{"TrailingSlash",
             "GET",
             "/health/",
             {},
             {},
             AccessDecision::kNotFound},
        Case{"Dots", "GET", "/x/../health", {}, {}, AccessDecision::kNotFound},
        Case{"ForeignOrigin",
             "GET",
             "/health",
             "https://evil",
             {},
             AccessDecision::kForbiddenOrigin},
        Case{"ForeignOriginOnUnknownRoute",
             "GET",
             "/nowhere",
             "https://evil",
             {},
             AccessDecision::kForbiddenOrigin},
        Case{"ForeignOriginWithKey", "GET", "/health/detailed", "https://evil",
             kBearer, AccessDecision::kForbiddenOrigin},
        Case{"KnownOrigin",
             "GET",
             "/health",
             "https://ok",
             {},
             AccessDecision::kServe},
        Case{"Preflight",
             "OPTIONS",
             "/health/detailed",
             "https://ok",
             {},
             AccessDecision::kPreflight},
        Case{"PreflightFromForeignOrigin",
             "OPTIONS",
             "/health",
             "https://evil",
             {},
             AccessDecision::kForbiddenOrigin},
        Case{"PreflightForUnknownRoute",
             "OPTIONS",
             "/nowhere",
             "https://ok",
             {},
             AccessDecision::kNotFound},
        Case{"OptionsWithoutOrigin",
             "OPTIONS",
             "/health",
             {},
             {},
             AccessDecision::kMethodNotAllowed}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

TEST(DecideAccessMetricsTest, ServesMetricsToLoopbackClients) {
  http::Request request = Request("GET", "/metrics");
  EXPECT_EQ(DecideAccess(request, Rules()), AccessDecision::kNotFound);
  request.from_loopback = true;
  EXPECT_EQ(DecideAccess(request, Rules()), AccessDecision::kServe);
  request.forwarded = true;
  EXPECT_EQ(DecideAccess(request, Rules()), AccessDecision::kNotFound);
}

TEST(DecideAccessMetricsTest, ServesMetricsToAnyClientWithTheKey) {
  http::Request request = Request("GET", "/metrics");
  EXPECT_EQ(DecideAccess(request, Rules(MetricsAccess::kKey)),
            AccessDecision::kUnauthorized);
  request.authorization = kBearer;
  EXPECT_EQ(DecideAccess(request, Rules(MetricsAccess::kKey)),
            AccessDecision::kServe);
}

TEST(DecideAccessMetricsTest, HidesMetricsThatAreOff) {
  http::Request request = Request("GET", "/metrics", {}, kBearer);
  request.from_loopback = true;
  EXPECT_EQ(DecideAccess(request, Rules(MetricsAccess::kOff)),
            AccessDecision::kNotFound);
}

// Only a client with the key learns what is wrong with its request.
TEST(RuleOrderTest, ChecksDuplicateHeadersLast) {
  http::Request request = Request("GET", "/v1/models");
  request.ambiguous = true;
  EXPECT_EQ(DecideAccess(request, Rules()), AccessDecision::kUnauthorized);
  request.authorization = kBearer;
  EXPECT_EQ(DecideAccess(request, Rules()), AccessDecision::kAmbiguous);
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

http::Response AccessError(AccessDecision decision) {
  return RefusalResponse(decision, Route::kDetailedHealth);
}

TEST(RefusalTest, HasTheStatusOfItsDecision) {
  EXPECT_EQ(AccessError(AccessDecision::kPreflight).status, 204);
  EXPECT_EQ(AccessError(AccessDecision::kUnauthorized).status, 401);
  EXPECT_EQ(AccessError(AccessDecision::kForbiddenOrigin).status, 403);
  EXPECT_EQ(AccessError(AccessDecision::kForbiddenOrigin).body, "");
  EXPECT_EQ(AccessError(AccessDecision::kUnknownProfile).status, 404);
  EXPECT_EQ(AccessError(AccessDecision::kUnknownProfile).body,
            R"({"error":"Unknown or unconfigured profile"})");
  EXPECT_EQ(AccessError(AccessDecision::kNotFound).status, 404);
  EXPECT_EQ(AccessError(AccessDecision::kMethodNotAllowed).status, 405);
  EXPECT_EQ(AccessError(AccessDecision::kAmbiguous).status, 400);
  EXPECT_EQ(DrainingResponse().status, 503);
}

TEST(RefusalTest, ListsAllowedMethods) {
  const http::Headers allowed = {{"Allow", "GET, HEAD, DELETE, OPTIONS"}};
  EXPECT_EQ(RefusalResponse(AccessDecision::kMethodNotAllowed, Route::kResponse)
                .headers,
            allowed);
}

TEST(RefusalTest, ReturnsUnauthorizedBodyOfTheContract) {
  const boost::json::value expected = {
      {"error",
       {{"message", "Invalid gateway API key (API_SERVER_KEY)"},
        {"type", "gateway_auth_error"},
        {"param", nullptr},
        {"code", "gateway_auth_failed"}}}};
  EXPECT_EQ(boost::json::parse(AccessError(AccessDecision::kUnauthorized).body),
            expected);
}

TEST(RefusalTest, ReturnsErrorObjectWithCode) {
  for (const AccessDecision decision :
       {AccessDecision::kNotFound, AccessDecision::kUnauthorized,
        AccessDecision::kMethodNotAllowed, AccessDecision::kAmbiguous}) {
    const auto error =
        boost::json::parse(AccessError(decision).body).at("error");
    EXPECT_TRUE(error.at("message").is_string());
    EXPECT_TRUE(error.at("type").is_string());
    EXPECT_EQ(error.at("code"), RefusalCode(decision));
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
}  // namespace hermes::gateway::api
