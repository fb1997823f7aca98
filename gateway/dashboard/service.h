#ifndef GATEWAY_DASHBOARD_SERVICE_H_
#define GATEWAY_DASHBOARD_SERVICE_H_

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

namespace hermes::gateway::dashboard {

// Answers the dashboard's requests: first admission, then the route. Runs in
// one event loop; calls that block run in the workers.
class Service : public http::Handler {
 public:
  struct Dependencies {
    boost::asio::io_context& io;
    SnapshotBroadcaster& feed;
    Worker& looks;       // for short reads and writes of files
    Worker& operations;  // for calls that may wait until a gateway ends
    Worker& logins;      // for password checks: tenths of a CPU second each
    std::shared_ptr<const Operations> hands;
    std::string root;  // the data root
    const SecretList& secrets;
    RevokedSessions revoked;
    // Saves the text that RevokedSessions::Format() returned; called in the
    // thread of `looks`.
    std::function<absl::Status(const std::string&)> save_revoked;
    std::function<int()> open_connections;
  };

  // If `settings.basic` is set, it must contain a hash.
  Service(Settings settings, SessionSigner signer, Dependencies surroundings);

  http::Admission Admit(const http::Request& head) override;
  boost::asio::awaitable<void> Serve(http::Request request,
                                     http::Exchange& exchange) override;
  http::Response ProtocolError(int status, const http::Request& head) override;

 private:
  using Reply = boost::asio::awaitable<http::Response>;
  using Lines = std::vector<std::string>;
  using Call = std::function<http::Response(const Operations&)>;

  // Returns the request's session; std::nullopt if it has no valid one.
  std::optional<LoginSession> SessionOf(const http::Request& head) const;
  // Returns true if a stream must end before the session's expiry: the session
  // was revoked, or there is none although a login is required.
  bool IsOver(const std::optional<LoginSession>& session) const;
  Reply Answer(http::Request request, RouteChoice choice);
  // Returns true if the browser used https, as far as the request shows.
  bool ByHttps(const http::Request& head) const;
  Reply Status(const http::Request& head);
  Reply Login(http::Request request);
  // Checks the password of an attempt that LoginLimit admitted. Sets `*failed`
  // to false unless the attempt counts as a failed login.
  Reply CheckLogin(http::Request request, std::string name,
                   std::string password, bool* failed);
  http::Response LoggedIn(const http::Request& head);
  Reply Logout(http::Request request);
  // Logs a warning, once, if a login comes through a proxy that is not trusted.
  void NoteStrangersProxy(const http::Request& head);
  boost::asio::awaitable<void> ServeLogs(const http::Request& head,
                                         const http::Target& target,
                                         http::Exchange& exchange);
  Reply Logs(const LogQuery& wanted);
  // Returns std::nullopt if too many reads are under way.
  boost::asio::awaitable<std::optional<Lines>> ReadLast(
      std::shared_ptr<LogTail> tail, size_t most);
  boost::asio::awaitable<Lines> ReadMore(std::shared_ptr<LogTail> tail);
  boost::asio::awaitable<std::optional<SystemStats>> ReadStats();
  Reply Stats();
  Reply Operate(ControlVerb verb, http::Request request);
  Reply Create(http::Request request);
  Reply Delete(const http::Request& request, std::string profile);
  // Calls `call` in the thread for operations and returns its reply.
  Reply RunOnWorker(Call call);
  boost::asio::awaitable<void> StreamProfiles(const http::Request& head,
                                              http::Exchange& exchange);
  boost::asio::awaitable<void> StreamLog(const http::Request& head,
                                         const LogQuery& wanted,
                                         http::Exchange& exchange);
  void Record(const http::Request& head, const std::string& what,
              int status) const;

  const Settings settings_;
  const HostRules hosts_;
  const SessionSigner signer_;
  const Dependencies around_;
  RevokedSessions revoked_;
  LoginLimit logins_;
  bool proxy_noted_ = false;
  int followers_ = 0;
};

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_SERVICE_H_
