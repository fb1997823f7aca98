#ifndef GATEWAY_LIFECYCLE_ENGINE_H_
#define GATEWAY_LIFECYCLE_ENGINE_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/api/context.h"
#include "gateway/api/health_report.h"
#include "gateway/api/idempotency.h"
#include "gateway/api/service.h"
#include "gateway/config/gateway_config.h"
#include "gateway/lifecycle/descriptor_limit.h"
#include "gateway/lifecycle/event_counts.h"
#include "gateway/lifecycle/startup.h"
#include "gateway/loop/look_up.h"
#include "gateway/loop/worker.h"
#include "gateway/metrics/gateway_metrics.h"
#include "gateway/session/sqlite_session_store.h"
#include "gateway/turn/backend.h"
#include "gateway/turn/soul_reader.h"
#include "gateway/turn/turn_runner.h"
#include "gateway/turn/work_tracker.h"

namespace hermes::gateway {

// What answers requests: the back end, the sessions, the turns and the API on
// top of them. Belongs to one event loop; coroutines that serve a request must
// have ended before it is destroyed.
class Engine {
 public:
  struct Dependencies {
    boost::asio::io_context& io;
    Worker& disk;  // its thread waits for the disk
    WorkTracker& work;
    const PreparedHome& prepared;
    const GatewayConfig& config;
    DescriptorLimit descriptors;
    bool clean_shutdown = false;  // of the gateway before this one
    // Called when something that the gateway's state reports has changed.
    std::function<void()> on_change;
    // The body of /health/detailed.
    std::function<boost::asio::awaitable<std::string>()> detailed_health;
  };

  // Starts to open the session store. Whatever `surroundings` refers to must
  // outlive the engine. Errors: FailedPrecondition for an invalid back end.
  static absl::StatusOr<std::unique_ptr<Engine>> Create(
      const Dependencies& surroundings);

  // Waits until the session store is open. Returns FailedPrecondition if it can
  // never be opened; other errors are logged, and the store retries.
  absl::Status AwaitStore();

  http::Handler& handler() { return *api_; }
  http::ConnectionObserver& connection_observer() { return *events_; }
  GatewayMetrics& metrics() { return metrics_; }
  const TurnRegistry& turns() const { return turns_->turns(); }
  size_t waiting_turns() const { return turns_->waiting(); }
  int store_pending() const { return store_->pending(); }
  SessionStoreStatus store_status() const { return events_->store_status(); }

  // Ends every turn, and informs its client and its session.
  void InterruptTurns();
  // Records the sessions with a turn in progress as cut off.
  void MarkTurnsCutOff();

  // Returns the engine's part of the readiness: model, state_db and
  // background_queues. Does not wait for a disk that does not respond.
  boost::asio::awaitable<std::vector<api::HealthCheck>> Check();

 private:
  explicit Engine(const Dependencies& surroundings);
  void AddGauges(uint64_t starts);

  boost::asio::io_context& io_;
  GatewayMetrics metrics_;
  std::unique_ptr<EventCounts> events_;
  std::unique_ptr<Backend> backend_;
  std::unique_ptr<SqliteSessionStore> store_;
  SoulReader soul_;
  LookUp<absl::Status> store_check_;
  std::unique_ptr<TurnRunner> turns_;
  api::IdempotencyMemory memory_;
  api::Options api_options_;
  std::unique_ptr<api::Service> api_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_ENGINE_H_
