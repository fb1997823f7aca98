#include "gateway/metrics/gateway_metrics.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "tests/gateway/metrics/strict_parser.h"

namespace {

thread_local int allocations = 0;

}  // namespace

void* operator new(size_t size) {
  ++allocations;
  void* memory = std::malloc(size);
  if (memory == nullptr) std::abort();
  return memory;
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t /*size*/) noexcept {
  std::free(memory);
}

namespace hermes::gateway {
namespace {

MetricLabels Labels() {
  MetricLabels labels;
  labels.routes = {"health", "chat_completions"};
  return labels;
}

void HappenOnce(GatewayMetrics* metrics) {
  metrics->TurnStarted("upstream");
  metrics->FirstToken(0.3);
  metrics->TurnEnded("upstream", "stop", 1.5, Usage{10, 5, 15});
  metrics->TurnEnded("command", "content_filter", 2, std::nullopt);
  metrics->TurnEnded("what?", "why?", 2, std::nullopt);
  metrics->StreamOpened();
  metrics->StreamClosed();
  metrics->RequestAnswered("chat_completions", 200);
  metrics->RequestAnswered("/../etc/passwd", -12345);
  metrics->ErrorAnswered("not_found");
  metrics->ConnectionOpened();
  metrics->ConnectionClosed();
  metrics->ConnectionMadeRoom();
  metrics->BackendFailed("upstream_rejected");
  metrics->StoreOperation(0.002);
}

ParsedMetrics Scrape(const GatewayMetrics& metrics) {
  return ParseStrictly(Expose(metrics.Collect()));
}

TEST(GatewayMetricsTest, StrictParserAcceptsMetricsWithAndWithoutEvents) {
  GatewayMetrics metrics(Labels());
  EXPECT_EQ(Scrape(metrics).error, "");
  HappenOnce(&metrics);
  EXPECT_EQ(Scrape(metrics).error, "");
}

TEST(GatewayMetricsTest, CountsEachEventInItsSeries) {
  GatewayMetrics metrics(Labels());
  HappenOnce(&metrics);
  const ParsedMetrics parsed = Scrape(metrics);
  const std::pair<const char*, double> rows[] = {
      {"turns_started_total{backend=\"upstream\"}", 1},
      {"turns_total{backend=\"upstream\",outcome=\"stop\"}", 1},
      {"turns_total{backend=\"upstream\",outcome=\"error\"}", 0},
      {"turns_total{backend=\"command\",outcome=\"content_filter\"}", 1},
      {"turns_total{backend=\"other\",outcome=\"other\"}", 1},
      {"tokens_total{kind=\"prompt\"}", 10},
      {"tokens_total{kind=\"completion\"}", 5},
      {"first_token_seconds_bucket{le=\"0.25\"}", 0},
      {"first_token_seconds_bucket{le=\"0.5\"}", 1},
      {"turn_duration_seconds_sum{backend=\"upstream\"}", 1.5},
      {"streams_total", 1},
      {"requests_total{route=\"chat_completions\",status=\"200\"}", 1},
      {"requests_total{route=\"other\",status=\"other\"}", 1},
      {"errors_total{code=\"not_found\"}", 1},
      {"connections_total", 1},
      {"connections_made_room_total", 1},
      {"backend_failures_total{code=\"upstream_rejected\"}", 1},
      {"store_operation_seconds_count", 1},
      {"open_streams", 0},
      {"open_connections", 0},
  };
  for (const auto& [key, value] : rows) {
    const auto found =
        parsed.samples.find(std::string("hermes_gateway_") + key);
    ASSERT_NE(found, parsed.samples.end()) << key;
    EXPECT_EQ(found->second, value) << key;
  }
}

TEST(GatewayMetricsTest, ReadsSourcesAtEachScrape) {
  GatewayMetrics metrics(Labels());
  double turns = 3;
  metrics.AddGauge("active_turns", "Turns in progress.", [&] { return turns; });
  metrics.AddCounter("starts_total", "Starts.", [] { return 7.0; });
  EXPECT_EQ(Scrape(metrics).samples.at("hermes_gateway_active_turns"), 3);
  turns = 4;
  const ParsedMetrics parsed = Scrape(metrics);
  EXPECT_EQ(parsed.error, "");
  EXPECT_EQ(parsed.samples.at("hermes_gateway_active_turns"), 4);
  EXPECT_EQ(parsed.samples.at("hermes_gateway_starts_total"), 7);
}

TEST(GatewayMetricsTest, CountsOpenStreamsAndConnections) {
  GatewayMetrics metrics(Labels());
  metrics.StreamOpened();
  metrics.StreamOpened();
  metrics.StreamClosed();
  metrics.ConnectionOpened();
  EXPECT_EQ(Scrape(metrics).samples.at("hermes_gateway_open_streams"), 1);
  EXPECT_EQ(Scrape(metrics).samples.at("hermes_gateway_open_connections"), 1);
}

TEST(GatewayMetricsTest, RecordsEventsWithoutAllocating) {
  GatewayMetrics metrics(Labels());
  const int before = allocations;
  for (int i = 0; i < 100; ++i) HappenOnce(&metrics);
  EXPECT_EQ(allocations, before);
  EXPECT_FALSE(metrics.Collect().empty());
  EXPECT_GT(allocations, before);  // proves that allocations are counted
}

}  // namespace
}  // namespace hermes::gateway
