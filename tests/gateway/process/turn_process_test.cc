// Turns of the real binary, answered by a real server over a real socket.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/gateway/http_client.h"
#include "tests/gateway/process/gateway_process.h"
#include "tests/gateway/temp_directory.h"
#include "tests/gateway/upstream_fake/upstream_thread.h"

namespace hermes::gateway {
namespace {

constexpr char kSession[] = "X-Hermes-Session-Id: talk\r\n";
constexpr char kDrainRequest[] = ".drain_request.json";

std::string Key() {
  return absl::StrCat("Authorization: Bearer ", kTestKey, "\r\n");
}

// The body of a chat request whose one message is `text`.
std::string Chat(const std::string& text, bool stream = false) {
  return boost::json::serialize(boost::json::object{
      {"stream", stream},
      {"messages", {{{"role", "user"}, {"content", text}}}}});
}

// A script of the fake upstream that says "xxxx" again and again, slowly.
constexpr char kSlow[] = R"({"tokens":2000,"delay_ms":20})";

class TurnProcessTest : public testing::Test {
 protected:
  void Start(const std::string& more_config = "") {
    home_.Write(
        "config.yaml",
        absl::StrCat("model: {provider: custom, base_url: \"",
                     upstream_.base_url(), "\", model: m}\n", more_config));
    Launch launch;
    launch.environment = {{"API_SERVER_KEY", kTestKey}};
    gateway_.emplace(home_, launch);
    ASSERT_TRUE(gateway_->WaitForState("running"));
    port_ = gateway_->Port();
  }

  HttpResponse Ask(const std::string& text, const std::string& headers = "") {
    return Fetch(port_, "POST", "/v1/chat/completions", Key() + headers,
                 Chat(text));
  }

  static std::string Said(const HttpResponse& response) {
    if (response.status != 200) {
      return absl::StrCat(response.status, ": ", response.body);
    }
    return std::string(boost::json::parse(response.body)
                           .at("choices")
                           .at(0)
                           .at("message")
                           .at("content")
                           .as_string());
  }

  // Begins a stream in the session and waits for the first of its text.
  HttpClient BeginSlowStream() {
    HttpClient client(port_);
    const std::string body = Chat(kSlow, true);
    client.Send(absl::StrCat(
        "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n", Key(), kSession,
        "Content-Length: ", body.size(), "\r\n\r\n", body));
    EXPECT_TRUE(client.WaitFor("xxxx"));
    return client;
  }

  int64_t ActiveAgents() {
    const HttpResponse response =
        Fetch(port_, "GET", "/health/detailed", Key());
    if (response.status != 200) return -1;
    return boost::json::parse(response.body).at("active_agents").as_int64();
  }

  UpstreamThread upstream_;
  TempDirectory home_;
  std::optional<GatewayProcess> gateway_;
  uint16_t port_ = 0;
};

TEST_F(TurnProcessTest, SoulAndTheRequestsTextsReachTheUpstream) {
  home_.Write("SOUL.md", "the soul\n");
  Start();
  EXPECT_EQ(Said(Ask("hello")), "echo: hello [2 messages]");
  ASSERT_EQ(upstream_.requests().size(), 1u);
  const auto sent = boost::json::parse(upstream_.requests()[0].body);
  EXPECT_EQ(sent.at("messages").at(0).at("content"), "the soul");
  EXPECT_EQ(sent.at("model"), "m");
}

// What was acknowledged is there after a kill -9, without any end in order.
TEST_F(TurnProcessTest, AConversationOutlivesAKill) {
  Start();
  EXPECT_EQ(Said(Ask("one", kSession)), "echo: one [2 messages]");
  EXPECT_EQ(Said(Ask("two", kSession)), "echo: two [4 messages]");
  gateway_->Signal(SIGKILL);
  ASSERT_EQ(gateway_->Wait(), 128 + SIGKILL);
  Start();
  EXPECT_EQ(Said(Ask("three", kSession)), "echo: three [6 messages]");
  EXPECT_EQ(Said(Ask("/new", kSession)), "A new session has begun.");
  EXPECT_EQ(Said(Ask("four", kSession)), "echo: four [2 messages]");
}

TEST_F(TurnProcessTest, AKillInMidAnswerLeavesTheSessionUsable) {
  Start();
  {
    const HttpClient client = BeginSlowStream();
    gateway_->Signal(SIGKILL);
    ASSERT_EQ(gateway_->Wait(), 128 + SIGKILL);
  }
  Start();
  const std::string status = Said(Ask("/status", kSession));
  EXPECT_NE(status.find("cut off"), std::string::npos) << status;
  EXPECT_EQ(Said(Ask("next", kSession)), "echo: next [3 messages]");
}

TEST_F(TurnProcessTest, AClientThatLeavesStopsTheUpstream) {
  Start();
  { const HttpClient client = BeginSlowStream(); }
  EXPECT_TRUE(upstream_.WaitFor([](const UpstreamStats& stats) {
    return stats.streams == 0 && stats.closed_early == 1;
  }));
  EXPECT_EQ(ActiveAgents(), 0);
}

// The state file tells other tools, and is true again soon after each change.
TEST_F(TurnProcessTest, TheStateFileTellsOfTheTurn) {
  Start();
  const auto active_in_file = [&] {
    return gateway_->State().at("active_agents").as_int64();
  };
  {
    const HttpClient client = BeginSlowStream();
    ASSERT_TRUE(Eventually([&] {
      const auto work = gateway_->State().at("active_work").as_array();
      return active_in_file() == 1 && work.size() == 1 &&
             work[0].at("session") == "id:talk";
    }));
  }
  EXPECT_TRUE(Eventually([&] { return active_in_file() == 0; }));
}

TEST_F(TurnProcessTest, StopCommandEndsTheStreamOfAnother) {
  Start();
  HttpClient client = BeginSlowStream();
  EXPECT_EQ(Said(Ask("/stop", kSession)), "Stopped.");
  const HttpResponse stream = client.Receive();
  EXPECT_NE(stream.body.find("\"finish_reason\":\"stop\""), std::string::npos);
  EXPECT_NE(stream.body.find("data: [DONE]"), std::string::npos);
}

// By default a stop waits for nobody, and tells everybody.
TEST_F(TurnProcessTest, AStopTellsTheClientAndRemembersTheTurn) {
  Start();
  HttpClient client = BeginSlowStream();
  gateway_->Signal(SIGTERM);
  const HttpResponse stream = client.Receive();
  EXPECT_NE(stream.body.find("gateway_draining"), std::string::npos);
  EXPECT_NE(stream.body.find("data: [DONE]"), std::string::npos);
  EXPECT_EQ(gateway_->Wait(), 1);
  EXPECT_FALSE(home_.Has(".clean_shutdown"));
  Start();
  const std::string status = Said(Ask("/status", kSession));
  EXPECT_NE(status.find("cut off"), std::string::npos) << status;
}

TEST_F(TurnProcessTest, ADrainWaitsForTheAnswerAndRefusesNewOnes) {
  Start("agent: {restart_drain_timeout: 600}\n");
  HttpClient client(port_);
  const std::string body =
      Chat(R"({"say":"all of it","first_delay_ms":1000})", true);
  client.Send(absl::StrCat("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n",
                           Key(), "Content-Length: ", body.size(), "\r\n\r\n",
                           body));
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

TEST_F(TurnProcessTest, Usr1DrainsAndAsksToBeStartedAgain) {
  Start();
  HttpClient client(port_);
  const std::string body =
      Chat(R"({"say":"all of it","first_delay_ms":500})", true);
  client.Send(absl::StrCat("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n",
                           Key(), "Content-Length: ", body.size(), "\r\n\r\n",
                           body));
  ASSERT_TRUE(Eventually([&] { return ActiveAgents() == 1; }));
  gateway_->Signal(SIGUSR1);
  EXPECT_NE(client.Receive().body.find("\"finish_reason\":\"stop\""),
            std::string::npos);
  EXPECT_EQ(gateway_->Wait(), 75);
}

TEST_F(TurnProcessTest, ADrainRequestRefusesTurnsUntilItIsTakenBack) {
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

// The stop deadline of the entry point is one setting; a drain that is longer
// is said at the start.
TEST_F(TurnProcessTest, AStopDeadlineBelowTheDrainIsAWarning) {
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

TEST_F(TurnProcessTest, NoBackEndIsAClearErrorAndADegradedModel) {
  Launch launch;
  launch.environment = {{"API_SERVER_KEY", kTestKey}};
  GatewayProcess gateway(home_, launch);
  ASSERT_TRUE(gateway.WaitForState("running"));
  port_ = gateway.Port();
  const HttpResponse refused = Ask("hello");
  EXPECT_EQ(refused.status, 503);
  EXPECT_NE(refused.body.find("model_not_configured"), std::string::npos);
  const HttpResponse health = Fetch(port_, "GET", "/health/detailed", Key());
  EXPECT_EQ(health.status, 200);
  EXPECT_EQ(boost::json::parse(health.body)
                .at("readiness")
                .at("checks")
                .at("model")
                .at("status"),
            "degraded");
  EXPECT_EQ(Fetch(port_, "GET", "/health").status, 200);
}

TEST_F(TurnProcessTest, MetricsCountTheTurnAndShowNoSecret) {
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
