#include "gateway/lifecycle/gateway.h"

#include <glog/logging.h>
#include <unistd.h>

#include <system_error>
#include <utility>
#include <vector>

#include "gateway/api/health_report.h"
#include "gateway/config/environment.h"
#include "gateway/config/gateway_config.h"
#include "gateway/diagnostics/diagnostics.h"
#include "gateway/diagnostics/loop_watchdog.h"
#include "gateway/files/durable_file.h"
#include "gateway/lifecycle/banner.h"
#include "gateway/lifecycle/exit_diagnosis.h"
#include "gateway/lifecycle/profile_ports.h"
#include "gateway/lifecycle/readiness.h"
#include "gateway/lifecycle/stop_budget.h"
#include "gateway/lock/marker_files.h"
#include "gateway/logging/streams.h"

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::milliseconds;

constexpr char kCleanShutdown[] = ".clean_shutdown";
constexpr std::chrono::seconds kWatchdogLeash{60};
// The minimum interval between periodic writes of the state file.
constexpr std::chrono::seconds kStateInterval{1};
constexpr milliseconds kChangeInterval{50};
// How long a readiness report waits for the home's files.
constexpr std::chrono::seconds kHomePatience{2};
// At most one look-up of each kind waits for the thread.
constexpr size_t kMostWaitingLookUps = 8;
// How long a look-up in progress delays the end, and how long the final records
// may take on a disk that did not respond to it.
constexpr std::chrono::seconds kLookUpLeash{2};
constexpr std::chrono::seconds kHungDiskLeash{5};
// How long closed connections have to finish.
constexpr std::chrono::seconds kCloseLimit{2};

milliseconds DrainBudget(const GatewayConfig& config, const Verdict& verdict) {
  return verdict.restart_requested ? config.restart_drain : config.stop_drain;
}

double SecondsSince(std::chrono::steady_clock::time_point since) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - since)
      .count();
}

}  // namespace

Gateway::Gateway(const PreparedHome& prepared, const ClaimedHome& claimed,
                 const RunOptions& options, FileLog& logs, int signal_fd)
    : prepared_(prepared),
      claimed_(claimed),
      options_(options),
      logs_(logs),
      state_file_(prepared.home.fd.get(), prepared.self),
      work_([this] { OnChange(); }),
      state_writer_(state_file_, kStateInterval),
      disk_(io_, kMostWaitingLookUps),
      home_(
          io_, disk_, [this] { return LookAtHome(); }, kHomePatience),
      stops_(io_, disk_, signal_fd, prepared.home.fd.get(), prepared.self),
      drain_requests_(io_, disk_, prepared.home.fd.get()),
      drain_limit_(io_),
      close_limit_(io_),
      refresh_(io_),
      change_(io_) {}

absl::StatusOr<Verdict> Gateway::Run(UniqueFd notify_fd) {
  const int home_fd = prepared_.home.fd.get();
  SweepMarkers(home_fd, prepared_.self);
  clean_shutdown_ = unlinkat(home_fd, kCleanShutdown, 0) == 0;
  WriteState();
  // A stop that arrived during the start gets the same verdict as a later one.
  if (!stops_.Poll().has_value()) {
    const absl::Status started = Start();
    if (!started.ok()) {
      RecordFailedStart(prepared_, started);
      return started;
    }
    BecomeRunning(std::move(notify_fd));
    Serve();
  } else {
    drained_ = true;
  }
  const Verdict verdict = stops_.Poll()->verdict;
  FinishLookUps(verdict);
  RecordEnd(verdict);
  return verdict;
}

absl::Status Gateway::Start() {
  const DescriptorLimit descriptors = RaiseDescriptorLimit();
  absl::StatusOr<std::unique_ptr<Engine>> engine =
      Engine::Create({io_, disk_, work_, prepared_, claimed_.config,
                      descriptors, clean_shutdown_, [this] { OnChange(); },
                      [this] { return DetailedHealth(); }});
  if (!engine.ok()) return engine.status();
  engine_ = *std::move(engine);
  absl::Status status = Listen(descriptors);
  if (!status.ok()) return status;
  return engine_->AwaitStore();
}

absl::Status Gateway::Listen(const DescriptorLimit& descriptors) {
  const ApiSettings& api = claimed_.config.api;
  if (!api.on) return absl::OkStatus();
  http::Limits limits;
  limits.connections = ConnectionsWithin(api.max_connections, descriptors.now);
  absl::StatusOr<std::unique_ptr<http::Server>> server =
      http::Server::Listen(io_, api.host, api.port, limits);
  if (!server.ok()) {
    return NamePortHolder(server.status(), prepared_.profile, api.port);
  }
  server_ = *std::move(server);
  server_->Serve(engine_->handler(), engine_->connection_observer());
  return absl::OkStatus();
}

void Gateway::BecomeRunning(UniqueFd notify_fd) {
  BannerFacts facts;
  facts.profile = prepared_.profile.name;
  facts.home = prepared_.home.path;
  facts.api_off_reason = claimed_.config.api.off_reason;
  facts.model = claimed_.config.model;
  facts.model_off_reason = claimed_.config.model_off_reason;
  if (server_ != nullptr) {
    facts.api_host = server_->host();
    facts.api_port = server_->port();
    state_.api = ApiPlatform{"connected", "", "",
                             BaseUrl(facts.api_host, facts.api_port)};
  }
  state_.state = GatewayState::kRunning;
  WriteState();
  const absl::Status notified = NotifyReady(std::move(notify_fd));
  if (!notified.ok()) LOG(WARNING) << "readiness: " << notified.message();
  Announce(Banner(facts));
  if (!claimed_.lock->has_flock()) {
    LOG(WARNING) << "this file system has no locks; only gateway.pid prevents "
                    "a second gateway";
  }
  const std::string too_short =
      StopBudgetWarning(options_.environment, claimed_.config.stop_drain);
  if (!too_short.empty()) LOG(WARNING) << too_short;
  if (getpid() == 1) {
    LOG(WARNING)
        << "this gateway is PID 1 itself: no process reaps the orphans of its "
           "tools or restarts it; start the container through hermes-entry, "
           "as the image's own entry point does";
  }
}

void Gateway::Serve() {
  const int home_fd = prepared_.home.fd.get();
  const ObservationSettings& observation = claimed_.config.observation;
  stops_.Start([this](const StopProgress& progress) { OnStop(progress); },
               [this] { Dump(); });
  drain_requests_.Start(
      [this](const DrainRequest& request) { OnDrainRequest(request); });
  std::optional<LoopWatchdog> watchdog;
  if (observation.loop_watchdog) {
    LoopPatience patience;
    patience.interval = observation.loop_watchdog_interval;
    try {
      watchdog.emplace(io_, patience, [home_fd](const FrozenLoop& loop) {
        EndFrozenProcess(home_fd, loop);
      });
    } catch (const std::system_error& e) {
      LOG(WARNING) << "the event loop is not watched: no thread can be "
                      "started: "
                   << e.what();
    }
  }
  io_.run();
}

void Gateway::OnStop(const StopProgress& progress) {
  if (finished_) return;
  state_.exit_reason = progress.verdict.reason;
  state_.restart_requested = progress.verdict.restart_requested;
  const milliseconds budget = DrainBudget(claimed_.config, progress.verdict);
  if (!work_.draining()) {
    // First, because WriteState() below uses a disk that may hang.
    ArmDrain(budget);
    // Before the drain, so that a kill during it makes no difference.
    engine_->MarkTurnsCutOff();
    state_.state = GatewayState::kDraining;
    WriteState();
    work_.Drain([this] { EndDrain(!cut_off_); });
  }
  if (finished_) return;
  RefreshWhileDraining();
  if (drain_budget_ != budget && !cut_off_) ArmDrain(budget);
  if (progress.at_once) EndDrain(false);
}

void Gateway::ArmDrain(milliseconds budget) {
  drain_budget_ = budget;
  // The watchdog ensures that a hanging disk or library cannot keep a gateway
  // that must end.
  watchdog_.emplace(budget + kWatchdogLeash, &Watchdog::HardExit);
  drain_limit_.expires_after(budget);
  drain_limit_.async_wait([this](const error_code& error) {
    if (!error) CutOff();
  });
}

void Gateway::RefreshWhileDraining() {
  OnChange();
  refresh_.expires_after(kStateInterval);
  refresh_.async_wait([this](const error_code& error) {
    if (!error && !finished_) RefreshWhileDraining();
  });
}

// Ends work in progress, which gets a short time to inform its clients.
void Gateway::CutOff() {
  if (finished_ || std::exchange(cut_off_, true)) return;
  LOG(WARNING) << work_.active() << " request(s) in flight cut off";
  drain_limit_.expires_after(kCutOffGrace);
  drain_limit_.async_wait([this](const error_code& error) {
    if (!error) EndDrain(false);
  });
  if (server_ != nullptr) server_->CloseUnfinishedRequests();
  engine_->InterruptTurns();
}

void Gateway::EndDrain(bool complete) {
  if (std::exchange(finished_, true)) return;
  drained_ = complete;
  drain_limit_.cancel();
  if (!complete && !cut_off_) {
    LOG(WARNING) << work_.active() << " request(s) in flight cut off";
    engine_->InterruptTurns();
  }
  CloseDown();
}

// Ends after the last client's coroutine, so that nothing it uses is destroyed
// first.
void Gateway::CloseDown() {
  if (server_ == nullptr) return io_.stop();
  close_limit_.expires_after(kCloseLimit);
  close_limit_.async_wait([this](const error_code& error) {
    if (error) return;
    unwound_ = false;
    io_.stop();
  });
  server_->StopAccepting();
  server_->CloseAll([this] { io_.stop(); });
}

void Gateway::OnDrainRequest(const DrainRequest& request) {
  if (!request.ignored_because.empty()) {
    LOG(WARNING) << kDrainRequestFile
                 << " is ignored: " << request.ignored_because;
  }
  if (work_.paused() == request.active) return;
  work_.Pause(request.active);
  if (finished_ || work_.draining()) return;
  LOG(WARNING) << (request.active
                       ? "new turns are refused, as requested by "
                       : "new turns are accepted again; no active request in ")
               << kDrainRequestFile;
  state_.state =
      request.active ? GatewayState::kDraining : GatewayState::kRunning;
  state_written_at_ = WallNow();
  state_writer_.WriteSoon(CurrentState());
}

// Thousands of turns may start at once: writes the state once for all of them.
void Gateway::OnChange() {
  if (finished_ || std::exchange(change_noted_, true)) return;
  change_.expires_after(kChangeInterval);
  change_.async_wait([this](const error_code& error) {
    change_noted_ = false;
    if (!error && !finished_) state_writer_.WriteSoon(CurrentState());
  });
}

void Gateway::FinishLookUps(const Verdict& verdict) {
  if (disk_.Finish(kLookUpLeash)) return;
  LOG(WARNING) << "ending although the disk has not responded for "
               << disk_.busy_for().count() / 1000 << " s";
  disk_hangs_ = true;
  unwound_ = false;
  watchdog_.emplace(kHungDiskLeash, [code = verdict.exit_code] {
    Complain("the last state could not be recorded: the disk does not respond");
    _exit(code);
  });
}

// Called while the lock is still held, so that this process does not overwrite
// the state of a successor.
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

StateUpdate Gateway::CurrentState() const {
  StateUpdate state = state_;
  state.active_work = work_.active();
  if (engine_ == nullptr) return state;
  state.session_store = engine_->store_status();
  for (const RunningTurn& turn : engine_->turns().List()) {
    state.work.push_back(
        {"chat", turn.queue_key.empty() ? turn.session : turn.queue_key,
         SecondsSince(turn.since)});
  }
  return state;
}

void Gateway::WriteState() {
  state_written_at_ = WallNow();
  state_writer_.Write(CurrentState());
}

// Runs in the look-up's thread: uses only members that never change.
api::HomeFacts Gateway::LookAtHome() const {
  const int home_fd = prepared_.home.fd.get();
  api::HomeFacts facts;
  facts.config = LoadConfig(home_fd, prepared_.home.path, options_.environment,
                            prepared_.profile.is_default())
                     .status();
  facts.disk_used_percent = api::DiskUsedPercent(home_fd);
  facts.lock_intact = claimed_.lock->Intact();
  return facts;
}

asio::awaitable<std::string> Gateway::DetailedHealth() {
  const std::optional<api::HomeFacts> home = co_await home_.Ask();
  const std::string no_answer = DescribeNoAnswer(home_.silence());
  std::vector<api::HealthCheck> checks = co_await engine_->Check();
  for (api::HealthCheck& check :
       api::CheckHome(home, no_answer, state_.state)) {
    checks.push_back(std::move(check));
  }
  co_return api::DetailedBody(checks, CurrentState(), prepared_.self,
                              prepared_.profile.name, state_written_at_);
}

void Gateway::Dump() {
  GatewayReport report;
  report.state = StateName(state_.state);
  report.uptime = std::chrono::duration_cast<std::chrono::seconds>(
      std::chrono::steady_clock::now() - started_);
  for (const RunningTurn& turn : engine_->turns().List()) {
    report.turns.push_back(
        {turn.session, SecondsSince(turn.since), turn.phase});
  }
  report.counts = {
      {"work in flight", work_.active()},
      {"connections", server_ == nullptr ? 0 : server_->open_connections()},
      {"turns waiting", static_cast<int64_t>(engine_->waiting_turns())},
      {"store operations", engine_->store_pending()},
      {"log lines lost", static_cast<int64_t>(logs_.lost())}};
  logs_.WriteDump(FormatDiagnostics(WallNow(), report, ReportProcess()));
}

}  // namespace hermes::gateway
