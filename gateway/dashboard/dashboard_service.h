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
class DashboardService : public HttpHandler {
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

  Admission Admit(const HttpRequest& head) override;
  boost::asio::awaitable<void> Serve(HttpRequest request,
                                     HttpExchange& exchange) override;
  HttpReply ProtocolError(int status, const HttpRequest& head) override;

 private:
  using Reply = boost::asio::awaitable<HttpReply>;
  using Lines = std::vector<std::string>;
  using Call = std::function<HttpReply(const Operations&)>;

  // The session of the request, if it has one that is valid.
  std::optional<LoginSession> SessionOf(const HttpRequest& head) const;
  // True for the session of a stream that must not go on, whatever its expiry.
  bool IsOver(const std::optional<LoginSession>& session) const;
  Reply Answer(HttpRequest request, RouteChoice choice);
  // True if the browser came by https, as far as can be known.
  bool ByHttps(const HttpRequest& head) const;
  Reply Status(const HttpRequest& head);
  Reply Login(HttpRequest request);
  // Checks the password of an attempt that was let in.
  Reply CheckLogin(HttpRequest request, std::string name, std::string password,
                   bool* failed);
  HttpReply LoggedIn(const HttpRequest& head);
  Reply Logout(HttpRequest request);
  // Logs it once if logins come through a proxy that is not trusted.
  void NoteStrangersProxy(const HttpRequest& head);
  boost::asio::awaitable<void> ServeLogs(const HttpRequest& head,
                                         const Target& target,
                                         HttpExchange& exchange);
  Reply Logs(const LogQuery& wanted);
  // Nothing: too much is under way.
  boost::asio::awaitable<std::optional<Lines>> ReadLast(
      std::shared_ptr<LogTail> tail, size_t most);
  boost::asio::awaitable<Lines> ReadMore(std::shared_ptr<LogTail> tail);
  boost::asio::awaitable<std::optional<SystemStats>> ReadStats();
  Reply Stats();
  Reply Operate(ControlVerb verb, HttpRequest request);
  Reply Create(HttpRequest request);
  Reply Delete(const HttpRequest& request, std::string profile);
  // Has the thread for operations call it.
  Reply RunOnWorker(Call call);
  boost::asio::awaitable<void> StreamProfiles(const HttpRequest& head,
                                              HttpExchange& exchange);
  boost::asio::awaitable<void> StreamLog(const HttpRequest& head,
                                         const LogQuery& wanted,
                                         HttpExchange& exchange);
  void Record(const HttpRequest& head, const std::string& what,
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
