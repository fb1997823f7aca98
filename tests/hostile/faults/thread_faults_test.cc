// Tests of the real gateway on a host that has no room for another process or
// thread.
#include <gtest/gtest.h>
#include <signal.h>

#include <cerrno>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/gateway/http_client.h"
#include "tests/gateway/process/gateway_process.h"
#include "tests/gateway/temp_directory.h"
#include "tests/hostile/faults/fault_injector.h"

namespace hermes::gateway {
namespace {

using fixture::FaultInjector;
using fixture::ForkCalls;

class ThreadFaultsTest : public testing::Test {
 protected:
  void Launch(const std::string& command = "[\"true\"]") {
    home_.Write(
        "config.yaml",
        absl::StrCat("model: {provider: command, command: ", command, "}\n"));
    gateway::Launch launch;
    launch.environment = {{"API_SERVER_KEY", kTestKey},
                          {"PATH", "/usr/bin:/bin"}};
    launch.prepare = injector_.Preparation();
    gateway_ = std::make_unique<GatewayProcess>(home_, launch);
  }
  void AwaitRunning() {
    ASSERT_TRUE(gateway_->WaitForState("running")) << gateway_->Err();
    port_ = gateway_->Port();
    ASSERT_EQ(Fetch(port_, "GET", "/health").status, 200);
  }
  // Makes the creation of processes and threads fail. Can be called before or
  // after the start.
  void Withhold(int times = 1'000'000) {
    injector_.Fail({.calls = ForkCalls(), .error = EAGAIN, .times = times});
  }
  static std::string Turn() {
    const std::string body =
        R"({"messages":[{"role":"user","content":"hello"}]})";
    return absl::StrCat("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n",
                        "Authorization: Bearer ", kTestKey,
                        "\r\nContent-Length: ", body.size(), "\r\n\r\n", body);
  }
  HttpResponse Ask() const {
    HttpClient client(port_);
    client.Send(Turn());
    return client.Receive();
  }

  const TempDirectory home_;
  FaultInjector injector_{ForkCalls()};
  std::unique_ptr<GatewayProcess> gateway_;
  uint16_t port_ = 0;
};

TEST_F(ThreadFaultsTest, StartsAfterThreeFailedThreads) {
  Withhold(3);
  Launch();
  AwaitRunning();
  EXPECT_EQ(injector_.failed(), 3);
}

TEST_F(ThreadFaultsTest, ExitsWithOneLineIfItCannotStartThread) {
  Withhold();
  Launch();
  EXPECT_EQ(gateway_->Wait(), 71);
  EXPECT_TRUE(absl::StrContains(gateway_->Err(), "cannot start a thread"))
      << gateway_->Err();
}

TEST_F(ThreadFaultsTest, FailsOnlyTurnThatCannotFork) {
  Launch(R"(["echo", "hello"])");
  AwaitRunning();
  ASSERT_EQ(Ask().status, 200);
  Withhold();
  const HttpResponse turn = Ask();
  EXPECT_EQ(turn.status, 502);
  EXPECT_TRUE(absl::StrContains(turn.body, "could not be started: fork"))
      << turn.body;
  EXPECT_EQ(Fetch(port_, "GET", "/health").status, 200);
  injector_.Heal();
  EXPECT_EQ(Ask().status, 200);
}

// The watchdog of a stop is a thread.
TEST_F(ThreadFaultsTest, StopsInOrderWithoutThreadForWatchdog) {
  Launch(R"(["sleep", "1000"])");
  AwaitRunning();
  HttpClient client(port_);
  client.Send(Turn());
  ASSERT_TRUE(Eventually([&] {
    return absl::StrContains(home_.Read("gateway_state.json"), "\"chat\"");
  })) << home_.Read("gateway_state.json");
  Withhold();
  gateway_->Signal(SIGINT);
  ASSERT_TRUE(gateway_->WaitForState("draining")) << gateway_->Err();
  gateway_->Signal(SIGINT);
  EXPECT_EQ(gateway_->Wait(), 0) << gateway_->Err();
}

}  // namespace
}  // namespace hermes::gateway
