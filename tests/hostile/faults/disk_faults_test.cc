// Tests of the real gateway on a volume that does not answer.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/syscall.h>

#include <cctype>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/gateway/http_client.h"
#include "tests/gateway/process/gateway_process.h"
#include "tests/gateway/temp_directory.h"
#include "tests/gateway/upstream_fake/upstream_thread.h"
#include "tests/hostile/faults/fault_injector.h"

namespace hermes::gateway {
namespace {

using fixture::Fault;
using fixture::FaultInjector;

constexpr char kDrainRequest[] = ".drain_request.json";
constexpr char kSoul[] = "SOUL.md";
constexpr char kPlannedStop[] = ".gateway-planned-stop.json";
constexpr char kNoAnswer[] = "no answer for ";

class DiskFaultsTest : public testing::Test {
 protected:
  void SetUp() override {
    home_.Write("config.yaml",
                absl::StrCat("model: {provider: custom, base_url: \"",
                             upstream_.base_url(), "\", model: m}\n"));
    home_.Write(kSoul, "You are terse.\n");
    Launch launch;
    launch.environment = {{"API_SERVER_KEY", kTestKey}};
    launch.prepare = injector_.Preparation();
    gateway_.emplace(home_, launch);
    ASSERT_TRUE(gateway_->WaitForState("running")) << gateway_->Err();
    port_ = gateway_->Port();
    // The event loop runs.
    ASSERT_EQ(Ask(Request("GET /health")).status, 200);
  }

  // Makes every access to `name` block from now on, as on a volume that does
  // not answer.
  void Hold(const std::string& name) {
    injector_.Fail(
        {.calls = {SYS_openat, SYS_newfstatat}, .path = name, .hold = true});
  }

  static std::string Request(const std::string& start,
                             const std::string& body = "") {
    return absl::StrCat(start, " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ",
                        kTestKey, "\r\nContent-Length: ", body.size(),
                        "\r\n\r\n", body);
  }
  static std::string Turn() {
    return Request("POST /v1/chat/completions",
                   R"({"messages":[{"role":"user","content":"hello"}]})");
  }
  HttpResponse Ask(const std::string& request) const {
    HttpClient client(port_);
    client.Send(request);
    return client.Receive();
  }
  // Returns the body of the last turn that reached the back end.
  std::string LastPrompt() {
    std::string body;
    for (const auto& request : upstream_.requests()) {
      if (request.method == "POST") body = request.body;
    }
    return body;
  }
  bool HealthReportsNoAnswer() const {
    const HttpResponse health = Ask(Request("GET /health/detailed"));
    EXPECT_EQ(health.status, 200);
    return absl::StrContains(health.body, kNoAnswer);
  }

  const TempDirectory home_;
  UpstreamThread upstream_;
  FaultInjector injector_{{SYS_openat, SYS_newfstatat}};
  std::optional<GatewayProcess> gateway_;
  uint16_t port_ = 0;
};

class HungLookUpTest : public DiskFaultsTest,
                       public testing::WithParamInterface<const char*> {
 protected:
  // Holds the look-ups of the parameter's file, sends requests that make the
  // gateway look at each of the files, and waits until a look-up hangs.
  void HangLookUp() {
    Hold(GetParam());
    turn_.emplace(port_).Send(Turn());
    detailed_.emplace(port_).Send(Request("GET /health/detailed"));
    home_.Write("another_file", "");
    ASSERT_TRUE(Eventually([&] { return injector_.held() > 0; }));
  }

  std::optional<HttpClient> turn_;
  std::optional<HttpClient> detailed_;
};

INSTANTIATE_TEST_SUITE_P(File, HungLookUpTest,
                         testing::Values(kDrainRequest, kSoul, kPlannedStop,
                                         "config.yaml", "gateway.pid"),
                         [](const testing::TestParamInfo<const char*>& each) {
                           std::string name;
                           for (const char c : std::string(each.param)) {
                             if (isalpha(c)) name += c;
                           }
                           return name;
                         });

// A bug: the gateway read these files on its event loop, so that a blocked read
// blocked every reply, /health included.
TEST_P(HungLookUpTest, DoesNotDelayOtherRequests) {
  ASSERT_EQ(Ask(Turn()).status, 200);
  HangLookUp();
  EXPECT_EQ(Ask(Request("GET /health")).status, 200);
  EXPECT_EQ(Ask(Turn()).status, 200);
  EXPECT_EQ(turn_->Receive().status, 200);
  EXPECT_EQ(detailed_->Receive().status, 200);
  EXPECT_TRUE(HealthReportsNoAnswer());
  // The turn used the text that was read before.
  EXPECT_TRUE(absl::StrContains(LastPrompt(), "terse"));
  injector_.Heal();
  EXPECT_TRUE(Eventually([&] { return !HealthReportsNoAnswer(); }));
  EXPECT_EQ(Ask(Turn()).status, 200);
}

// A turn must not be answered without the profile's own text.
TEST_F(DiskFaultsTest, FailsTurnIfSoulWasNeverRead) {
  Hold(kSoul);
  const HttpResponse turn = Ask(Turn());
  EXPECT_EQ(turn.status, 503);
  EXPECT_TRUE(absl::StrContains(turn.body, "soul_unreadable")) << turn.body;
  EXPECT_EQ(turn.headers.count("retry-after"), 1U);
  injector_.Heal();
  EXPECT_TRUE(Eventually([&] { return Ask(Turn()).status == 200; }));
}

TEST_P(HungLookUpTest, DoesNotPreventStop) {
  HangLookUp();
  gateway_->Signal(SIGTERM);
  EXPECT_EQ(gateway_->Wait(), 1) << gateway_->Err();
}

}  // namespace
}  // namespace hermes::gateway
