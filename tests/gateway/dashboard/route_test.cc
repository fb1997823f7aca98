#include "gateway/dashboard/route.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace hermes::gateway::dashboard {
namespace {

struct RouteCase {
  const char* path;
  Route route;
  const char* name;
};

class ChooseRouteTest : public testing::TestWithParam<RouteCase> {};

TEST_P(ChooseRouteTest, MapsPathToRoute) {
  const RouteChoice choice = ChooseRoute(GetParam().path);
  EXPECT_EQ(choice.route, GetParam().route) << GetParam().path;
  EXPECT_EQ(choice.name, GetParam().name) << GetParam().path;
}

INSTANTIATE_TEST_SUITE_P(
    Table, ChooseRouteTest,
    testing::Values(RouteCase{"/", Route::kPage, "index.html"},
                    RouteCase{"/assets/app.js", Route::kPage, "app.js"},
                    RouteCase{"/health", Route::kHealth, ""},
                    RouteCase{"/api/status", Route::kStatus, ""},
                    RouteCase{"/api/profiles", Route::kProfiles, ""},
                    RouteCase{"/api/profiles/", Route::kNone, ""},
                    RouteCase{"/api/profiles/coder", Route::kProfile, "coder"},
                    RouteCase{"/api/events", Route::kEvents, ""},
                    RouteCase{"/api/logs", Route::kLogs, ""},
                    RouteCase{"/api/system/stats", Route::kStats, ""},
                    RouteCase{"/api/gateway/start", Route::kStart, ""},
                    RouteCase{"/api/gateway/stop", Route::kStop, ""},
                    RouteCase{"/api/gateway/restart", Route::kRestart, ""},
                    RouteCase{"/auth/password-login", Route::kLogin, ""},
                    RouteCase{"/auth/logout", Route::kLogout, ""},
                    RouteCase{"/index.html", Route::kNone, ""},
                    RouteCase{"/api/gateway/kill", Route::kNone, ""}));

struct AdmissionCase {
  const char* name;
  Refusal refusal;
  Route route = Route::kProfiles;
  const char* method = "GET";
  bool gate = true;
  bool session = true;
  bool host_allowed = true;
  bool ambiguous = false;
  std::optional<std::string> fetch_site = std::nullopt;
  std::optional<std::string> origin = std::nullopt;
  std::optional<std::string> type = std::nullopt;
  bool forwarded_by_stranger = false;
};

class DecideAdmissionTest : public testing::TestWithParam<AdmissionCase> {};

TEST_P(DecideAdmissionTest, DecidesAdmission) {
  const AdmissionCase& given = GetParam();
  http::Request head;
  head.method = given.method;
  head.host = "dash.local:9119";
  head.ambiguous = given.ambiguous;
  head.fetch_site = given.fetch_site;
  head.origin = given.origin;
  head.content_type = given.type;
  const HostRules hosts = {"0.0.0.0", ParsePublicUrl("https://dash.example")};
  EXPECT_EQ(
      DecideAdmission({head, given.route, given.host_allowed, given.gate,
                       given.session, hosts, given.forwarded_by_stranger}),
      given.refusal);
}

constexpr char kJson[] = "application/json";

AdmissionCase Ask(const char* name, Refusal refusal, Route route,
                  const char* fetch_site) {
  AdmissionCase ask{name, refusal, route};
  ask.fetch_site = fetch_site;
  return ask;
}

AdmissionCase Forwarded(const char* name, Refusal refusal, Route route,
                        bool gate) {
  AdmissionCase forwarded{name, refusal, route, "GET", gate, gate};
  forwarded.forwarded_by_stranger = true;
  return forwarded;
}

INSTANTIATE_TEST_SUITE_P(
    ThroughUntrustedProxy, DecideAdmissionTest,
    testing::Values(
        Forwarded("ProfilesRefused", Refusal::kNotLocal, Route::kProfiles,
                  false),
        Forwarded("PageRefused", Refusal::kNotLocal, Route::kPage, false),
        Forwarded("StatusRefused", Refusal::kNotLocal, Route::kStatus, false),
        Forwarded("HealthAllowed", Refusal::kNone, Route::kHealth, false),
        Forwarded("WithSession", Refusal::kNone, Route::kProfiles, true)),
    [](const testing::TestParamInfo<AdmissionCase>& i) {
      return i.param.name;
    });

INSTANTIATE_TEST_SUITE_P(
    Reading, DecideAdmissionTest,
    testing::Values(
        AdmissionCase{"WithSession", Refusal::kNone},
        AdmissionCase{"LoginNotRequired", Refusal::kNone, Route::kProfiles,
                      "GET", false, false},
        AdmissionCase{"WithoutSession", Refusal::kNoSession, Route::kProfiles,
                      "GET", true, false},
        AdmissionCase{"EventsWithoutSession", Refusal::kNoSession,
                      Route::kEvents, "GET", true, false},
        AdmissionCase{"LogsWithoutSession", Refusal::kNoSession, Route::kLogs,
                      "GET", true, false},
        AdmissionCase{"StatsWithoutSession", Refusal::kNoSession, Route::kStats,
                      "GET", true, false},
        AdmissionCase{"PageIsPublic", Refusal::kNone, Route::kPage, "GET", true,
                      false},
        AdmissionCase{"StatusIsPublic", Refusal::kNone, Route::kStatus, "GET",
                      true, false},
        AdmissionCase{"HealthIsPublic", Refusal::kNone, Route::kHealth, "GET",
                      true, false},
        AdmissionCase{"ForeignHost", Refusal::kForeignHost, Route::kStatus,
                      "GET", true, true, false},
        AdmissionCase{"HealthByAnyHost", Refusal::kNone, Route::kHealth, "GET",
                      true, false, false},
        Ask("ByOwnPage", Refusal::kNone, Route::kProfiles, "same-origin"),
        Ask("AddressTypedByHand", Refusal::kNone, Route::kProfiles, "none"),
        Ask("ByForeignPage", Refusal::kForeignOrigin, Route::kLogs,
            "cross-site"),
        Ask("BySiblingSite", Refusal::kForeignOrigin, Route::kStatus,
            "same-site"),
        Ask("LinkToPage", Refusal::kNone, Route::kPage, "cross-site"),
        Ask("HealthByForeignPage", Refusal::kNone, Route::kHealth,
            "cross-site"),
        AdmissionCase{"UnknownPath", Refusal::kNotFound, Route::kNone},
        AdmissionCase{"WrongMethod", Refusal::kBadMethod, Route::kStats, "PUT"},
        AdmissionCase{"OperationByGet", Refusal::kBadMethod, Route::kStop,
                      "GET"},
        AdmissionCase{"Ambiguous", Refusal::kAmbiguous, Route::kStatus, "GET",
                      true, true, true, true}),
    [](const testing::TestParamInfo<AdmissionCase>& i) {
      return i.param.name;
    });

AdmissionCase Change(const char* name, Refusal refusal,
                     std::optional<std::string> fetch_site,
                     std::optional<std::string> origin,
                     std::optional<std::string> type = kJson) {
  AdmissionCase change{name, refusal, Route::kStop, "POST"};
  change.fetch_site = std::move(fetch_site);
  change.origin = std::move(origin);
  change.type = std::move(type);
  return change;
}

INSTANTIATE_TEST_SUITE_P(
    Changing, DecideAdmissionTest,
    testing::Values(
        Change("OwnPage", Refusal::kNone, "same-origin",
               "http://dash.local:9119"),
        Change("OriginWithoutFetchSite", Refusal::kNone, {},
               "http://DASH.local:9119"),
        Change("OriginIsPublicUrl", Refusal::kNone, {}, "https://dash.example"),
        Change("TypeWithCharset", Refusal::kNone, "same-origin", {},
               "application/json; charset=utf-8"),
        Change("NeitherOriginNorFetchSite", Refusal::kForeignOrigin, {}, {}),
        Change("CrossSite", Refusal::kForeignOrigin, "cross-site", {}),
        Change("SameSite", Refusal::kForeignOrigin, "same-site", {}),
        Change("FetchSiteNone", Refusal::kForeignOrigin, "none", {}),
        Change("ForeignOrigin", Refusal::kForeignOrigin, {},
               "http://evil.example"),
        Change("OtherPort", Refusal::kForeignOrigin, {},
               "http://dash.local:80"),
        Change("PublicNameWithoutTls", Refusal::kForeignOrigin, {},
               "http://dash.example"),
        Change("NullOrigin", Refusal::kForeignOrigin, "same-origin", "null"),
        Change("FetchSiteAndOriginDisagree", Refusal::kForeignOrigin,
               "same-origin", "http://evil.example"),
        Change("Form", Refusal::kNotJson, "same-origin", {},
               "application/x-www-form-urlencoded"),
        Change("NoType", Refusal::kNotJson, "same-origin", {}, std::nullopt)),
    [](const testing::TestParamInfo<AdmissionCase>& i) {
      return i.param.name;
    });

TEST(JudgeRouteTest, RequiresSessionForEveryChange) {
  http::Request head;
  head.host = "localhost";
  head.fetch_site = "same-origin";
  head.content_type = kJson;
  const HostRules hosts = {"127.0.0.1", std::nullopt};
  for (const Route route :
       {Route::kStart, Route::kStop, Route::kRestart, Route::kProfiles,
        Route::kProfile, Route::kLogout}) {
    head.method = route == Route::kProfile ? "DELETE" : "POST";
    EXPECT_EQ(DecideAdmission({head, route, true, true, false, hosts}),
              Refusal::kNoSession);
    EXPECT_EQ(DecideAdmission({head, route, true, true, true, hosts}),
              Refusal::kNone);
  }
  head.method = "POST";
  EXPECT_EQ(DecideAdmission({head, Route::kLogin, true, true, false, hosts}),
            Refusal::kNone);
}

TEST(RefusalReplyTest, ReturnsErrorObjectAndStatus) {
  const http::Response reply =
      RefusalResponse(Refusal::kBadMethod, Route::kProfiles);
  EXPECT_EQ(reply.status, 405);
  EXPECT_EQ(reply.headers, (http::Headers{{"Allow", "GET, HEAD, POST"}}));
  EXPECT_EQ(reply.body,
            "{\"error\":{\"code\":\"method_not_allowed\",\"message\":"
            "\"This path does not support this method.\"}}\n");
  EXPECT_EQ(RefusalResponse(Refusal::kForeignHost, Route::kNone).status, 421);
  EXPECT_EQ(RefusalResponse(Refusal::kNoSession, Route::kNone).status, 401);
  EXPECT_EQ(RefusalResponse(Refusal::kForeignOrigin, Route::kNone).status, 403);
  EXPECT_EQ(RefusalResponse(Refusal::kNotLocal, Route::kNone).status, 403);
  EXPECT_EQ(RefusalResponse(Refusal::kNotJson, Route::kNone).status, 415);
}

}  // namespace
}  // namespace hermes::gateway::dashboard
