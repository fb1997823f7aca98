#ifndef GATEWAY_DASHBOARD_DASHBOARD_H_
#define GATEWAY_DASHBOARD_DASHBOARD_H_

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "gateway/config/environment.h"
#include "gateway/dashboard/dashboard_service.h"
#include "gateway/dashboard/login/revoked_sessions.h"
#include "gateway/dashboard/login/session_cookie.h"
#include "gateway/dashboard/settings.h"
#include "gateway/dashboard/view/snapshot_broadcaster.h"
#include "gateway/http/handler.h"
#include "gateway/http/server.h"
#include "gateway/logging/secret_list.h"
#include "gateway/loop/worker.h"
#include "gateway/profile/profile_choice.h"

namespace hermes::gateway {

// The dashboard's server and the loop it runs in.
class Dashboard : private http::ConnectionObserver {
 public:
  // How a browser's session is known, and the ones that a logout has ended.
  struct Sessions {
    SessionSigner signer;
    RevokedSessions revoked;
    // As DashboardService::Dependencies has it.
    std::function<absl::Status(const std::string&)> save_revoked;
  };

  // `profile` is the one in force, `container` the process's own environment.
  // `secrets` must outlive this.
  Dashboard(const DashboardSettings& settings, Sessions sessions,
            const Profile& profile, const EnvironmentMap& container,
            const SecretList& secrets);
  ~Dashboard() override;

  // Errors: FailedPrecondition, one line, if it cannot listen there.
  absl::Status Listen();
  // Where it listens, with a slash at the end.
  std::string Url() const;

  // Serves until one of the signals that ask for an end comes through
  // `signal_fd`, which stays the caller's. False if something still waits then:
  // this object must be left as it is, and the process end.
  bool Run(int signal_fd);

 private:
  void ConnectionOpened() override {}
  void ConnectionClosed() override {}
  void ConnectionMadeRoom() override {}

  void WaitForSignal();
  void Close();

  const DashboardSettings settings_;
  boost::asio::io_context io_;
  Worker looks_;
  Worker operations_;
  Worker logins_;
  SnapshotBroadcaster feed_;
  DashboardService service_;
  std::unique_ptr<http::Server> server_;
  boost::asio::posix::stream_descriptor signals_;
  boost::asio::steady_timer close_limit_;
  bool closing_ = false;
  bool unwound_ = true;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_DASHBOARD_H_
