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
#include "gateway/dashboard/login/revoked_sessions.h"
#include "gateway/dashboard/login/session_cookie.h"
#include "gateway/dashboard/service.h"
#include "gateway/dashboard/settings.h"
#include "gateway/dashboard/view/snapshot_broadcaster.h"
#include "gateway/http/handler.h"
#include "gateway/http/server.h"
#include "gateway/logging/secret_list.h"
#include "gateway/loop/worker.h"
#include "gateway/profile/profile_choice.h"

namespace hermes::gateway::dashboard {

// Runs the dashboard's HTTP server, with its event loop and worker threads.
class Dashboard : private http::ConnectionObserver {
 public:
  // Signs and verifies the browsers' sessions, and lists those that a logout
  // has ended.
  struct Sessions {
    SessionSigner signer;
    RevokedSessions revoked;
    // Passed on as Service::Dependencies::save_revoked.
    std::function<absl::Status(const std::string&)> save_revoked;
  };

  // `profile` is the profile that the command chose; `container` is this
  // process's own environment. `secrets` must outlive this object.
  Dashboard(const Settings& settings, Sessions sessions, const Profile& profile,
            const EnvironmentMap& container, const SecretList& secrets);
  ~Dashboard() override;

  // Listens on the address and port of the settings and accepts clients once
  // Run() runs. Errors: FailedPrecondition, one line, if it cannot listen
  // there.
  absl::Status Listen();
  // Returns the URL that the server listens on, with a slash at the end.
  // Requires: Listen() has succeeded.
  std::string Url() const;

  // Serves until `signal_fd` delivers a signal that asks the process to end.
  // The caller keeps `signal_fd`. Returns false if a connection or a worker is
  // still busy shortly after that: the caller must then not destroy this
  // object, but end the process.
  bool Run(int signal_fd);

 private:
  void ConnectionOpened() override {}
  void ConnectionClosed() override {}
  void ConnectionMadeRoom() override {}

  void WaitForSignal();
  void Close();

  const Settings settings_;
  boost::asio::io_context io_;
  Worker looks_;
  Worker operations_;
  Worker logins_;
  SnapshotBroadcaster feed_;
  Service service_;
  std::unique_ptr<http::Server> server_;
  boost::asio::posix::stream_descriptor signals_;
  boost::asio::steady_timer close_limit_;
  bool closing_ = false;
  bool unwound_ = true;
};

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_DASHBOARD_H_
