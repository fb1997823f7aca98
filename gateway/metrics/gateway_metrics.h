#ifndef GATEWAY_METRICS_GATEWAY_METRICS_H_
#define GATEWAY_METRICS_GATEWAY_METRICS_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/metrics/counter.h"
#include "gateway/metrics/exposition.h"
#include "gateway/metrics/histogram.h"
#include "gateway/turn/backend.h"

namespace hermes::gateway {

// The values that labels can have. Any other value is counted as "other".
struct MetricLabels {
  std::vector<std::string> backends = {"upstream", "command", "none"};
  std::vector<std::string> routes;  // names, as passed to RequestAnswered()
  // The codes of the API's errors.
  std::vector<std::string> error_codes = {
      "agent_incomplete",        "body_too_large",
      "forbidden_origin",        "gateway_auth_failed",
      "gateway_draining",        "idempotency_key_conflict",
      "invalid_request",         "method_not_allowed",
      "model_not_configured",    "not_found",
      "rate_limit_exceeded",     "server_error",
      "unsupported_content_type"};
  // The values of the back ends' TurnFailure::code.
  std::vector<std::string> backend_codes = {
      "agent_incomplete", "model_not_configured", "upstream_rate_limited",
      "upstream_rejected"};
};

// The gateway's metrics. Use on the event loop's thread only. Recording an
// event allocates no memory and takes no lock.
class GatewayMetrics {
 public:
  explicit GatewayMetrics(const MetricLabels& labels);

  void TurnStarted(std::string_view backend);
  // `secs` is the time from the turn's start to the first piece of its answer.
  void FirstToken(double secs);
  // `outcome` is stop, length, content_filter, error, cancelled or interrupted.
  void TurnEnded(std::string_view backend, std::string_view outcome,
                 double secs, const std::optional<Usage>& usage);
  void StreamOpened();
  void StreamClosed();
  void RequestAnswered(std::string_view route, int status);
  void ErrorAnswered(std::string_view code);
  void ConnectionOpened();
  void ConnectionClosed();
  void ConnectionMadeRoom();
  // `code` is TurnFailure::code.
  void BackendFailed(std::string_view code);
  // `secs` is the time from the call of a session store operation to its end.
  void StoreOperation(double secs);

  int open_streams() const { return open_streams_; }
  int open_connections() const { return open_connections_; }

  // Adds a gauge whose value `read` returns at each scrape. `name` gets the
  // prefix hermes_gateway_. Whatever `read` refers to must outlive this object.
  void AddGauge(const std::string& name, std::string help,
                std::function<double()> read);
  // The same for a counter: a number that only grows, such as one that
  // continues the count of an earlier process.
  void AddCounter(const std::string& name, std::string help,
                  std::function<double()> read);

  // Returns all metrics at this moment, including process_*.
  std::vector<Family> Collect() const;

 private:
  struct Source {
    std::string name;
    std::string help;
    MetricKind kind;
    std::function<double()> read;
  };

  Counter turns_started_;
  Counter turns_ended_;
  Counter tokens_;
  Counter streams_;
  Counter requests_;
  Counter errors_;
  Counter connections_;
  Counter connections_made_room_;
  Counter backend_failures_;
  Histogram first_token_;
  Histogram turn_duration_;
  Histogram store_duration_;
  int open_streams_ = 0;
  int open_connections_ = 0;
  std::vector<Source> sources_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_METRICS_GATEWAY_METRICS_H_
