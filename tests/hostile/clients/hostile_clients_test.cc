// Tests of the real gateway and the real dashboard together with clients that
// have no key: how much memory these cost, and how long an honest client waits
// meanwhile.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gateway/dashboard/instance.h"
#include "tests/gateway/http_client.h"
#include "tests/gateway/process/gateway_process.h"
#include "tests/gateway/temp_directory.h"
#include "tests/hostile/clients/crowd.h"

namespace hermes::gateway {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int64_t kKib = 1024;
// The limits that README and SECURITY promise.
constexpr int64_t kMostOfOneKib = 1024;
constexpr int64_t kMostOfAllKib = 64 * kKib;
// README promises one second. The test machine may be busy, so the test allows
// more. Without the promised limits, the wait would be 30 seconds, the time
// limit of a write.
constexpr std::chrono::seconds kLongestWait{6};
constexpr milliseconds kObservationTime{1500};
constexpr int kHonestRequests = 8;

// A hermes program that serves HTTP, and the connections it allows.
struct Program {
  const char* name;
  std::vector<std::string> args;
  size_t limit;
  std::string refused;  // a request that gets 401 without a key
};

const Program& GatewayProgram() {
  static const auto& program =
      *new Program{"Gateway",
                   {"gateway", "run"},
                   1024,
                   "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"};
  return program;
}

const Program& DashboardProgram() {
  static const auto& program =
      *new Program{"Dashboard",
                   {"dashboard", "--no-open", "--port", "0"},
                   256,
                   "GET /api/profiles HTTP/1.1\r\nHost: localhost\r\n"};
  return program;
}

class Running {
 public:
  explicit Running(const Program& program) {
    home_.Write("SOUL.md", "");
    Launch launch;
    launch.args = program.args;
    launch.environment = {
        {"API_SERVER_KEY", kTestKey},
        {"HERMES_DASHBOARD_BASIC_AUTH_USERNAME", "ann"},
        {"HERMES_DASHBOARD_BASIC_AUTH_PASSWORD", "correct-horse-battery"}};
    process_ = std::make_unique<GatewayProcess>(home_, launch);
    if (program.args.front() == "gateway") {
      EXPECT_TRUE(process_->WaitForState("running")) << process_->Err();
      port_ = process_->Port();
    } else {
      EXPECT_TRUE(Eventually([&] { return FindDashboardPort(); }))
          << process_->Err();
    }
    // The first requests allocate memory that stays allocated.
    for (int i = 0; i < 20; ++i) EXPECT_EQ(Health(), 200);
    idle_kib_ = AnonymousKib();
  }

  uint16_t port() const { return port_; }

  int Health() const {
    HttpClient client(port_);
    client.Send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
    return client.Receive().status;
  }

  // Returns the growth of the private memory since the program was idle.
  int64_t RiseKib() const { return AnonymousKib() - idle_kib_; }

 private:
  bool FindDashboardPort() {
    const auto record = dashboard::ParseInstanceRecord(
        home_.Read(dashboard::kDashboardPidFile));
    if (!record.has_value() || record->url.empty()) return false;
    int port = 0;
    const bool found = absl::SimpleAtoi(
        absl::string_view(record->url)
            .substr(record->url.rfind(':') + 1,
                    record->url.size() - record->url.rfind(':') - 2),
        &port);
    port_ = static_cast<uint16_t>(port);
    return found;
  }

  int64_t AnonymousKib() const {
    std::ifstream status(absl::StrCat("/proc/", process_->pid(), "/status"));
    for (std::string word; status >> word;) {
      int64_t kib = 0;
      if (word == "RssAnon:" && status >> kib) return kib;
    }
    ADD_FAILURE() << "no RssAnon";
    return 0;
  }

  TempDirectory home_;
  std::unique_ptr<GatewayProcess> process_;
  uint16_t port_ = 0;
  int64_t idle_kib_ = 0;
};

std::string Kilobytes(char c, size_t count) {
  return std::string(count * 1024, c);
}

std::vector<Behaviour> Behaviours(const Program& program) {
  const std::string chunked =
      program.refused + "Transfer-Encoding: chunked\r\n\r\n";
  const std::string health = "GET /health HTTP/1.1\r\nHost: localhost\r\n";
  const std::string login =
      "POST /auth/password-login HTTP/1.1\r\nHost: localhost\r\n"
      "Sec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\n"
      "Content-Length: 60000\r\n\r\n";
  return {
      {"Silent", "", ""},
      {"SlowLoris", "GET /health HTTP/1.1\r\nX: ", "x", true, true},
      {"HalfOpen", "GET /hea", "", false, false, true},
      {"EmptyLines", "", "\r\n", true},
      {"EndlessHeaderLine", "GET / HTTP/1.1\r\nX: ", "x", true},
      {"EndlessHeader", "GET / HTTP/1.1\r\n", "X: y\r\n", true},
      {"EndlessChunkSize", chunked, "0", true},
      {"EndlessChunkExtension", chunked + "1;", "x", true},
      {"EndlessTrailers", chunked + "0\r\n", "X: y\r\n", true},
      {"RefusedWithEndlessBody",
       program.refused + "Content-Length: 9999999\r\n\r\n", Kilobytes('x', 16),
       true},
      {"RefusedUnread", program.refused + "Content-Length: 9999999\r\n\r\n",
       Kilobytes('x', 16)},
      {"PublicWithEndlessBody", health + "Transfer-Encoding: chunked\r\n\r\n",
       "1\r\nx\r\n", true},
      {"PublicWithEndlessExtension",
       health + "Transfer-Encoding: chunked\r\n\r\n1;", "x", true},
      {"HugeBody", program.refused + "Content-Length: 999999999999\r\n\r\n",
       Kilobytes('x', 16), true},
      {"Pipelining", "", health + "\r\n", true},
      {"PipeliningUnread", "", health + "\r\n"},
      {"RefusalsUnread", "",
       "DELETE /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"PageUnread", "", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"LoginWithoutItsBody", login + "{", "x", true, true},
      {"Nonsense", "", "\x16\x03\x01", true},
  };
}

struct Case {
  const Program& (*program)();
  std::string name;
  std::vector<Behaviour> behaviours;
};

std::vector<Case> Cases() {
  std::vector<Case> cases;
  for (const auto program : {&GatewayProgram, &DashboardProgram}) {
    const std::vector<Behaviour> all = Behaviours(program());
    for (const Behaviour& one : all) {
      cases.push_back({program, absl::StrCat(program().name, one.name), {one}});
    }
    cases.push_back({program, absl::StrCat(program().name, "Mix"), all});
  }
  return cases;
}

class HostileClientsTest : public testing::TestWithParam<Case> {};

TEST_P(HostileClientsTest, LimitsMemoryForOneClient) {
  const Running running(GetParam().program());
  const Crowd crowd(running.port(), 1, GetParam().behaviours);
  int64_t most = 0;
  for (const auto end = Clock::now() + kObservationTime; Clock::now() < end;
       ShortPause()) {
    most = std::max(most, running.RiseKib());
  }
  RecordProperty("rise_kib", static_cast<int>(most));
  RecordProperty("sent_kib", static_cast<int>(crowd.bytes_sent() / kKib));
  EXPECT_GT(crowd.connects(), 0);
  EXPECT_LE(most, kMostOfOneKib);
}

// Returns all crowds for the dashboard, which allows fewer connections. For the
// gateway, returns only the crowds that cost little time without an optimising
// compiler.
std::vector<Case> CrowdCases() {
  std::vector<Case> cases;
  for (const Case& each : Cases()) {
    const bool is_quiet =
        each.name == "GatewaySilent" || each.name == "GatewaySlowLoris" ||
        each.name == "GatewayHalfOpen" || each.name == "GatewayRefusedUnread";
    if (is_quiet || each.program == &DashboardProgram) cases.push_back(each);
  }
  return cases;
}

class HostileCrowdTest : public testing::TestWithParam<Case> {};

TEST_P(HostileCrowdTest, AnswersHonestClientInTime) {
  const Program& program = GetParam().program();
  const Running running(program);
  const Crowd crowd(running.port(), 2 * program.limit, GetParam().behaviours);
  ASSERT_TRUE(Eventually([&] {
    return crowd.connects() >= static_cast<int64_t>(2 * program.limit);
  }));
  int64_t most = 0;
  milliseconds longest{0};
  for (int i = 0; i < kHonestRequests; ++i) {
    const auto start = Clock::now();
    int status = 0;
    // The server may close this connection for a new one before it has sent its
    // request, as any connection of a client that has sent nothing.
    for (int attempt = 0; attempt < 3 && status == 0; ++attempt) {
      status = running.Health();
    }
    EXPECT_EQ(status, 200);
    longest = std::max(longest, std::chrono::duration_cast<milliseconds>(
                                    Clock::now() - start));
    most = std::max(most, running.RiseKib());
    ShortPause();
  }
  RecordProperty("rise_kib", static_cast<int>(most));
  RecordProperty("longest_ms", static_cast<int>(longest.count()));
  EXPECT_LT(longest, kLongestWait);
  EXPECT_LE(most, kMostOfAllKib);
}

INSTANTIATE_TEST_SUITE_P(Table, HostileClientsTest, testing::ValuesIn(Cases()),
                         [](const testing::TestParamInfo<Case>& i) {
                           return i.param.name;
                         });

INSTANTIATE_TEST_SUITE_P(Table, HostileCrowdTest,
                         testing::ValuesIn(CrowdCases()),
                         [](const testing::TestParamInfo<Case>& i) {
                           return i.param.name;
                         });

}  // namespace
}  // namespace hermes::gateway
