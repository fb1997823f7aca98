// Turns of the real binary, answered by a real server over a real socket.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cstdint>
#include <string>

#include "tests/gateway/http_client.h"
#include "tests/gateway/process/gateway_process.h"
#include "tests/gateway/process/turn_fixture.h"
#include "tests/gateway/upstream_fake/upstream_thread.h"

namespace hermes::gateway {
namespace {

constexpr char kTalk[] = "talk";
constexpr char kDrainRequest[] = ".drain_request.json";

class TurnProcessTest : public TurnFixture {
 protected:
  int64_t ActiveAgents() {
    const HttpResponse response =
        Fetch(port_, "GET", "/health/detailed", KeyHeader());
    if (response.status != 200) return -1;
    return boost::json::parse(response.body).at("active_agents").as_int64();
  }

  const std::string session_ = SessionHeader(kTalk);
};

TEST_F(TurnProcessTest, SendsSoulAndRequestTextsToUpstream) {
  home_.Write("SOUL.md", "the soul\n");
  Start();
  EXPECT_EQ(Said(Ask("hello")), "echo: hello [2 messages]");
  ASSERT_EQ(upstream_.requests().size(), 1u);
  const auto sent = boost::json::parse(upstream_.requests()[0].body);
  EXPECT_EQ(sent.at("messages").at(0).at("content"), "the soul");
  EXPECT_EQ(sent.at("model"), "m");
}

// What was acknowledged is still there after kill -9, without an orderly end.
TEST_F(TurnProcessTest, KeepsConversationAfterKill) {
  Start();
  EXPECT_EQ(Said(Ask("one", session_)), "echo: one [2 messages]");
  EXPECT_EQ(Said(Ask("two", session_)), "echo: two [4 messages]");
  Kill();
  Start();
  EXPECT_EQ(Said(Ask("three", session_)), "echo: three [6 messages]");
  EXPECT_EQ(Said(Ask("/new", session_)), "A new session has begun.");
  EXPECT_EQ(Said(Ask("four", session_)), "echo: four [2 messages]");
}

TEST_F(TurnProcessTest, KeepsSessionUsableAfterKillDuringAnswer) {
  Start();
  {
    const HttpClient client = BeginSlowStream(kTalk);
    Kill();
  }
  Start();
  const std::string status = Said(Ask("/status", session_));
  EXPECT_NE(status.find("interrupted the last answer"), std::string::npos)
      << status;
  EXPECT_EQ(Said(Ask("next", session_)), "echo: next [3 messages]");
}

TEST_F(TurnProcessTest, StopsUpstreamIfClientDisconnects) {
  Start();
  { const HttpClient client = BeginSlowStream(kTalk); }
  EXPECT_TRUE(upstream_.WaitFor([](const UpstreamStats& stats) {
    return stats.streams == 0 && stats.closed_early == 1;
  }));
  EXPECT_EQ(ActiveAgents(), 0);
}

// The state file informs other tools, and is current soon after each change.
TEST_F(TurnProcessTest, ListsTurnInStateFile) {
  Start();
  const auto active_in_file = [&] {
    return gateway_->State().at("active_agents").as_int64();
  };
  {
    const HttpClient client = BeginSlowStream(kTalk);
    ASSERT_TRUE(Eventually([&] {
      const auto work = gateway_->State().at("active_work").as_array();
      return active_in_file() == 1 && work.size() == 1 &&
             work[0].at("session") == "id:talk";
    }));
  }
  EXPECT_TRUE(Eventually([&] { return active_in_file() == 0; }));
}

TEST_F(TurnProcessTest, StopCommandEndsStreamOfAnotherClient) {
  Start();
  HttpClient client = BeginSlowStream(kTalk);
  EXPECT_EQ(Said(Ask("/stop", session_)), "Stopped.");
  const HttpResponse stream = client.Receive();
  EXPECT_NE(stream.body.find("\"finish_reason\":\"stop\""), std::string::npos);
  EXPECT_NE(stream.body.find("data: [DONE]"), std::string::npos);
}

// By default a stop waits for no client, and informs every client.
TEST_F(TurnProcessTest, StopInformsClientAndRecordsTurn) {
  Start();
  HttpClient client = BeginSlowStream(kTalk);
  gateway_->Signal(SIGTERM);
  const HttpResponse stream = client.Receive();
  EXPECT_NE(stream.body.find("gateway_draining"), std::string::npos);
  EXPECT_NE(stream.body.find("data: [DONE]"), std::string::npos);
  EXPECT_EQ(gateway_->Wait(), 1);
  EXPECT_FALSE(home_.Has(".clean_shutdown"));
  Start();
  const std::string status = Said(Ask("/status", session_));
  EXPECT_NE(status.find("interrupted the last answer"), std::string::npos)
      << status;
}

TEST_F(TurnProcessTest, DrainWaitsForAnswerAndRejectsNewTurns) {
  Start("agent: {restart_drain_timeout: 600}\n");
  HttpClient client =
      BeginStream(R"({"say":"all of it","first_delay_ms":1000})");
  ASSERT_TRUE(Eventually([&] { return ActiveAgents() == 1; }));
  gateway_->Signal(SIGTERM);
  ASSERT_TRUE(gateway_->WaitForState("draining"));
  const HttpResponse refused = Ask("late");
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.headers.at("retry-after"), "1");
  EXPECT_NE(client.Receive().body.find("\"finish_reason\":\"stop\""),
            std::string::npos);
  EXPECT_EQ(gateway_->Wait(), 1);
  EXPECT_TRUE(home_.Has(".clean_shutdown"));
}

TEST_F(TurnProcessTest, Usr1DrainsAndExitsForRestart) {
  Start();
  HttpClient client =
      BeginStream(R"({"say":"all of it","first_delay_ms":500})");
  ASSERT_TRUE(Eventually([&] { return ActiveAgents() == 1; }));
  gateway_->Signal(SIGUSR1);
  EXPECT_NE(client.Receive().body.find("\"finish_reason\":\"stop\""),
            std::string::npos);
  EXPECT_EQ(gateway_->Wait(), 75);
}

TEST_F(TurnProcessTest, DrainRequestRejectsTurnsUntilRemoved) {
  Start();
  home_.Write(kDrainRequest, R"({"action":"drain"})");
  ASSERT_TRUE(gateway_->WaitForState("draining"));
  EXPECT_EQ(Ask("no").status, 503);
  EXPECT_EQ(Fetch(port_, "GET", "/health").status, 200);
  EXPECT_TRUE(gateway_->Running());
  ASSERT_EQ(unlink(home_.Path(kDrainRequest).c_str()), 0);
  ASSERT_TRUE(gateway_->WaitForState("running"));
  EXPECT_EQ(Said(Ask("yes")), "echo: yes [2 messages]");
}

// The entry point has its own stop timeout; a longer drain is reported at the
// start.
TEST_F(TurnProcessTest, WarnsIfStopTimeoutIsShorterThanDrain) {
  home_.Write("config.yaml", "agent: {restart_drain_timeout: 180}\n");
  Launch launch;
  launch.environment = {{"API_SERVER_KEY", kTestKey},
                        {"HERMES_ENTRY_STOP_TIMEOUT", "75"}};
  GatewayProcess gateway(home_, launch);
  ASSERT_TRUE(gateway.WaitForState("running"));
  EXPECT_TRUE(Eventually([&] {
    return gateway.Err().find("HERMES_ENTRY_STOP_TIMEOUT=185") !=
           std::string::npos;
  })) << gateway.Err();
}

TEST_F(TurnProcessTest, ReportsMissingBackEnd) {
  Launch launch;
  launch.environment = {{"API_SERVER_KEY", kTestKey}};
  GatewayProcess gateway(home_, launch);
  ASSERT_TRUE(gateway.WaitForState("running"));
  port_ = gateway.Port();
  const HttpResponse refused = Ask("hello");
  EXPECT_EQ(refused.status, 503);
  EXPECT_NE(refused.body.find("model_not_configured"), std::string::npos);
  const HttpResponse health =
      Fetch(port_, "GET", "/health/detailed", KeyHeader());
  EXPECT_EQ(health.status, 200);
  EXPECT_EQ(boost::json::parse(health.body)
                .at("readiness")
                .at("checks")
                .at("model")
                .at("status"),
            "degraded");
  EXPECT_EQ(Fetch(port_, "GET", "/health").status, 200);
}

TEST_F(TurnProcessTest, CountsTurnInMetricsWithoutSecret) {
  Start();
  EXPECT_EQ(Said(Ask("hello")), "echo: hello [2 messages]");
  EXPECT_EQ(Ask(R"({"status": 400})").status, 400);
  const HttpResponse metrics = Fetch(port_, "GET", "/metrics");
  EXPECT_EQ(metrics.status, 200);
  EXPECT_NE(metrics.body.find("hermes_gateway_turns_total{backend=\"upstream\","
                              "outcome=\"stop\"} 1\n"),
            std::string::npos)
      << metrics.body;
  for (const char* series :
       {"connections_total", "open_connections",
        "store_operation_seconds_count",
        "backend_failures_total{code=\"upstream_rejected\"}"}) {
    const size_t at =
        metrics.body.find(std::string("\nhermes_gateway_") + series + " ");
    ASSERT_NE(at, std::string::npos) << series;
    const size_t value = metrics.body.find(' ', at) + 1;
    EXPECT_NE(metrics.body[value], '0') << series;
  }
  EXPECT_EQ(metrics.body.find(kTestKey), std::string::npos);
  EXPECT_EQ(
      Fetch(port_, "GET", "/metrics", "X-Forwarded-For: 10.0.0.1\r\n").status,
      404);
}

}  // namespace
}  // namespace hermes::gateway
