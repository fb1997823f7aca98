// Tests the real `hermes dashboard` over sockets, without supervision.
#include <gtest/gtest.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gateway/dashboard/instance.h"
#include "shim/base/unique_fd.h"
#include "tests/gateway/http_client.h"
#include "tests/gateway/process/gateway_process.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway::dashboard {
namespace {

namespace json = boost::json;

constexpr char kHost[] = "Host: localhost\r\n";
constexpr char kOwnPage[] =
    "Host: localhost\r\nSec-Fetch-Site: same-origin\r\n"
    "Content-Type: application/json\r\n";
constexpr char kPassword[] = "correct-horse-battery";

using Variables = std::map<std::string, std::string>;

// A dashboard that listens on a port that the kernel chooses.
class Dashboard {
 public:
  explicit Dashboard(Variables environment = {}) {
    home_.Write("SOUL.md", "");
    launch_.args = {"dashboard", "--no-open", "--port", "0"};
    launch_.environment = std::move(environment);
    Start();
  }

  void Start() {
    process_.emplace(home_, launch_);
    const bool listens = Eventually([&] {
      const auto record = ParseInstanceRecord(home_.Read(kDashboardPidFile));
      if (!record.has_value() || record->pid != process_->pid() ||
          record->url.empty()) {
        return !process_->Running();
      }
      port_ = static_cast<uint16_t>(
          std::stoi(record->url.substr(record->url.rfind(':') + 1)));
      return true;
    });
    EXPECT_TRUE(listens && port_ != 0) << process_->Err();
  }

  HttpResponse Ask(const std::string& method, const std::string& target,
                   const std::string& headers = kHost,
                   const std::string& body = "") const {
    HttpClient client(port_);
    client.Send(Request(method, target, headers, body));
    return client.Receive(method == "HEAD");
  }

  static std::string Request(const std::string& method,
                             const std::string& target,
                             const std::string& headers,
                             const std::string& body = "") {
    return absl::StrCat(method, " ", target, " HTTP/1.1\r\n", headers,
                        "Content-Length: ", body.size(), "\r\n\r\n", body);
  }

  const TempDirectory& home() const { return home_; }
  GatewayProcess& process() { return *process_; }
  uint16_t port() const { return port_; }

 private:
  TempDirectory home_;
  Launch launch_;
  std::optional<GatewayProcess> process_;
  uint16_t port_ = 0;
};

Variables Login() {
  return {{"HERMES_DASHBOARD_HOST", "0.0.0.0"},
          {"HERMES_DASHBOARD_BASIC_AUTH_USERNAME", "ann"},
          {"HERMES_DASHBOARD_BASIC_AUTH_PASSWORD", kPassword}};
}

HttpResponse LogIn(const Dashboard& dashboard, const std::string& password,
                   const std::string& headers = "",
                   const std::string& username = "ann") {
  return dashboard.Ask("POST", "/auth/password-login",
                       absl::StrCat(kOwnPage, headers),
                       json::serialize(json::object{{"username", username},
                                                    {"password", password}}));
}

// Tries wrong passwords until the next attempt is refused without a check.
void UseUpAttempts(const Dashboard& dashboard, const std::string& headers = "",
                   const std::string& username = "ann") {
  for (int n = 0; n < 10; ++n) {
    EXPECT_EQ(LogIn(dashboard, "wrong", headers, username).status, 401) << n;
  }
  EXPECT_EQ(LogIn(dashboard, "wrong", headers, username).status, 429);
}

int StatusWith(const Dashboard& dashboard, const std::string& headers) {
  return dashboard.Ask("GET", "/api/profiles", absl::StrCat(kHost, headers))
      .status;
}

// Returns the values of a reply's Set-Cookie headers.
std::vector<std::string> SetCookies(const HttpResponse& response) {
  const auto found = response.headers.find("set-cookie");
  if (found == response.headers.end()) return {};
  return absl::StrSplit(found->second, '\n');
}

// Returns the Cookie header that a browser sends after that reply.
std::string CookieOf(const HttpResponse& response) {
  std::vector<std::string> cookies;
  for (const std::string& line : SetCookies(response)) {
    cookies.push_back(line.substr(0, line.find(';')));
  }
  return absl::StrCat("Cookie: ", absl::StrJoin(cookies, "; "), "\r\n");
}

json::object Json(const HttpResponse& response) {
  json::error_code error;
  const json::value value = json::parse(response.body, error);
  return value.is_object() ? value.get_object() : json::object();
}

std::string CodeOf(const HttpResponse& response) {
  const json::object body = Json(response);
  const json::value* error = body.if_contains("error");
  if (error == nullptr) return "";
  return std::string(error->at("code").as_string());
}

// The output and exit code of a program.
struct Ended {
  int code = -1;
  std::string out;
  std::string err;
};

Ended RunToEnd(const TempDirectory& home, std::vector<std::string> args,
               Variables environment = {}) {
  Launch launch;
  launch.args = std::move(args);
  launch.environment = std::move(environment);
  GatewayProcess hermes(home, launch);
  const int code = hermes.Wait();
  return {code, hermes.Out(), hermes.Err()};
}

TEST(DashboardStartTest, RefusesToListenBeyondLoopbackWithoutLogin) {
  const TempDirectory home;
  const Ended ended = RunToEnd(home, {"dashboard", "--no-open"},
                               {{"HERMES_DASHBOARD_HOST", "0.0.0.0"}});
  EXPECT_EQ(ended.code, 78);
  EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1)
      << ended.err;
  EXPECT_TRUE(
      absl::StrContains(ended.err, "HERMES_DASHBOARD_BASIC_AUTH_USERNAME"))
      << ended.err;
  EXPECT_FALSE(home.Has(kDashboardPidFile));
}

TEST(DashboardStartTest, ReportsPortInUse) {
  Dashboard first;
  const TempDirectory home;
  const std::string port = std::to_string(first.port());
  const Ended ended = RunToEnd(home, {"dashboard", "--port", port});
  EXPECT_EQ(ended.code, 78);
  EXPECT_TRUE(absl::StrContains(ended.err, "dashboard_port_in_use"))
      << ended.err;
  EXPECT_TRUE(absl::StrContains(ended.err, port)) << ended.err;
}

TEST(DashboardStartTest, RefusesSecondDashboardOfSameDataRoot) {
  Dashboard first;
  const Ended ended = RunToEnd(first.home(), {"dashboard", "--port", "0"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_TRUE(
      absl::StrContains(ended.err, absl::StrCat("pid ", first.process().pid())))
      << ended.err;
  EXPECT_EQ(first.Ask("GET", "/health").status, 200);
}

TEST(DashboardStartTest, WarnsAboutVariableWithoutEffect) {
  Dashboard dashboard(Variables{{"HERMES_DASHBOARD_INSECURE", "1"}});
  EXPECT_TRUE(
      absl::StrContains(dashboard.process().Err(), "HERMES_DASHBOARD_INSECURE"))
      << dashboard.process().Err();
}

TEST(DashboardStartTest, NotifiesReadiness) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const UniqueFd reader(ends[0]);
  UniqueFd writer(ends[1]);
  const TempDirectory home;
  Launch launch;
  launch.args = {"dashboard", "--port", "0"};
  launch.notify_fd = writer.get();
  GatewayProcess hermes(home, launch);
  writer.reset();
  char byte = 0;
  EXPECT_EQ(read(reader.get(), &byte, 1), 1);
  EXPECT_EQ(byte, '\n');
}

TEST(DashboardEndTest, ExitsWith0OnSignalDespiteOpenStream) {
  for (const int signo : {SIGTERM, SIGINT}) {
    Dashboard dashboard;
    // An open stream must not delay the exit.
    HttpClient client(dashboard.port());
    client.Send(Dashboard::Request("GET", "/api/events", kHost));
    ASSERT_TRUE(client.WaitFor("event: profiles"));
    dashboard.process().Signal(signo);
    EXPECT_EQ(dashboard.process().Wait(), 0);
    EXPECT_TRUE(client.WaitClosed());
    EXPECT_FALSE(dashboard.home().Has(kDashboardPidFile));
  }
}

TEST(DashboardEndTest, StatusAndStopFindRunningDashboard) {
  Dashboard dashboard;
  const Ended up = RunToEnd(dashboard.home(), {"dashboard", "--status"});
  EXPECT_EQ(up.code, 0);
  EXPECT_TRUE(absl::StrContains(
      up.out, absl::StrCat("running (pid ", dashboard.process().pid(), ")")))
      << up.out;
  const Ended stopped = RunToEnd(dashboard.home(), {"dashboard", "--stop"});
  EXPECT_EQ(stopped.code, 0) << stopped.err;
  EXPECT_EQ(dashboard.process().Wait(), 0);
  const Ended down = RunToEnd(dashboard.home(), {"dashboard", "--status"});
  EXPECT_EQ(down.code, 1);
  EXPECT_TRUE(absl::StrContains(down.out, "not running")) << down.out;
  EXPECT_EQ(RunToEnd(dashboard.home(), {"dashboard", "--stop"}).code, 0);
}

TEST(DashboardPageTest, ServesPageWithStrictContentSecurityPolicy) {
  Dashboard dashboard;
  const HttpResponse page = dashboard.Ask("GET", "/");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.headers.at("content-type"), "text/html; charset=utf-8");
  const std::string policy = page.headers.at("content-security-policy");
  EXPECT_TRUE(absl::StrContains(policy, "default-src 'none'"));
  EXPECT_FALSE(absl::StrContains(policy, "unsafe"));
  EXPECT_TRUE(absl::StrContains(page.body, "<!doctype html>"));
  const HttpResponse packed = dashboard.Ask(
      "GET", "/", absl::StrCat(kHost, "Accept-Encoding: br, gzip\r\n"));
  EXPECT_EQ(packed.headers.at("content-encoding"), "gzip");
  EXPECT_TRUE(absl::StartsWith(packed.body, "\x1f\x8b"));
  const HttpResponse again = dashboard.Ask(
      "GET", "/",
      absl::StrCat(kHost, "If-None-Match: ", page.headers.at("etag"), "\r\n"));
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(dashboard.Ask("GET", "/assets/nothing.js").status, 404);
  EXPECT_EQ(dashboard.Ask("GET", "/assets/app.js").headers.at("content-type"),
            "text/javascript; charset=utf-8");
}

TEST(DashboardLoginTest, GrantsAccessAfterLogin) {
  Dashboard dashboard(Login());
  EXPECT_EQ(dashboard.Ask("GET", "/api/profiles").status, 401);
  EXPECT_EQ(CodeOf(dashboard.Ask("GET", "/api/events")), "login_required");
  const json::object before = Json(dashboard.Ask("GET", "/api/status"));
  EXPECT_EQ(before.at("auth_required"), true);
  EXPECT_EQ(before.at("authenticated"), false);
  EXPECT_EQ(before.at("auth_providers"), (json::array{"basic"}));

  const HttpResponse login = LogIn(dashboard, kPassword);
  EXPECT_EQ(login.status, 200) << login.body;
  const std::string cookie = CookieOf(login);
  EXPECT_TRUE(absl::StrContains(login.headers.at("set-cookie"), "HttpOnly"));
  EXPECT_EQ(
      dashboard.Ask("GET", "/api/profiles", absl::StrCat(kHost, cookie)).status,
      200);
  EXPECT_EQ(
      Json(dashboard.Ask("GET", "/api/status", absl::StrCat(kHost, cookie)))
          .at("authenticated"),
      true);
  const HttpResponse out = dashboard.Ask("POST", "/auth/logout",
                                         absl::StrCat(kOwnPage, cookie), "{}");
  EXPECT_EQ(out.status, 200);
  EXPECT_TRUE(absl::StrContains(out.headers.at("set-cookie"), "Max-Age=0"));
}

TEST(DashboardLoginTest, AnswersWrongNameAndPasswordAlikeAndLimitsAttempts) {
  Dashboard dashboard(Login());
  const HttpResponse wrong = LogIn(dashboard, "wrong");
  const HttpResponse stranger = dashboard.Ask(
      "POST", "/auth/password-login", kOwnPage,
      absl::StrCat("{\"username\":\"bob\",\"password\":\"", kPassword, "\"}"));
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(stranger.status, 401);
  EXPECT_EQ(wrong.body, stranger.body);
  EXPECT_EQ(wrong.headers.count("set-cookie"), 0u);
  for (int i = 1; i < 10; ++i) LogIn(dashboard, "wrong");
  const HttpResponse limited = LogIn(dashboard, kPassword);
  EXPECT_EQ(limited.status, 429);
  EXPECT_EQ(limited.headers.count("retry-after"), 1u);
}

// Clients of a proxy that sends no X-Forwarded-For share one address with a
// client that guesses passwords. A browser that has logged in before is known
// by its cookie.
TEST(DashboardLoginTest, AdmitsKnownBrowserDespiteGuessesFromSameAddress) {
  Dashboard dashboard(Login());
  const HttpResponse first = LogIn(dashboard, kPassword);
  ASSERT_EQ(first.status, 200);
  UseUpAttempts(dashboard);
  EXPECT_EQ(LogIn(dashboard, kPassword).status, 429);
  EXPECT_EQ(LogIn(dashboard, kPassword, CookieOf(first)).status, 200);
}

TEST(DashboardLoginTest, LimitsAttemptsOfKnownBrowser) {
  Dashboard dashboard(Login());
  const std::string cookies = CookieOf(LogIn(dashboard, kPassword));
  UseUpAttempts(dashboard, cookies);
  // Other clients are not limited.
  EXPECT_EQ(LogIn(dashboard, kPassword).status, 200);
}

TEST(DashboardLoginTest, CountsFailuresPerUserName) {
  Dashboard dashboard(Login());
  UseUpAttempts(dashboard, "", "bob");
  EXPECT_EQ(LogIn(dashboard, kPassword).status, 200);
}

TEST(DashboardLoginTest, CountsFailuresPerAddress) {
  Variables variables = Login();
  variables["HERMES_DASHBOARD_TRUSTED_PROXIES"] = "127.0.0.1";
  Dashboard dashboard(variables);
  UseUpAttempts(dashboard, "X-Forwarded-For: 203.0.113.1\r\n");
  EXPECT_EQ(
      LogIn(dashboard, kPassword, "X-Forwarded-For: 203.0.113.2\r\n").status,
      200);
}

TEST(DashboardLoginTest, DoesNotCountSuccessfulLogins) {
  Dashboard dashboard(Login());
  for (int n = 0; n < 12; ++n) {
    ASSERT_EQ(LogIn(dashboard, kPassword).status, 200) << n;
  }
}

TEST(DashboardLoginTest, RequiresConfiguredLoginOnLoopback) {
  Variables variables = Login();
  variables.erase("HERMES_DASHBOARD_HOST");
  Dashboard dashboard(variables);
  EXPECT_EQ(dashboard.Ask("GET", "/api/profiles").status, 401);
  EXPECT_EQ(StatusWith(dashboard, CookieOf(LogIn(dashboard, kPassword))), 200);
}

TEST(DashboardLoginTest, BindsHttpsCookiesToHost) {
  Variables variables = Login();
  variables["HERMES_DASHBOARD_TRUSTED_PROXIES"] = "127.0.0.1";
  Dashboard dashboard(variables);
  const std::string https = "X-Forwarded-Proto: https\r\n";
  const HttpResponse secure = LogIn(dashboard, kPassword, https);
  ASSERT_FALSE(SetCookies(secure).empty());
  for (const std::string& cookie : SetCookies(secure)) {
    EXPECT_TRUE(absl::StartsWith(cookie, "__Host-hermes_dashboard")) << cookie;
    EXPECT_TRUE(absl::StrContains(cookie, "; Secure")) << cookie;
    EXPECT_TRUE(absl::StrContains(cookie, "; Path=/;")) << cookie;
    EXPECT_FALSE(absl::StrContains(cookie, "Domain")) << cookie;
  }
  EXPECT_EQ(StatusWith(dashboard, absl::StrCat(https, CookieOf(secure))), 200);
  const HttpResponse plain = LogIn(dashboard, kPassword);
  for (const std::string& cookie : SetCookies(plain)) {
    EXPECT_TRUE(absl::StartsWith(cookie, "hermes_dashboard")) << cookie;
    EXPECT_FALSE(absl::StrContains(cookie, "Secure")) << cookie;
  }
  // Ignores a cookie that a page without TLS may have planted.
  EXPECT_EQ(StatusWith(dashboard, absl::StrCat(https, CookieOf(plain))), 401);
}

class LogoutTest : public testing::Test {
 protected:
  int Out(const std::string& cookie) const {
    return dashboard_
        .Ask("POST", "/auth/logout", absl::StrCat(kOwnPage, cookie), "{}")
        .status;
  }

  Dashboard dashboard_{Login()};
  const std::string cookie_ = CookieOf(LogIn(dashboard_, kPassword));
  const std::string other_ = CookieOf(LogIn(dashboard_, kPassword));
};

TEST_F(LogoutTest, EndsSessionOfCopiedCookie) {
  ASSERT_EQ(StatusWith(dashboard_, cookie_), 200);
  EXPECT_EQ(Out(cookie_), 200);
  EXPECT_EQ(StatusWith(dashboard_, cookie_), 401);
  EXPECT_EQ(StatusWith(dashboard_, other_), 200);
}

TEST_F(LogoutTest, RemainsEffectiveAfterRestart) {
  EXPECT_EQ(Out(cookie_), 200);
  dashboard_.process().Signal(SIGKILL);
  EXPECT_EQ(dashboard_.process().Wait(), 128 + SIGKILL);
  dashboard_.Start();
  EXPECT_EQ(StatusWith(dashboard_, cookie_), 401);
  EXPECT_EQ(StatusWith(dashboard_, other_), 200);
}

TEST_F(LogoutTest, EndsStreamsOfSession) {
  const std::string headers = absl::StrCat(kHost, cookie_);
  HttpClient events(dashboard_.port());
  events.Send(Dashboard::Request("GET", "/api/events", headers));
  ASSERT_TRUE(events.WaitFor("event: profiles"));
  HttpClient log(dashboard_.port());
  log.Send(Dashboard::Request("GET", "/api/logs?follow=1", headers));
  ASSERT_TRUE(log.WaitFor("event: lines"));
  EXPECT_EQ(Out(cookie_), 200);
  EXPECT_TRUE(events.WaitFor("event: session-over"));
  EXPECT_TRUE(log.WaitFor("event: session-over"));
}

TEST_F(LogoutTest, AllSessionsEndIfListIsDeleted) {
  dashboard_.process().Signal(SIGTERM);
  EXPECT_EQ(dashboard_.process().Wait(), 0);
  ASSERT_EQ(unlink(dashboard_.home().Path(".dashboard_sessions").c_str()), 0);
  dashboard_.Start();
  EXPECT_EQ(StatusWith(dashboard_, cookie_), 401);
}

TEST(DashboardLoginTest, AcceptsSessionsAfterRestart) {
  Dashboard dashboard(Login());
  const std::string cookie = CookieOf(LogIn(dashboard, kPassword));
  struct stat st = {};
  ASSERT_EQ(stat(dashboard.home().Path(".dashboard_secret").c_str(), &st), 0);
  EXPECT_EQ(st.st_mode & 0777, 0600u);
  dashboard.process().Signal(SIGKILL);
  EXPECT_EQ(dashboard.process().Wait(), 128 + SIGKILL);
  dashboard.Start();
  EXPECT_EQ(
      dashboard.Ask("GET", "/api/profiles", absl::StrCat(kHost, cookie)).status,
      200);
  std::string forged = cookie;
  const size_t digit = forged.find(".1") + 2;
  forged[digit] = forged[digit] == '9' ? '8' : '9';
  EXPECT_EQ(
      dashboard.Ask("GET", "/api/profiles", absl::StrCat(kHost, forged)).status,
      401);
}

TEST(DashboardLoginTest, HidesPasswordFromEnvironmentAndOutput) {
  Dashboard dashboard(Login());
  LogIn(dashboard, kPassword);
  const std::string proc =
      absl::StrCat("/proc/", dashboard.process().pid(), "/environ");
  std::string environment(1 << 16, '\0');
  FILE* file = fopen(proc.c_str(), "re");
  ASSERT_NE(file, nullptr);
  environment.resize(fread(environment.data(), 1, environment.size(), file));
  fclose(file);
  EXPECT_TRUE(absl::StrContains(environment, "HERMES_HOME"));
  EXPECT_FALSE(absl::StrContains(environment, kPassword));
  EXPECT_FALSE(absl::StrContains(dashboard.process().Err(), kPassword));
  EXPECT_FALSE(absl::StrContains(dashboard.process().Out(), kPassword));
}

TEST(DashboardLoginTest, AcceptsHashMadeByHashPassword) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const UniqueFd reader(ends[0]);
  UniqueFd writer(ends[1]);
  const std::string line = absl::StrCat(kPassword, "\n");
  ASSERT_EQ(write(writer.get(), line.data(), line.size()),
            static_cast<ssize_t>(line.size()));
  writer.reset();
  const TempDirectory home;
  Launch launch;
  launch.args = {"dashboard", "--hash-password"};
  launch.stdin_fd = reader.get();
  GatewayProcess hashing(home, launch);
  ASSERT_EQ(hashing.Wait(), 0) << hashing.Err();
  std::string hash = hashing.Out();
  hash.pop_back();
  // The parameters are one of OWASP's minimums.
  EXPECT_TRUE(absl::StartsWith(hash, "scrypt:ln=14,r=8,p=5:")) << hash;
  auto environment = Login();
  environment["HERMES_DASHBOARD_BASIC_AUTH_PASSWORD"] = "";
  environment["HERMES_DASHBOARD_BASIC_AUTH_PASSWORD_HASH"] = hash;
  Dashboard dashboard(environment);
  EXPECT_EQ(LogIn(dashboard, kPassword).status, 200);
  EXPECT_EQ(LogIn(dashboard, "wrong").status, 401);
}

// The hash was made before the minimum was raised.
TEST(DashboardLoginTest, AcceptsWeakerOldHashWithWarning) {
  Variables variables = Login();
  variables["HERMES_DASHBOARD_BASIC_AUTH_PASSWORD"] = "";
  variables["HERMES_DASHBOARD_BASIC_AUTH_PASSWORD_HASH"] =
      "scrypt:ln=15,r=8,p=1:MDEyMzQ1Njc4OWFiY2RlZg:"
      "RbwrC+FzKwoRSn5A93SImQaBUXVY4vOwMcvwJGu02JE";
  Dashboard dashboard(variables);
  EXPECT_EQ(LogIn(dashboard, kPassword).status, 200);
  EXPECT_EQ(LogIn(dashboard, "wrong").status, 401);
  EXPECT_TRUE(absl::StrContains(dashboard.process().Err(), "--hash-password"))
      << dashboard.process().Err();
}

class ForwardedTest : public testing::TestWithParam<const char*> {};

// A proxy on this machine that is not configured makes every client look local.
TEST_P(ForwardedTest, RefusesRequestThroughUntrustedProxy) {
  Dashboard dashboard;
  const std::string header = absl::StrCat(GetParam(), ": 203.0.113.1\r\n");
  for (const char* target :
       {"/", "/api/profiles", "/api/status", "/api/logs"}) {
    const HttpResponse reply =
        dashboard.Ask("GET", target, absl::StrCat(kHost, header));
    EXPECT_EQ(reply.status, 403) << target;
    EXPECT_EQ(CodeOf(reply), "not_local") << target;
  }
  EXPECT_EQ(dashboard.Ask("GET", "/health", absl::StrCat(kHost, header)).status,
            200);
}

TEST_P(ForwardedTest, AdmitsRequestThroughTrustedProxy) {
  Dashboard dashboard(
      Variables{{"HERMES_DASHBOARD_TRUSTED_PROXIES", "127.0.0.1"}});
  EXPECT_EQ(
      StatusWith(dashboard, absl::StrCat(GetParam(), ": 203.0.113.1\r\n")),
      200);
}

INSTANTIATE_TEST_SUITE_P(Headers, ForwardedTest,
                         testing::Values("Forwarded", "X-Forwarded-For",
                                         "X-Forwarded-Host",
                                         "x-forwarded-proto", "X-Real-IP",
                                         "Via"));

TEST(DashboardGuardTest, RefusesForeignHostHeader) {
  Dashboard dashboard;
  EXPECT_EQ(
      dashboard.Ask("GET", "/api/profiles", "Host: evil.example\r\n").status,
      421);
  EXPECT_EQ(dashboard.Ask("GET", "/", "Host: evil.example\r\n").status, 421);
  EXPECT_EQ(
      dashboard.Ask("GET", "/api/profiles", "Host: 127.0.0.1:1\r\n").status,
      200);
}

TEST(DashboardGuardTest, RefusesChangesByForeignPages) {
  Dashboard dashboard;
  const std::string body = "{\"name\":\"coder\"}";
  const std::string json_type = "Content-Type: application/json\r\n";
  EXPECT_EQ(dashboard
                .Ask("POST", "/api/profiles",
                     absl::StrCat(kHost, json_type,
                                  "Origin: http://evil.example\r\n"),
                     body)
                .status,
            403);
  EXPECT_EQ(dashboard
                .Ask("POST", "/api/profiles",
                     absl::StrCat(kHost, "Sec-Fetch-Site: same-origin\r\n",
                                  "Content-Type: text/plain\r\n"),
                     body)
                .status,
            415);
  EXPECT_FALSE(dashboard.home().Has("profiles/coder"));
}

TEST(DashboardProfilesTest, CreatesListsAndDeletesProfiles) {
  Dashboard dashboard;
  const HttpResponse made =
      dashboard.Ask("POST", "/api/profiles", kOwnPage,
                    "{\"name\":\"coder\",\"description\":\"writes code\"}");
  EXPECT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(Json(made).at("slot"), "not_supervised");
  EXPECT_EQ(CodeOf(dashboard.Ask("POST", "/api/profiles", kOwnPage,
                                 "{\"name\":\"coder\"}")),
            "profile_exists");
  EXPECT_EQ(
      dashboard.Ask("POST", "/api/profiles", kOwnPage, "{\"name\":\"../x\"}")
          .status,
      400);
  const json::object all = Json(dashboard.Ask("GET", "/api/profiles"));
  EXPECT_EQ(all.at("supervised"), false);
  EXPECT_EQ(all.at("dashboard"), nullptr);
  const json::array& profiles = all.at("profiles").as_array();
  ASSERT_EQ(profiles.size(), 2u);
  EXPECT_EQ(profiles[0].at("name"), "default");
  EXPECT_EQ(profiles[1].at("name"), "coder");
  EXPECT_EQ(profiles[1].at("description"), "writes code");
  EXPECT_EQ(profiles[1].at("state"), "no slot");
  EXPECT_EQ(profiles[1].at("health"), "down");
  EXPECT_EQ(profiles[1].at("port"), 8643);

  EXPECT_EQ(dashboard.Ask("DELETE", "/api/profiles/default", kOwnPage).status,
            400);
  EXPECT_EQ(dashboard.Ask("DELETE", "/api/profiles/nobody", kOwnPage).status,
            404);
  EXPECT_EQ(dashboard.Ask("DELETE", "/api/profiles/coder", kOwnPage).status,
            200);
  EXPECT_FALSE(dashboard.home().Has("profiles/coder"));
}

TEST(DashboardProfilesTest, RefusesOperationsWithoutSupervision) {
  Dashboard dashboard;
  const HttpResponse start = dashboard.Ask(
      "POST", "/api/gateway/start", kOwnPage, "{\"profile\":\"default\"}");
  EXPECT_EQ(start.status, 409) << start.body;
  EXPECT_EQ(CodeOf(start), "not_supervised");
  EXPECT_EQ(CodeOf(dashboard.Ask("POST", "/api/gateway/stop", kOwnPage,
                                 "{\"profile\":\"nobody\"}")),
            "no_such_profile");
  EXPECT_EQ(dashboard.Ask("POST", "/api/gateway/stop", kOwnPage, "[").status,
            400);
}

TEST(DashboardProfilesTest, ShowsUnsupervisedGateway) {
  Dashboard dashboard;
  HttpClient watcher(dashboard.port());
  watcher.Send(Dashboard::Request("GET", "/api/events", kHost));
  ASSERT_TRUE(watcher.WaitFor("\"health\":\"down\""));
  GatewayProcess gateway(dashboard.home());
  ASSERT_TRUE(gateway.WaitForState("running"));
  EXPECT_TRUE(watcher.WaitFor("\"health\":\"ok\""));
  const json::object status = Json(dashboard.Ask("GET", "/api/status"));
  EXPECT_EQ(status.at("gateway_state"), "running");
  EXPECT_EQ(status.at("health"), "ok");
  EXPECT_EQ(status.at("gateway_drainable"), true);
  EXPECT_GT(status.at("disk").at("total_bytes").as_int64(), 0);
  EXPECT_EQ(status.at("profiles_running"), 1);
}

TEST(DashboardLogsTest, ReturnsLastLinesWithSecretsMasked) {
  Dashboard dashboard;
  ASSERT_EQ(mkdir(dashboard.home().Path("logs").c_str(), 0755), 0);
  dashboard.home().Write("logs/errors.log",
                         "1\n2\napi_key=abcdef\n4 \x1b[31m\xff\n");
  const HttpResponse logs =
      dashboard.Ask("GET", "/api/logs?file=errors&lines=3");
  EXPECT_EQ(logs.body,
            "{\"lines\":[\"2\",\"api_key=[redacted]\",\"4 \\\\x1b[31m"
            "\\\\xff\"]}\n");
  for (const char* query : {"file=../.env", "file=errors&lines=2001",
                            "file=errors&lines=x", "follow=maybe"}) {
    EXPECT_EQ(dashboard.Ask("GET", absl::StrCat("/api/logs?", query)).status,
              400)
        << query;
  }
  EXPECT_EQ(dashboard.Ask("GET", "/api/logs?profile=nobody").status, 404);
}

TEST(DashboardLogsTest, FollowsLogAcrossRotation) {
  Dashboard dashboard;
  ASSERT_EQ(mkdir(dashboard.home().Path("logs").c_str(), 0755), 0);
  dashboard.home().Write("logs/gateway.log", "one\n");
  HttpClient client(dashboard.port());
  client.Send(
      Dashboard::Request("GET", "/api/logs?file=gateway&follow=1", kHost));
  ASSERT_TRUE(client.WaitFor("one"));
  ASSERT_EQ(rename(dashboard.home().Path("logs/gateway.log").c_str(),
                   dashboard.home().Path("logs/gateway.log.1").c_str()),
            0);
  dashboard.home().Write("logs/gateway.log", "two\n");
  EXPECT_TRUE(client.WaitFor("two"));
}

TEST(DashboardLogsTest, LimitsFollowers) {
  Dashboard dashboard;
  std::vector<std::unique_ptr<HttpClient>> clients;
  const std::string ask =
      Dashboard::Request("GET", "/api/logs?follow=1", kHost);
  for (int i = 0; i < 64; ++i) {
    clients.push_back(std::make_unique<HttpClient>(dashboard.port()));
    clients.back()->Send(ask);
    ASSERT_TRUE(clients.back()->WaitFor("event: lines"));
  }
  EXPECT_EQ(dashboard.Ask("GET", "/api/logs?follow=1").status, 503);
  clients.clear();
  EXPECT_TRUE(Eventually([&] {
    HttpClient client(dashboard.port());
    client.Send(ask);
    return client.WaitFor("\r\n\r\n") && client.WaitFor("event: lines");
  }));
}

TEST(DashboardStatsTest, ReportsMachineAndVolume) {
  Dashboard dashboard;
  const json::object stats = Json(dashboard.Ask("GET", "/api/system/stats"));
  EXPECT_GT(stats.at("uptime_secs").to_number<double>(), 0);
  EXPECT_EQ(stats.at("load").as_array().size(), 3u);
  EXPECT_GT(stats.at("memory").at("total_bytes").to_number<double>(), 0);
  EXPECT_GT(stats.at("disk").at("total_bytes").to_number<double>(), 0);
  EXPECT_GT(stats.at("processes").to_number<int>(), 0);
  EXPECT_EQ(stats.at("open_connections"), 1);
}

}  // namespace
}  // namespace hermes::gateway::dashboard
