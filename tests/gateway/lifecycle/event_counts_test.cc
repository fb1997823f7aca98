#include "gateway/lifecycle/event_counts.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "gateway/metrics/exposition.h"
#include "gateway/metrics/gateway_metrics.h"
#include "gateway/state/state_record.h"
#include "gateway/turn/backend.h"

namespace hermes::gateway {
namespace {

class EventCountsTest : public testing::Test {
 protected:
  static MetricLabels Labels() {
    MetricLabels labels;
    labels.routes = {"/health"};
    return labels;
  }
  bool Exposes(const std::string& line) const {
    return Expose(metrics_.Collect()).find("\nhermes_gateway_" + line + "\n") !=
           std::string::npos;
  }

  GatewayMetrics metrics_{Labels()};
  int changes_ = 0;
  EventCounts counts_{metrics_, "command", [this] { ++changes_; }};
};

TEST_F(EventCountsTest, CountsTurnsAndReportsChange) {
  counts_.TurnStarted();
  EXPECT_EQ(changes_, 1);
  counts_.FirstText(std::chrono::milliseconds(20));
  counts_.TurnEnded("stop", std::chrono::milliseconds(500), Usage{1, 2, 3});
  EXPECT_EQ(changes_, 2);
  EXPECT_TRUE(Exposes(R"(turns_started_total{backend="command"} 1)"));
  EXPECT_TRUE(Exposes(R"(turns_total{backend="command",outcome="stop"} 1)"));
  EXPECT_TRUE(Exposes(R"(tokens_total{kind="prompt"} 1)"));
  EXPECT_TRUE(Exposes(R"(tokens_total{kind="completion"} 2)"));
  EXPECT_TRUE(Exposes("first_token_seconds_sum 0.02"));
}

TEST_F(EventCountsTest, CountsRequestsAndErrors) {
  counts_.RequestAnswered("/health", 200);
  counts_.ErrorAnswered("not_found");
  counts_.StreamOpened();
  counts_.StreamClosed();
  EXPECT_TRUE(Exposes(R"(requests_total{route="/health",status="200"} 1)"));
  EXPECT_TRUE(Exposes(R"(errors_total{code="not_found"} 1)"));
  EXPECT_TRUE(Exposes("streams_total 1"));
  EXPECT_EQ(changes_, 0);
}

TEST_F(EventCountsTest, CountsConnections) {
  counts_.ConnectionOpened();
  counts_.ConnectionOpened();
  counts_.ConnectionMadeRoom();
  counts_.ConnectionClosed();
  EXPECT_TRUE(Exposes("connections_total 2"));
  EXPECT_TRUE(Exposes("connections_made_room_total 1"));
  EXPECT_TRUE(Exposes("open_connections 1"));
  EXPECT_EQ(changes_, 0);
}

TEST_F(EventCountsTest, CountsBackEndFailuresAndStoreTimes) {
  counts_.BackendFailed("upstream_rejected");
  counts_.StoreOperation(std::chrono::milliseconds(20));
  EXPECT_TRUE(Exposes(R"(backend_failures_total{code="upstream_rejected"} 1)"));
  EXPECT_TRUE(Exposes("store_operation_seconds_sum 0.02"));
  EXPECT_EQ(changes_, 0);
}

TEST_F(EventCountsTest, ReportsChangeOfStoreStatus) {
  EXPECT_EQ(counts_.store_status(), SessionStoreStatus::kUnknown);
  counts_.StoreWorks(true);
  counts_.StoreWorks(true);
  EXPECT_EQ(counts_.store_status(), SessionStoreStatus::kOk);
  EXPECT_EQ(changes_, 1);
  counts_.StoreWorks(false);
  EXPECT_EQ(counts_.store_status(), SessionStoreStatus::kUnavailable);
  EXPECT_EQ(changes_, 2);
}

}  // namespace
}  // namespace hermes::gateway
