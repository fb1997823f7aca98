#ifndef GATEWAY_DASHBOARD_DASHBOARD_SERVICE_H_
#define GATEWAY_DASHBOARD_DASHBOARD_SERVICE_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gateway/dashboard/login/client_origin.h"
#include "gateway/dashboard/login/login_limit.h"
#include "gateway/dashboard/login/revoked_sessions.h"
#include "gateway/dashboard/login/session_cookie.h"
#include "gateway/dashboard/operations.h"
#include "gateway/dashboard/route.h"
#include "gateway/dashboard/settings.h"
#include "gateway/dashboard/view/log_query.h"
#include "gateway/dashboard/view/log_tail.h"
#include "gateway/dashboard/view/snapshot_broadcaster.h"
#include "gateway/dashboard/view/system_stats.h"
#include "gateway/http/handler.h"
#include "gateway/http/query.h"
#include "gateway/logging/secret_list.h"
#include "gateway/loop/worker.h"

namespace hermes::gateway {

// Answers the dashboard's requests: who may ask, then what. For one loop; what
// blocks is done by the workers.
class DashboardService : public http::Handler {
 public:
  struct Dependencies {
    boost::asio::io_context& io;
    SnapshotBroadcaster& feed;
    Worker& looks;       // what is soon done
    Worker& operations;  // what may wait for a gateway to end
    Worker& logins;      // what takes a tenth of a second of a processor
    std::shared_ptr<const Operations> hands;
    std::string root;  // the data root
    const SecretList& secrets;
    RevokedSessions revoked;
    // Saves what RevokedSessions::Format() returned; called by `looks`.
    std::function<absl::Status(const std::string&)> save_revoked;
    std::function<int()> open_connections;
  };

  // `settings.basic` has a hash where there is one.
  DashboardService(DashboardSettings settings, SessionSigner signer,
                   Dependencies surroundings);

  http::Admission Admit(const http::Request& head) override;
  boost::asio::awaitable<void> Serve(http::Request request,
                                     http::Exchange& exchange) override;
  http::Response ProtocolError(int status, const http::Request& head) override;

 private:
  using Reply = boost::asio::awaitable<http::Response>;
  using Lines = std::vector<std::string>;
  using Call = std::function<http::Response(const Operations&)>;

  // The session of the request, if it has one that is valid.
  std::optional<LoginSession> SessionOf(const http::Request& head) const;
  // True for the session of a stream that must not go on, whatever its expiry.
  bool IsOver(const std::optional<LoginSession>& session) const;
  Reply Answer(http::Request request, RouteChoice choice);
  // True if the browser came by https, as far as can be known.
  bool ByHttps(const http::Request& head) const;
  Reply Status(const http::Request& head);
  Reply Login(http::Request request);
  // Checks the password of an attempt that was let in.
  Reply CheckLogin(http::Request request, std::string name,
                   std::string password, bool* failed);
  http::Response LoggedIn(const http::Request& head);
  Reply Logout(http::Request request);
  // Logs it once if logins come through a proxy that is not trusted.
  void NoteStrangersProxy(const http::Request& head);
  boost::asio::awaitable<void> ServeLogs(const http::Request& head,
                                         const http::Target& target,
                                         http::Exchange& exchange);
  Reply Logs(const LogQuery& wanted);
  // Nothing: too much is under way.
  boost::asio::awaitable<std::optional<Lines>> ReadLast(
      std::shared_ptr<LogTail> tail, size_t most);
  boost::asio::awaitable<Lines> ReadMore(std::shared_ptr<LogTail> tail);
  boost::asio::awaitable<std::optional<SystemStats>> ReadStats();
  Reply Stats();
  Reply Operate(ControlVerb verb, http::Request request);
  Reply Create(http::Request request);
  Reply Delete(const http::Request& request, std::string profile);
  // Has the thread for operations call it.
  Reply RunOnWorker(Call call);
  boost::asio::awaitable<void> StreamProfiles(const http::Request& head,
                                              http::Exchange& exchange);
  boost::asio::awaitable<void> StreamLog(const http::Request& head,
                                         const LogQuery& wanted,
                                         http::Exchange& exchange);
  void Record(const http::Request& head, const std::string& what,
              int status) const;

  const DashboardSettings settings_;
  const HostRules hosts_;
  const SessionSigner signer_;
  const Dependencies around_;
  RevokedSessions revoked_;
  LoginLimit logins_;
  bool proxy_noted_ = false;
  int followers_ = 0;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_DASHBOARD_SERVICE_H_
