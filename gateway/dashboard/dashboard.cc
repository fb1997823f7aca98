#include "gateway/dashboard/dashboard.h"

#include <glog/logging.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gateway/dashboard/login/login_limit.h"
#include "gateway/dashboard/view/status_collector.h"
#include "gateway/lifecycle/signal_source.h"

namespace hermes::gateway::dashboard {
namespace {

using boost::system::error_code;

constexpr std::chrono::seconds kCloseLimit{1};
constexpr std::chrono::milliseconds kFinishLimit{250};
constexpr size_t kMostWaitingLooks = 64;
constexpr size_t kMostWaitingOperations = 16;
// A check takes some tenths of a second and, while it runs, 16 MiB. LoginLimit
// leaves some places to known browsers.
constexpr size_t kMostWaitingLogins = 16;
static_assert(LoginLimit::kMaxUnderWay < kMostWaitingLogins);

http::Limits Limits() {
  http::Limits limits;
  limits.body_bytes = uint64_t{64} * 1024;
  limits.body_timeout = std::chrono::seconds(15);
  limits.write_timeout = std::chrono::seconds(10);
  limits.connections = 256;
  return limits;
}

// Rewords the server's error with the names of the dashboard's settings.
absl::Status ListenError(const absl::Status& error, const Settings& settings) {
  const absl::string_view message = error.message();
  if (absl::StartsWith(message, "api_server_port_in_use")) {
    return absl::FailedPreconditionError(absl::StrCat(
        "dashboard_port_in_use: port ", settings.port, " on ", settings.host,
        " is taken by another process; stop that, or set ",
        "HERMES_DASHBOARD_PORT or --port"));
  }
  return absl::FailedPreconditionError(absl::StrCat(
      "dashboard_bind_failed: cannot listen on ", settings.host, " port ",
      settings.port, "; this machine may not have that address, or the port ",
      "may need root: set HERMES_DASHBOARD_HOST and HERMES_DASHBOARD_PORT"));
}

}  // namespace

Dashboard::Dashboard(const Settings& settings, Sessions sessions,
                     const Profile& profile, const EnvironmentMap& container,
                     const SecretList& secrets)
    : settings_(settings),
      looks_(io_, kMostWaitingLooks),
      operations_(io_, kMostWaitingOperations),
      logins_(io_, kMostWaitingLogins),
      feed_(
          io_, looks_,
          [surveyor = std::make_shared<StatusCollector>(
               profile.root, profile.name, container)] {
            return surveyor->Make();
          },
          SnapshotBroadcaster::Settings()),
      service_(settings, std::move(sessions.signer),
               {io_, feed_, looks_, operations_, logins_,
                std::make_shared<Operations>(profile.root, container),
                profile.root, secrets, std::move(sessions.revoked),
                std::move(sessions.save_revoked),
                [this] { return server_->open_connections(); }}),
      signals_(io_),
      close_limit_(io_) {}

Dashboard::~Dashboard() {
  // The caller owns the descriptor.
  if (signals_.is_open()) signals_.release();
}

absl::Status Dashboard::Listen() {
  absl::StatusOr<std::unique_ptr<http::Server>> server =
      http::Server::Listen(io_, settings_.host, settings_.port, Limits());
  if (!server.ok()) return ListenError(server.status(), settings_);
  server_ = *std::move(server);
  server_->Serve(service_, *this);
  return absl::OkStatus();
}

std::string Dashboard::Url() const {
  const std::string host = server_->host();
  const bool v6 = absl::StrContains(host, ":");
  return absl::StrCat("http://", v6 ? "[" : "", host, v6 ? "]" : "", ":",
                      server_->port(), "/");
}

bool Dashboard::Run(int signal_fd) {
  signals_.assign(signal_fd);
  WaitForSignal();
  io_.run();
  if (!unwound_) return false;
  for (Worker* worker : {&looks_, &operations_, &logins_}) {
    if (!worker->Finish(kFinishLimit)) return false;
  }
  return true;
}

void Dashboard::WaitForSignal() {
  signals_.async_wait(
      boost::asio::posix::stream_descriptor::wait_read,
      [this](const error_code& error) {
        if (error) return;
        while (const auto signal = ReadSignal(signals_.native_handle())) {
          const std::optional<StopEvent> event = EventFor(signal->signo);
          // Only a supervisor can restart the dashboard.
          if (event.has_value() && *event != StopEvent::kRestart) Close();
        }
        if (!closing_) WaitForSignal();
      });
}

// Stops the event loop after the last client's coroutine has ended, so that no
// coroutine outlives what it uses.
void Dashboard::Close() {
  if (std::exchange(closing_, true)) return;
  close_limit_.expires_after(kCloseLimit);
  close_limit_.async_wait([this](const error_code& error) {
    if (error) return;
    unwound_ = false;
    io_.stop();
  });
  server_->StopAccepting();
  server_->CloseAll([this] { io_.stop(); });
}

}  // namespace hermes::gateway::dashboard
