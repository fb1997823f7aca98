#include "gateway/lifecycle/gateway.h"

#include <glog/logging.h>
#include <unistd.h>

#include <utility>
#include <vector>

#include "gateway/config/environment.h"
#include "gateway/config/gateway_config.h"
#include "gateway/files/small_file.h"
#include "gateway/api/health_checks.h"
#include "gateway/api/health_report.h"
#include "gateway/lifecycle/banner.h"
#include "gateway/lifecycle/exit_diagnosis.h"
#include "gateway/lifecycle/profile_ports.h"
#include "gateway/lifecycle/readiness.h"
#include "gateway/logging/streams.h"
#include "gateway/marker/marker_files.h"

namespace hermes::gateway {
namespace {

using boost::system::error_code;
using std::chrono::milliseconds;

constexpr char kCleanShutdown[] = ".clean_shutdown";
constexpr std::chrono::seconds kWatchdogLeash{60};
constexpr std::chrono::seconds kRefreshInterval{1};

milliseconds DrainBudget(const GatewayConfig& config, const Verdict& verdict) {
  return verdict.restart_requested ? config.restart_drain : config.stop_drain;
}

}  // namespace

Gateway::Gateway(const PreparedHome& prepared, const ClaimedHome& claimed,
                 const RunOptions& options, int signal_fd)
    : prepared_(prepared),
      claimed_(claimed),
      options_(options),
      state_file_(prepared.home.fd.get(), prepared.self),
      stops_(io_, signal_fd, prepared.home.fd.get(), prepared.self),
      drain_limit_(io_),
      refresh_(io_) {}

absl::StatusOr<Verdict> Gateway::Run(UniqueFd notify_fd) {
  const int home_fd = prepared_.home.fd.get();
  SweepMarkers(home_fd, prepared_.self);
  unlinkat(home_fd, kCleanShutdown, 0);
  WriteState();
  // A stop that came during the start gets the verdict it would get later.
  if (!stops_.Poll().has_value()) {
    const absl::Status listening = Listen();
    if (!listening.ok()) {
      RecordFailedStart(prepared_, listening);
      return listening;
    }
    BecomeRunning(std::move(notify_fd));
    stops_.Start([this](const StopProgress& progress) { OnStop(progress); });
    io_.run();
  } else {
    drained_ = true;
  }
  const Verdict verdict = stops_.Poll()->verdict;
  RecordEnd(verdict);
  return verdict;
}

absl::Status Gateway::Listen() {
  const ApiSettings& api = claimed_.config.api;
  if (!api.on) return absl::OkStatus();
  absl::StatusOr<std::unique_ptr<HttpServer>> server =
      HttpServer::Listen(io_, api.host, api.port, HttpLimits());
  if (!server.ok()) {
    return NamePortHolder(server.status(), prepared_.profile, api.port);
  }
  server_ = *std::move(server);
  api_.emplace(AccessRules{api.key, api.cors_origins}, work_,
               [this] { return DetailedHealth(); });
  server_->Serve(
      [this](const HttpRequest& request) { return api_->Answer(request); });
  return absl::OkStatus();
}

void Gateway::BecomeRunning(UniqueFd notify_fd) {
  BannerFacts facts;
  facts.profile = prepared_.profile.name;
  facts.home = prepared_.home.path;
  facts.api_off_reason = claimed_.config.api.off_reason;
  facts.model_configured = claimed_.config.model_configured;
  if (server_ != nullptr) {
    facts.api_host = server_->host();
    facts.api_port = server_->port();
    state_.api = ApiPlatform{"connected", "", "",
                             BaseUrl(facts.api_host, facts.api_port)};
  }
  state_.state = GatewayState::kRunning;
  WriteState();
  const absl::Status told = TellReady(std::move(notify_fd));
  if (!told.ok()) LOG(WARNING) << "readiness: " << told.message();
  Announce(Banner(facts));
  if (!claimed_.lock->has_flock()) {
    LOG(WARNING) << "this file system has no locks; gateway.pid alone keeps a "
                    "second gateway away";
  }
}

void Gateway::OnStop(const StopProgress& progress) {
  if (finished_) return;
  state_.exit_reason = progress.verdict.reason;
  state_.restart_requested = progress.verdict.restart_requested;
  const milliseconds budget = DrainBudget(claimed_.config, progress.verdict);
  if (drain_budget_ != budget) ArmDrain(budget);
  if (!work_.draining()) {
    work_.Drain([this] { EndDrain(true); });
    if (!finished_) RefreshWhileDraining();
  }
  if (progress.at_once) EndDrain(false);
}

void Gateway::ArmDrain(milliseconds budget) {
  drain_budget_ = budget;
  // The watchdog sees to it that a hanging disk or library cannot keep a
  // gateway that was told to end.
  watchdog_.emplace(budget + kWatchdogLeash, &Watchdog::HardExit);
  drain_limit_.expires_after(budget);
  drain_limit_.async_wait([this](const error_code& error) {
    if (!error) EndDrain(false);
  });
}

void Gateway::RefreshWhileDraining() {
  state_.state = GatewayState::kDraining;
  WriteState();
  refresh_.expires_after(kRefreshInterval);
  refresh_.async_wait([this](const error_code& error) {
    if (!error && !finished_) RefreshWhileDraining();
  });
}

void Gateway::EndDrain(bool complete) {
  if (std::exchange(finished_, true)) return;
  drained_ = complete;
  if (!complete) {
    LOG(WARNING) << work_.active() << " request(s) in flight cut off";
  }
  if (server_ != nullptr) server_->StopAccepting();
  io_.stop();
}

// While the lock is still held: a successor must not find its own state
// overwritten by ours.
void Gateway::RecordEnd(const Verdict& verdict) {
  state_.state = verdict.final_state;
  state_.exit_reason = verdict.reason;
  state_.restart_requested = verdict.restart_requested;
  state_.api.reset();
  WriteState();
  RecordDiagnosis(verdict);
  if (!drained_) return;
  const absl::Status status =
      ReplaceFile(prepared_.home.fd.get(), kCleanShutdown, "", 0644);
  if (!status.ok()) LOG(WARNING) << status.message();
}

void Gateway::RecordDiagnosis(const Verdict& verdict) {
  const auto wanted = Lookup(options_.environment, "HERMES_GATEWAY_EXIT_DIAG");
  if (wanted == "0") return;
  const absl::Status status = AppendDiagnosis(
      prepared_.home.fd.get(),
      {WallNow(), prepared_.self.pid, verdict, stops_.last_signal(), drained_});
  if (!status.ok()) LOG(WARNING) << status.message();
}

void Gateway::WriteState() {
  state_.active_work = work_.active();
  state_written_at_ = WallNow();
  // A full disk costs the record, never the service.
  const absl::Status status = state_file_.Write(state_);
  if (!status.ok()) LOG(WARNING) << status.message();
}

std::string Gateway::DetailedHealth() const {
  const int home_fd = prepared_.home.fd.get();
  const absl::Status config =
      LoadConfig(home_fd, prepared_.home.path, options_.environment,
                 prepared_.profile.is_default())
          .status();
  const std::vector<HealthCheck> checks = {
      CheckConfig(config),
      CheckModel(claimed_.config.model_configured),
      CheckDisk(DiskUsedPercent(home_fd)),
      CheckGateway(state_.state, claimed_.lock->Intact()),
  };
  StateUpdate state = state_;
  state.active_work = work_.active();
  return DetailedBody(checks, state, prepared_.self, prepared_.profile.name,
                      state_written_at_);
}

}  // namespace hermes::gateway
