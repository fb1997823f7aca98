#include <gtest/gtest.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "tests/gateway/http_client.h"
#include "tests/gateway/process/gateway_process.h"

namespace hermes::gateway {
namespace {

constexpr char kPlannedStop[] = ".gateway-planned-stop.json";

class SignalTest : public testing::Test {
 protected:
  // Waits for `gateway` to end; expects `exit_code` and the recorded `state`.
  void ExpectEnd(GatewayProcess& gateway, int exit_code,
                 const std::string& state) {
    EXPECT_EQ(gateway.Wait(), exit_code) << gateway.Err();
    EXPECT_EQ(gateway.State().at("gateway_state"), boost::json::string(state));
    EXPECT_FALSE(home_.Has("gateway.pid"));
    EXPECT_TRUE(home_.Has(".clean_shutdown"));
  }

  // Publishes by rename, as every writer of a marker should.
  void WriteMarker(const std::string& text) {
    home_.Write("marker.tmp", text);
    ASSERT_EQ(rename(home_.Path("marker.tmp").c_str(),
                     home_.Path(kPlannedStop).c_str()),
              0);
  }

  TempDirectory home_;
};

TEST_F(SignalTest, ExitsWith1OnTermAndStateStaysRunning) {
  GatewayProcess gateway(home_);
  ASSERT_TRUE(gateway.WaitForState("running"));
  gateway.Signal(SIGTERM);
  ExpectEnd(gateway, 1, "running");
  EXPECT_EQ(gateway.State().at("exit_reason"), "SIGTERM");
}

TEST_F(SignalTest, ExitsWith0OnIntAndStateIsStopped) {
  GatewayProcess gateway(home_);
  ASSERT_TRUE(gateway.WaitForState("running"));
  gateway.Signal(SIGINT);
  ExpectEnd(gateway, 0, "stopped");
}

TEST_F(SignalTest, ExitsWith75OnUsr1) {
  GatewayProcess gateway(home_);
  ASSERT_TRUE(gateway.WaitForState("running"));
  gateway.Signal(SIGUSR1);
  ExpectEnd(gateway, 75, "running");
  EXPECT_EQ(gateway.State().at("restart_requested"), true);
}

TEST_F(SignalTest, ClearsRestartRequestOnNextStart) {
  home_.Write("gateway_state.json",
              R"({"restart_requested":true,"exit_reason":"restart"})");
  home_.Write(".clean_shutdown", "");
  GatewayProcess gateway(home_);
  ASSERT_TRUE(gateway.WaitForState("running"));
  EXPECT_EQ(gateway.State().at("restart_requested"), false);
  EXPECT_TRUE(gateway.State().at("exit_reason").is_null());
  EXPECT_FALSE(home_.Has(".clean_shutdown"));
}

TEST_F(SignalTest, ExitsWith0OnTermAfterPlannedStopMarker) {
  GatewayProcess gateway(home_);
  ASSERT_TRUE(gateway.WaitForState("running"));
  // While stopped, it can only see marker and signal together.
  gateway.Signal(SIGSTOP);
  WriteMarker(PlannedStopFor(gateway.pid(), gateway.State().at("start_time")));
  gateway.Signal(SIGTERM);
  gateway.Signal(SIGCONT);
  ExpectEnd(gateway, 0, "stopped");
  EXPECT_FALSE(home_.Has(kPlannedStop));
}

TEST_F(SignalTest, StopsOnMarkerWithoutSignal) {
  GatewayProcess gateway(home_);
  ASSERT_TRUE(gateway.WaitForState("running"));
  WriteMarker(PlannedStopFor(gateway.pid(), gateway.State().at("start_time")));
  ExpectEnd(gateway, 0, "stopped");
  EXPECT_FALSE(home_.Has(kPlannedStop));
}

TEST_F(SignalTest, IgnoresMarkerForReusedPid) {
  GatewayProcess gateway(home_);
  ASSERT_TRUE(gateway.WaitForState("running"));
  WriteMarker(PlannedStopFor(gateway.pid(), 1));
  gateway.Signal(SIGTERM);
  ExpectEnd(gateway, 1, "running");
}

TEST_F(SignalTest, IgnoresStaleMarker) {
  GatewayProcess gateway(home_);
  ASSERT_TRUE(gateway.WaitForState("running"));
  WriteMarker("{\"target_pid\":" + std::to_string(gateway.pid()) +
              ",\"written_at\":\"2020-01-01T00:00:00+00:00\"}");
  gateway.Signal(SIGTERM);
  ExpectEnd(gateway, 1, "running");
}

// A HUP without effect is handled before the INT that ends the gateway; with
// its default action, HUP would end it with 129.
TEST_F(SignalTest, IgnoresHup) {
  Launch launch;
  launch.args = {"gateway", "run", "-v"};
  GatewayProcess gateway(home_, launch);
  ASSERT_TRUE(gateway.WaitForState("running"));
  gateway.Signal(SIGHUP);
  EXPECT_TRUE(Eventually([&] {
    return gateway.Err().find("has no effect") != std::string::npos;
  }));
  EXPECT_TRUE(gateway.Running());
  gateway.Signal(SIGINT);
  ExpectEnd(gateway, 0, "stopped");
}

// A signal that was pending before the first instruction: TERM must not count
// as a requested stop, which would leave the bot down.
TEST_F(SignalTest, ExitsWith1OnTermDuringStart) {
  Launch launch;
  launch.pending_signal = SIGTERM;
  GatewayProcess gateway(home_, launch);
  ExpectEnd(gateway, 1, "running");
  EXPECT_EQ(gateway.Out(), "");  // no banner
}

TEST_F(SignalTest, ExitsWith0OnIntDuringStart) {
  Launch launch;
  launch.pending_signal = SIGINT;
  GatewayProcess gateway(home_, launch);
  ExpectEnd(gateway, 0, "stopped");
  EXPECT_EQ(gateway.Out(), "");
}

// A gateway with a request in progress whose body has not arrived yet.
class DrainTest : public SignalTest {
 protected:
  void StartBusy(const std::string& config) {
    home_.Write("config.yaml", config);
    Launch launch;
    launch.environment = {{"API_SERVER_KEY", kTestKey}};
    gateway_.emplace(home_, launch);
    ASSERT_TRUE(gateway_->WaitForState("running"));
    port_ = gateway_->Port();
    client_.emplace(port_);
    client_->Send("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n" + Key() +
                  "Content-Length: 2\r\n\r\n");
    ASSERT_TRUE(Eventually([&] { return ActiveWork() == 1; }));
  }

  static std::string Key() {
    return std::string("Authorization: Bearer ") + kTestKey + "\r\n";
  }

  int64_t ActiveWork() {
    const HttpResponse response =
        Fetch(port_, "GET", "/health/detailed", Key());
    if (response.status != 200) return -1;
    return boost::json::parse(response.body).at("active_agents").as_int64();
  }

  uint16_t port_ = 0;
  std::optional<GatewayProcess> gateway_;
  std::optional<HttpClient> client_;
};

constexpr char kPatient[] = "agent: {restart_drain_timeout: 600}\n";

TEST_F(DrainTest, WaitsForWorkInProgressAndRejectsNew) {
  StartBusy(kPatient);
  gateway_->Signal(SIGTERM);
  ASSERT_TRUE(gateway_->WaitForState("draining"));
  EXPECT_EQ(gateway_->State().at("active_agents"), 1);
  EXPECT_EQ(Fetch(port_, "GET", "/health").status, 200);
  EXPECT_EQ(Fetch(port_, "POST", "/v1/chat/completions", Key()).status, 503);
  EXPECT_TRUE(gateway_->Running());
  client_->Send("{}");
  EXPECT_EQ(client_->Receive().status, 400);  // the regular answer to this body
  ExpectEnd(*gateway_, 1, "running");
}

TEST_F(DrainTest, EndsAtOnceOnSecondSignal) {
  StartBusy(kPatient);
  gateway_->Signal(SIGTERM);
  ASSERT_TRUE(gateway_->WaitForState("draining"));
  gateway_->Signal(SIGTERM);
  EXPECT_EQ(gateway_->Wait(), 1);
  EXPECT_FALSE(home_.Has(".clean_shutdown"));
  EXPECT_EQ(gateway_->State().at("gateway_state"), "running");
}

TEST_F(DrainTest, ContinuesOnSignalAfterItsMarker) {
  StartBusy(kPatient);
  WriteMarker(
      PlannedStopFor(gateway_->pid(), gateway_->State().at("start_time")));
  ASSERT_TRUE(gateway_->WaitForState("draining"));
  gateway_->Signal(SIGTERM);
  EXPECT_EQ(Fetch(port_, "GET", "/health").status, 200);
  client_->Send("{}");
  EXPECT_EQ(client_->Receive().status, 400);
  ExpectEnd(*gateway_, 0, "stopped");
}

TEST_F(DrainTest, DoesNotWaitByDefault) {
  StartBusy("");
  gateway_->Signal(SIGINT);
  EXPECT_EQ(gateway_->Wait(), 0);
  EXPECT_FALSE(home_.Has(".clean_shutdown"));
}

TEST_F(DrainTest, WaitsLongForRestartUntilStopOverrides) {
  StartBusy("");
  gateway_->Signal(SIGUSR1);
  ASSERT_TRUE(gateway_->WaitForState("draining"));
  gateway_->Signal(SIGINT);
  EXPECT_EQ(gateway_->Wait(), 0);
  EXPECT_EQ(gateway_->State().at("gateway_state"), "stopped");
  EXPECT_EQ(gateway_->State().at("restart_requested"), false);
}

TEST(WhoEndedItTest, RecordsSenderInLogAndDiagnosis) {
  const TempDirectory home;
  GatewayProcess gateway(home);
  ASSERT_TRUE(gateway.WaitForState("running"));
  gateway.Signal(SIGTERM);
  EXPECT_EQ(gateway.Wait(), 1);
  const std::string who = "SIGTERM from pid " + std::to_string(getpid()) + " (";
  EXPECT_NE(gateway.Err().find(who), std::string::npos) << gateway.Err();
  const std::string line = home.Read("logs/gateway-exit-diag.log");
  EXPECT_NE(line.find(" exit=1 "), std::string::npos) << line;
  EXPECT_NE(line.find("by=\"" + who), std::string::npos) << line;
}

TEST(WhoEndedItTest, DiagnosisCanBeTurnedOff) {
  const TempDirectory home;
  Launch launch;
  launch.environment = {{"HERMES_GATEWAY_EXIT_DIAG", "0"}};
  GatewayProcess gateway(home, launch);
  ASSERT_TRUE(gateway.WaitForState("running"));
  gateway.Signal(SIGINT);
  EXPECT_EQ(gateway.Wait(), 0);
  EXPECT_FALSE(home.Has("logs/gateway-exit-diag.log"));
}

}  // namespace
}  // namespace hermes::gateway
