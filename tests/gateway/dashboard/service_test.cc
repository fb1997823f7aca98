#include "gateway/dashboard/service.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/types.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/dashboard/login/revoked_sessions.h"
#include "gateway/dashboard/login/session_cookie.h"
#include "gateway/dashboard/operations.h"
#include "gateway/dashboard/settings.h"
#include "gateway/dashboard/view/snapshot_broadcaster.h"
#include "gateway/http/connection.h"
#include "gateway/logging/secret_list.h"
#include "gateway/loop/worker.h"
#include "tests/gateway/http/raw_client.h"
#include "tests/gateway/http/serving.h"
#include "tests/gateway/http_client.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway::dashboard {
namespace {

using std::chrono::milliseconds;

constexpr char kHost[] = "Host: localhost\r\n";
constexpr size_t kLargeDocument = 1 << 17;
constexpr int kSmallBuffer = 4096;

bool Eventually(const std::function<bool()>& condition) {
  for (int i = 0; i < 6000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(milliseconds(5));
  }
  return false;
}

std::string Get(const std::string& target, const std::string& headers = kHost) {
  return absl::StrCat("GET ", target, " HTTP/1.1\r\n", headers, "\r\n");
}

// The settings that a test may change.
struct Wanted {
  Settings settings;
  http::Limits limits;
  size_t most_waiting = 8;
  // Returns the profile's description for each poll; called in another thread.
  std::function<std::string()> description = [] { return "the same"; };
};

Settings OnLoopback() {
  Settings settings;
  settings.host = "127.0.0.1";
  return settings;
}

class TestService {
 public:
  explicit TestService(const Wanted& wanted)
      : looks_(io_, wanted.most_waiting),
        feed_(io_, looks_,
              [description = wanted.description] {
                Survey survey;
                survey.profiles.emplace_back();
                survey.profiles[0].report.profile = "default";
                survey.profiles[0].card.description = description();
                return survey;
              },
              {milliseconds(0), milliseconds(1)}),
        service_(wanted.settings, Signer(),
                 {io_, feed_, looks_, looks_, looks_,
                  std::make_shared<Operations>(root_.path(), EnvironmentMap()),
                  root_.path(), secrets_, RevokedSessions(""),
                  [](const std::string&) { return absl::OkStatus(); },
                  [] { return 1; }}),
        serving_(io_, service_, wanted.limits) {
    root_.Write("SOUL.md", "");
  }

  static SessionSigner Signer() { return {"secret", "", "ann", "pw"}; }
  uint16_t port() const { return serving_.port(); }
  http::Serving& serving() { return serving_; }
  HttpResponse Ask(const std::string& target) const {
    HttpClient client(port());
    client.Send(Get(target));
    return client.Receive();
  }

 private:
  const TempDirectory root_;
  const SecretList secrets_;
  boost::asio::io_context io_{1};
  Worker looks_;
  SnapshotBroadcaster feed_;
  Service service_;
  http::Serving serving_;
};

// Makes descriptions that are large and differ in each poll.
struct LargeLooks {
  std::shared_ptr<std::atomic<int>> made =
      std::make_shared<std::atomic<int>>(0);
  std::string operator()() const {
    return absl::StrCat(++*made, " ", std::string(kLargeDocument, 'x'));
  }
};

// Reads until an event shows the poll `enough` or a later one. Returns the
// number of events until then; -1 if the stream ended before.
int EventsUntilLook(int fd, int enough) {
  const std::string mark = "\"description\":\"";
  std::string window;
  std::vector<char> chunk(1 << 16);
  for (int events = 0;;) {
    const ssize_t got = recv(fd, chunk.data(), chunk.size(), 0);
    if (got <= 0) return -1;
    window.append(chunk.data(), static_cast<size_t>(got));
    size_t at;
    while ((at = window.find(mark)) != std::string::npos &&
           window.find(' ', at) != std::string::npos) {
      ++events;
      if (std::atoi(window.c_str() + at + mark.size()) >= enough) return events;
      window.erase(0, at + mark.size());
    }
    if (at == std::string::npos && window.size() > mark.size()) {
      window.erase(0, window.size() - mark.size());
    }
  }
}

TEST(SlowClientTest, SkipsSnapshotsThatClientMissed) {
  constexpr int kMissed = 300;
  const LargeLooks looks;
  Wanted wanted;
  wanted.settings = OnLoopback();
  wanted.limits.write_timeout = std::chrono::minutes(10);
  wanted.description = looks;
  TestService service(wanted);
  http::RawClient slow(service.port(), kSmallBuffer);
  ASSERT_TRUE(slow.Send(Get("/api/events")));
  ASSERT_TRUE(Eventually([&] { return *looks.made >= kMissed; }));
  // The slow client does not delay others.
  EXPECT_EQ(service.Ask("/health").status, 200);
  // The client gets what the kernel has buffered, and then the latest snapshot.
  const int events = EventsUntilLook(slow.fd(), kMissed);
  EXPECT_GT(events, 0);
  EXPECT_LT(events, kMissed / 2);
}

TEST(SlowClientTest, ClosesConnectionAfterWriteTimeout) {
  const LargeLooks looks;
  Wanted wanted;
  wanted.settings = OnLoopback();
  wanted.limits.write_timeout = milliseconds(200);
  wanted.description = looks;
  TestService service(wanted);
  http::RawClient slow(service.port(), kSmallBuffer);
  ASSERT_TRUE(slow.Send(Get("/api/events")));
  EXPECT_TRUE(
      Eventually([&] { return service.serving().connections().closed == 1; }));
  // Without subscribers, polling stops.
  int before = -1;
  EXPECT_TRUE(Eventually([&] {
    return std::exchange(before, looks.made->load()) == *looks.made;
  }));
}

TEST(DashboardStreamTest, EndsStreamWhenSessionExpires) {
  Wanted wanted;
  wanted.settings = OnLoopback();
  wanted.settings.gate = true;
  wanted.settings.basic.emplace();
  TestService service(wanted);
  const std::string session = TestService::Signer().Sign(
      CookieKind::kSession, {"ab12", std::time(nullptr) + 2});
  std::vector<std::unique_ptr<http::RawClient>> clients;
  for (const char* target : {"/api/events", "/api/logs?follow=1"}) {
    clients.push_back(std::make_unique<http::RawClient>(service.port()));
    ASSERT_TRUE(clients.back()->Send(absl::StrCat(
        "GET ", target, " HTTP/1.0\r\n", kHost, "Cookie: ",
        CookieName(CookieKind::kSession, false), "=", session, "\r\n\r\n")));
  }
  for (const auto& client : clients) {
    const std::string all = client->ReadAll();
    EXPECT_TRUE(absl::StartsWith(all, "HTTP/1.0 200 ")) << all;
    EXPECT_TRUE(absl::EndsWith(all, "event: session-over\ndata: {}\n\n"))
        << all;
  }
}

// Every word for "no" must be accepted.
TEST(DashboardLogsTest, FollowsOnlyIfRequested) {
  Wanted wanted;
  wanted.settings = OnLoopback();
  TestService service(wanted);
  for (const char* word : {"0", "no", "false", "off"}) {
    http::RawClient client(service.port());
    ASSERT_TRUE(client.Send(Get(absl::StrCat("/api/logs?follow=", word))));
    EXPECT_TRUE(absl::StrContains(client.ReadUntil("\r\n\r\n"),
                                  "Content-Type: application/json\r\n"))
        << word;
  }
}

// An empty list in place of the error would make the page show no profiles.
TEST(DashboardBusyTest, Returns503IfWorkerIsTooBusy) {
  Wanted wanted;
  wanted.settings = OnLoopback();
  wanted.most_waiting = 0;
  TestService service(wanted);
  const HttpResponse reply = service.Ask("/api/profiles");
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(reply.headers.count("retry-after"), 1u);
  EXPECT_EQ(service.Ask("/api/logs").status, 503);
  EXPECT_EQ(service.Ask("/api/system/stats").status, 503);
}

}  // namespace
}  // namespace hermes::gateway::dashboard
