#include "gateway/metrics/gateway_metrics.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/command/version.h"
#include "gateway/metrics/process_usage.h"

namespace hermes::gateway {
namespace {

constexpr char kPrefix[] = "hermes_gateway_";
constexpr char kOther[] = "other";

// Bounds in seconds: from a local echo to a turn that takes the maximum of half
// an hour.
const std::vector<double> kTurnBounds = {0.05, 0.1, 0.25, 0.5, 1,   2.5, 5,
                                         10,   30,  60,   180, 600, 1800};
const std::vector<double> kStoreBounds = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5, 20};
const std::vector<std::string> kStatuses = {
    "200", "202", "204", "400", "401", "403", "404", "405", "408", "409",
    "413", "415", "417", "421", "429", "431", "500", "502", "503", "504"};
const std::vector<std::string> kOutcomes = {
    "stop", "length", "content_filter", "error", "cancelled", "interrupted"};

std::string Named(const std::string& name) {
  return absl::StrCat(kPrefix, name);
}

Dimension WithOther(std::string label, std::vector<std::string> values) {
  values.emplace_back(kOther);
  return {std::move(label), std::move(values)};
}

uint64_t Tokens(int64_t count) {
  return static_cast<uint64_t>(std::max<int64_t>(count, 0));
}

Family GaugeOf(const char* name, const char* help, double value) {
  return {Named(name), help, MetricKind::kGauge, {{"", {}, value}}};
}

Family BuildInfo() {
  return {Named("build_info"),
          "Always 1; the label is the version.",
          MetricKind::kGauge,
          {{"", {{"version", kVersion}}, 1}}};
}

}  // namespace

GatewayMetrics::GatewayMetrics(const MetricLabels& labels)
    : turns_started_(Named("turns_started_total"), "Turns that have started.",
                     {WithOther("backend", labels.backends)}),
      turns_ended_(Named("turns_total"), "Turns that have ended.",
                   {WithOther("backend", labels.backends),
                    WithOther("outcome", kOutcomes)}),
      tokens_(Named("tokens_total"), "Tokens as the back ends counted them.",
              {{"kind", {"prompt", "completion"}}}),
      streams_(Named("streams_total"), "Streamed answers that have started."),
      requests_(
          Named("requests_total"), "Requests that were answered.",
          {WithOther("route", labels.routes), WithOther("status", kStatuses)},
          Unseen::kHidden),
      errors_(Named("errors_total"), "Errors returned to clients, by code.",
              {WithOther("code", labels.error_codes)}, Unseen::kHidden),
      connections_(Named("connections_total"), "Connections accepted."),
      connections_made_room_(
          Named("connections_made_room_total"),
          "Connections closed to make room for new clients."),
      backend_failures_(Named("backend_failures_total"),
                        "Turns that failed in the back end, by code.",
                        {WithOther("code", labels.backend_codes)}),
      first_token_(Named("first_token_seconds"),
                   "From a turn's start to the first piece of its answer.",
                   kTurnBounds),
      turn_duration_(Named("turn_duration_seconds"),
                     "From a turn's start to its end.", kTurnBounds,
                     {WithOther("backend", labels.backends)}),
      store_duration_(Named("store_operation_seconds"),
                      "Time that operations of the session store took.",
                      kStoreBounds) {}

void GatewayMetrics::TurnStarted(std::string_view backend) {
  turns_started_.Add({backend});
}

void GatewayMetrics::FirstToken(double secs) { first_token_.Observe({}, secs); }

void GatewayMetrics::TurnEnded(std::string_view backend,
                               std::string_view outcome, double secs,
                               const std::optional<Usage>& usage) {
  turns_ended_.Add({backend, outcome});
  turn_duration_.Observe({backend}, secs);
  if (!usage.has_value()) return;
  tokens_.Add({"prompt"}, Tokens(usage->prompt_tokens));
  tokens_.Add({"completion"}, Tokens(usage->completion_tokens));
}

void GatewayMetrics::StreamOpened() {
  streams_.Add({});
  ++open_streams_;
}

void GatewayMetrics::StreamClosed() { --open_streams_; }

void GatewayMetrics::RequestAnswered(std::string_view route, int status) {
  char digits[16];
  const char* end = std::to_chars(digits, digits + sizeof(digits), status).ptr;
  requests_.Add(
      {route, std::string_view(digits, static_cast<size_t>(end - digits))});
}

void GatewayMetrics::ErrorAnswered(std::string_view code) {
  errors_.Add({code});
}

void GatewayMetrics::ConnectionOpened() {
  connections_.Add({});
  ++open_connections_;
}

void GatewayMetrics::ConnectionClosed() { --open_connections_; }

void GatewayMetrics::ConnectionMadeRoom() { connections_made_room_.Add({}); }

void GatewayMetrics::BackendFailed(std::string_view code) {
  backend_failures_.Add({code});
}

void GatewayMetrics::StoreOperation(double secs) {
  store_duration_.Observe({}, secs);
}

void GatewayMetrics::AddGauge(const std::string& name, std::string help,
                              std::function<double()> read) {
  sources_.push_back(
      {Named(name), std::move(help), MetricKind::kGauge, std::move(read)});
}

void GatewayMetrics::AddCounter(const std::string& name, std::string help,
                                std::function<double()> read) {
  sources_.push_back(
      {Named(name), std::move(help), MetricKind::kCounter, std::move(read)});
}

std::vector<Family> GatewayMetrics::Collect() const {
  std::vector<Family> families = {
      BuildInfo(),
      turns_started_.Snapshot(),
      turns_ended_.Snapshot(),
      turn_duration_.Snapshot(),
      first_token_.Snapshot(),
      tokens_.Snapshot(),
      streams_.Snapshot(),
      GaugeOf("open_streams", "Streamed answers in progress.", open_streams_),
      requests_.Snapshot(),
      errors_.Snapshot(),
      connections_.Snapshot(),
      connections_made_room_.Snapshot(),
      GaugeOf("open_connections", "Connections open.", open_connections_),
      backend_failures_.Snapshot(),
      store_duration_.Snapshot(),
  };
  for (const Source& source : sources_) {
    families.push_back(
        {source.name, source.help, source.kind, {{"", {}, source.read()}}});
  }
  const std::optional<ProcessUsage> usage = ReadProcessUsage();
  if (usage.has_value()) {
    for (Family& family : ProcessFamilies(*usage)) {
      families.push_back(std::move(family));
    }
  }
  return families;
}

}  // namespace hermes::gateway
