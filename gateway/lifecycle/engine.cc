#include "gateway/lifecycle/engine.h"

#include <glog/logging.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <utility>

#include "gateway/api/health_checks.h"
#include "gateway/api/route.h"
#include "gateway/lifecycle/backend_choice.h"
#include "gateway/metrics/exposition.h"
#include "gateway/metrics/start_ledger.h"

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;

// The error codes of the API (docs/api.md).
constexpr const char* kErrorCodes[] = {
    "agent_incomplete",
    "bad_request",
    "body_too_large",
    "content_too_large",
    "empty_input",
    "gateway_auth_failed",
    "gateway_draining",
    "header_too_large",
    "idempotency_key_conflict",
    "invalid_content",
    "invalid_header",
    "invalid_json",
    "invalid_message",
    "invalid_messages",
    "invalid_value",
    "method_not_allowed",
    "missing_parameter",
    "model_not_configured",
    "model_not_found",
    "not_found",
    "rate_limit_exceeded",
    "response_not_found",
    "session_store_unavailable",
    "soul_unreadable",
    "turn_stopped",
    "turn_superseded",
    "unsupported_content_type",
    "unsupported_parameter",
    "unsupported_role",
    "upstream_rate_limited",
    "upstream_rejected",
};

// How long a turn waits for SOUL.md before it uses the text of the last read.
constexpr std::chrono::seconds kSoulPatience{2};
// How long a readiness report waits for the session store. A busy store
// responds after the turns that are queued.
constexpr std::chrono::seconds kStorePatience{10};

MetricLabels Labels() {
  MetricLabels labels;
  labels.error_codes.assign(std::begin(kErrorCodes), std::end(kErrorCodes));
  for (const api::Route route : api::kAllRoutes) {
    labels.routes.emplace_back(api::RouteName(route));
  }
  return labels;
}

double NowSecs() {
  return std::chrono::duration<double>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

StorageOptions StorageOf(const Engine::Dependencies& surroundings,
                         EventCounts& events) {
  StorageOptions options;
  options.home_fd = surroundings.prepared.home.fd.get();
  options.limits.history = surroundings.config.history;
  options.limits.retention = surroundings.config.retention;
  options.clean_shutdown = surroundings.clean_shutdown;
  options.on_operation = [&events](std::chrono::nanoseconds took) {
    events.StoreOperation(took);
  };
  return options;
}

api::Options OptionsOf(const Engine::Dependencies& surroundings) {
  const ApiSettings& api = surroundings.config.api;
  api::Options options;
  options.profile = surroundings.prepared.profile.name;
  options.model_name =
      api.model_name.empty() ? ApiModelName(options.profile) : api.model_name;
  options.direct_model_requests = api.direct_model_requests;
  options.keepalive_interval = api.keepalive_interval;
  return options;
}

api::AccessRules RulesOf(const Engine::Dependencies& surroundings) {
  api::AccessRules rules;
  rules.key = surroundings.config.api.key;
  rules.cors_origins = surroundings.config.api.cors_origins;
  rules.metrics = surroundings.config.observation.metrics;
  rules.profile = surroundings.prepared.profile.name;
  return rules;
}

}  // namespace

Engine::Engine(const Dependencies& surroundings)
    : io_(surroundings.io),
      metrics_(Labels()),
      events_(std::make_unique<EventCounts>(
          metrics_, BackendName(surroundings.config.model.kind),
          surroundings.on_change)),
      store_(std::make_unique<SqliteSessionStore>(
          surroundings.io, StorageOf(surroundings, *events_))),
      soul_(surroundings.io, surroundings.disk,
            surroundings.prepared.home.fd.get(), kSoulPatience),
      store_check_(
          surroundings.io,
          [this]() -> asio::awaitable<std::optional<absl::Status>> {
            co_return co_await store_->Check();
          },
          kStorePatience),
      memory_(api::IdempotencyMemory::Settings()),
      api_options_(OptionsOf(surroundings)) {}

absl::StatusOr<std::unique_ptr<Engine>> Engine::Create(
    const Dependencies& surroundings) {
  absl::StatusOr<std::unique_ptr<Backend>> backend = ChooseBackend(
      surroundings.io.get_executor(), surroundings.config,
      surroundings.prepared.home, surroundings.descriptors.before);
  if (!backend.ok()) return backend.status();
  std::unique_ptr<Engine> engine(new Engine(surroundings));
  Engine* const self = engine.get();
  engine->backend_ = *std::move(backend);
  TurnRunner::Settings settings;
  settings.max_concurrent = surroundings.config.api.max_concurrent_runs;
  engine->turns_ = std::make_unique<TurnRunner>(
      *engine->backend_, *engine->store_, [self] { return self->soul_.Read(); },
      *engine->events_, settings);
  api::Service::Reports reports;
  reports.detailed_health = surroundings.detailed_health;
  reports.metrics = [self] { return Expose(self->metrics_.Collect()); };
  reports.metrics_type = kExpositionType;
  engine->api_ = std::make_unique<api::Service>(
      RulesOf(surroundings), surroundings.work,
      api::Context{engine->api_options_, *engine->turns_, *engine->store_,
                   engine->memory_, *engine->events_},
      std::move(reports));
  const StartLedger starts =
      RecordStart(surroundings.prepared.home.fd.get(), NowSecs());
  engine->AddGauges(starts.total);
  return engine;
}

void Engine::AddGauges(uint64_t starts) {
  metrics_.AddGauge("turns_active",
                    "Turns in progress, including those that wait.",
                    [this] { return static_cast<double>(turns().count()); });
  metrics_.AddGauge("turns_waiting", "Turns that wait for their session.",
                    [this] { return static_cast<double>(waiting_turns()); });
  metrics_.AddGauge("store_pending", "Operations of the session store.",
                    [this] { return static_cast<double>(store_pending()); });
  metrics_.AddCounter("starts_total", "Gateways started in this home so far.",
                      [starts] { return static_cast<double>(starts); });
}

absl::Status Engine::AwaitStore() {
  absl::Status status = store_->Opened();
  events_->StoreWorks(status.ok());
  if (absl::IsFailedPrecondition(status)) return status;
  if (!status.ok()) LOG(ERROR) << "session store: " << status.message();
  return absl::OkStatus();
}

void Engine::InterruptTurns() {
  turns_->turns().StopAll(StopReason::kDraining);
}

void Engine::MarkTurnsCutOff() {
  if (turns().count() == 0) return;
  asio::co_spawn(
      io_,
      [](SqliteSessionStore& store) -> asio::awaitable<void> {
        const absl::Status status = co_await store.MarkResumePending();
        if (!status.ok()) LOG(ERROR) << "session store: " << status.message();
      }(*store_),
      asio::detached);
}

asio::awaitable<std::vector<api::HealthCheck>> Engine::Check() {
  const std::optional<absl::Status> checked = co_await store_check_.Ask();
  const absl::Status stored =
      checked.has_value() ? *checked
                          : absl::DeadlineExceededError(
                                DescribeNoAnswer(store_check_.silence()));
  events_->StoreWorks(stored.ok());
  const BackendHealth backend = co_await backend_->Check();
  std::vector<api::HealthCheck> checks;
  checks.push_back(api::CheckStateDb(stored));
  checks.push_back({"model", backend.ok, backend.detail});
  checks.push_back(api::CheckQueues(store_pending(), waiting_turns()));
  co_return checks;
}

}  // namespace hermes::gateway
