#include "gateway/dashboard/service.h"

#include <glog/logging.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gateway/api/json_body.h"
#include "gateway/command/version.h"
#include "gateway/dashboard/login/password_hash.h"
#include "gateway/dashboard/page_file.h"
#include "gateway/dashboard/view/json_text.h"
#include "gateway/dashboard/view/system_stats.h"
#include "gateway/http/json_response.h"
#include "gateway/logging/log_line.h"
#include "gateway/seeding/random_hex.h"
#include "gateway/state/rfc3339.h"

namespace hermes::gateway::dashboard {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using Clock = std::chrono::steady_clock;

struct ProtocolErrorRow {
  int status;
  const char* code;
  const char* message;
};
constexpr ProtocolErrorRow kProtocolErrors[] = {
    {413, "body_too_large", "The body is too large."},
    {417, "expectation_failed",
     "The only supported expectation is 100-continue."},
    {429, "busy", "Too much data is being sent; try again in a moment."},
    {431, "header_too_large", "The header is too large."},
    {501, "method_not_implemented", "This method is not implemented."},
    {505, "http_version_not_supported", "Only HTTP/1.1 is supported."},
};

constexpr std::chrono::seconds kHeartbeat{15};
constexpr std::chrono::milliseconds kLogInterval{250};
constexpr int kMostFollowers = 64;
constexpr size_t kLongestPassword = 1024;
constexpr size_t kIdDigits = 32;  // half of a RandomKey()
constexpr std::chrono::seconds kDeviceLife{std::chrono::hours(24 * 90)};
constexpr char kKeepAlive[] = ": keepalive\n\n";

int64_t Now() { return WallNow().time_since_epoch().count(); }

http::Response StreamHead() {
  http::Response head;
  head.headers = {{"Content-Type", "text/event-stream"},
                  {"Cache-Control", "no-cache"},
                  {"X-Accel-Buffering", "no"}};
  return head;
}

std::string Event(const std::string& name, const std::string& data) {
  return absl::StrCat("event: ", name, "\ndata: ", data, "\n\n");
}

http::Response Busy() {
  http::Response reply = http::ErrorResponse(
      503, "busy",
      "Too many such requests are under way; try again in a moment.");
  reply.headers.emplace_back("Retry-After", "1");
  return reply;
}

// Returns the body's JSON object, or the error reply if it is not one.
std::variant<json::object, http::Response> BodyOf(
    const http::Request& request) {
  api::OrError<json::object> body = api::ParseBody(request.body);
  if (api::Error* error = std::get_if<api::Error>(&body)) {
    return http::ErrorResponse(error->status, error->code, error->message);
  }
  return std::get<json::object>(std::move(body));
}

// Compares in a time that depends only on the texts' length.
bool SameText(const std::string& a, const std::string& b) {
  return a.size() == b.size() &&
         CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

// Returns when a stream of that session must end.
Clock::time_point EndOf(const std::optional<LoginSession>& session) {
  if (!session.has_value()) return Clock::time_point::max();
  return Clock::now() + std::chrono::seconds(session->expiry - Now());
}

// Ends an attempt to log in, however its coroutine ends. The attempt counts as
// failed unless `failed` is reset.
class Attempt {
 public:
  Attempt(LoginLimit& limit, LoginSource source)
      : limit_(limit), source_(std::move(source)) {}
  Attempt(const Attempt&) = delete;
  ~Attempt() { limit_.End(source_, failed, Clock::now()); }

  bool failed = true;

 private:
  LoginLimit& limit_;
  const LoginSource source_;
};

// Calls `on_gone` when the client disconnects, as long as this object lives.
class ClientWatch {
 public:
  ClientWatch(http::Exchange& exchange, std::function<void()> on_gone)
      : exchange_(exchange) {
    exchange_.WatchClient(std::move(on_gone));
  }
  ClientWatch(const ClientWatch&) = delete;
  ~ClientWatch() { exchange_.WatchClient(nullptr); }

 private:
  http::Exchange& exchange_;
};

// Counts itself in `count` while it lives.
class Counted {
 public:
  explicit Counted(int& count) : count_(count) { ++count_; }
  Counted(const Counted&) = delete;
  ~Counted() { --count_; }

 private:
  int& count_;
};

}  // namespace

Service::Service(Settings settings, SessionSigner signer,
                 Dependencies surroundings)
    : settings_(std::move(settings)),
      hosts_{settings_.host, settings_.public_url},
      signer_(std::move(signer)),
      around_(std::move(surroundings)),
      revoked_(around_.revoked) {}

std::optional<LoginSession> Service::SessionOf(
    const http::Request& head) const {
  if (!settings_.gate) return std::nullopt;
  std::optional<LoginSession> session = CookieIn(
      CookieKind::kSession, head.cookie, signer_, Now(), ByHttps(head));
  if (IsOver(session)) return std::nullopt;
  return session;
}

bool Service::IsOver(const std::optional<LoginSession>& session) const {
  if (!settings_.gate) return false;
  return !session.has_value() || revoked_.IsRevoked(*session);
}

http::Admission Service::Admit(const http::Request& head) {
  const Route route = ChooseRoute(http::ParseTarget(head.target).path).route;
  const bool has_session = SessionOf(head).has_value();
  const Refusal refusal = DecideAdmission(
      {head, route, HostAllowed(head.host, hosts_), settings_.gate, has_session,
       hosts_,
       head.forwarded &&
           !OriginOf(head, settings_.trusted_proxies).by_trusted_proxy});
  http::Admission admission;
  admission.keyed = has_session;
  if (refusal != Refusal::kNone) {
    admission.refusal = RefusalResponse(refusal, route);
  }
  admission.wants_body = ChangesState(head.method);
  return admission;
}

http::Response Service::ProtocolError(int status, const http::Request&) {
  for (const ProtocolErrorRow& row : kProtocolErrors) {
    if (row.status != status) continue;
    return http::ErrorResponse(row.status, row.code, row.message);
  }
  return http::ErrorResponse(400, "bad_request",
                             "This is not a valid HTTP/1.1 request.");
}

asio::awaitable<void> Service::Serve(http::Request request,
                                     http::Exchange& exchange) {
  const http::Target target = http::ParseTarget(request.target);
  RouteChoice choice = ChooseRoute(target.path);
  if (choice.route == Route::kEvents) {
    co_return co_await StreamProfiles(request, exchange);
  }
  if (choice.route == Route::kLogs) {
    co_return co_await ServeLogs(request, target, exchange);
  }
  http::Response reply = co_await Answer(std::move(request), std::move(choice));
  co_await exchange.Send(std::move(reply));
}

Service::Reply Service::Answer(http::Request request, RouteChoice choice) {
  switch (choice.route) {
    case Route::kPage: {
      const PageFile* file = FindPageFile(choice.name);
      if (file == nullptr) {
        co_return RefusalResponse(Refusal::kNotFound, choice.route);
      }
      co_return PageResponse(*file, request);
    }
    case Route::kHealth:
      co_return http::JsonResponse(200,
                                   {{"status", "ok"}, {"version", kVersion}});
    case Route::kStatus:
      co_return co_await Status(request);
    case Route::kLogin:
      co_return co_await Login(std::move(request));
    case Route::kLogout:
      co_return co_await Logout(std::move(request));
    case Route::kProfiles: {
      if (request.method == "POST") {
        co_return co_await Create(std::move(request));
      }
      const SnapshotBroadcaster::Look look = co_await around_.feed.Current();
      if (look.version == 0) co_return Busy();
      http::Response reply;
      reply.body = look.document + "\n";
      co_return reply;
    }
    case Route::kProfile:
      co_return co_await Delete(request, std::move(choice.name));
    case Route::kStats:
      co_return co_await Stats();
    case Route::kStart:
      co_return co_await Operate(ControlVerb::kStart, std::move(request));
    case Route::kStop:
      co_return co_await Operate(ControlVerb::kStop, std::move(request));
    case Route::kRestart:
      co_return co_await Operate(ControlVerb::kRestart, std::move(request));
    case Route::kNone:
    case Route::kEvents:
    case Route::kLogs:
      break;
  }
  co_return RefusalResponse(Refusal::kNotFound, choice.route);
}

// A proxy in front of a public https URL may send no X-Forwarded-Proto.
bool Service::ByHttps(const http::Request& head) const {
  return OriginOf(head, settings_.trusted_proxies).https ||
         IsByPublicHttps(head.host, hosts_);
}

Service::Reply Service::Status(const http::Request& head) {
  const bool authenticated = !settings_.gate || SessionOf(head).has_value();
  json::array providers;
  if (settings_.gate) providers.emplace_back("basic");
  const std::optional<SystemStats> stats = co_await ReadStats();
  if (!stats.has_value()) co_return Busy();
  const SnapshotBroadcaster::Look look = co_await around_.feed.Current();
  if (look.version == 0) co_return Busy();
  json::object document = look.status;
  document["version"] = kVersion;
  document["auth_required"] = settings_.gate;
  document["auth_providers"] = std::move(providers);
  document["authenticated"] = authenticated;
  document["memory"] = MemoryObject(*stats);
  document["disk"] = DiskObject(*stats);
  co_return http::JsonResponse(200, document);
}

void Service::NoteStrangersProxy(const http::Request& head) {
  const ClientOrigin origin = OriginOf(head, settings_.trusted_proxies);
  if (!head.forwarded || origin.by_trusted_proxy || proxy_noted_) return;
  proxy_noted_ = true;
  LOG(WARNING) << "a login came through a proxy at " << OneLine(origin.address)
               << ": failed logins of all its clients count together; if the "
                  "proxy is yours, add it to "
                  "HERMES_DASHBOARD_TRUSTED_PROXIES";
}

Service::Reply Service::Login(http::Request request) {
  if (!settings_.gate) {
    co_return http::ErrorResponse(404, "login_not_needed",
                                  "This dashboard does not require a login.");
  }
  std::variant<json::object, http::Response> body = BodyOf(request);
  if (http::Response* refusal = std::get_if<http::Response>(&body))
    co_return *refusal;
  const json::object& given = std::get<json::object>(body);
  NoteStrangersProxy(request);
  LoginSource source;
  source.account = TextMember(given, "username");
  source.address = OriginOf(request, settings_.trusted_proxies).address;
  const std::optional<LoginSession> device = CookieIn(
      CookieKind::kDevice, request.cookie, signer_, Now(), ByHttps(request));
  if (device.has_value()) source.device = device->id;
  const LoginLimit::Decision decision = logins_.Begin(source, Clock::now());
  if (decision.refusal == LoginRefusal::kTooManyFailures) {
    http::Response reply =
        http::ErrorResponse(429, "too_many_attempts",
                            absl::StrCat("Too many attempts; try again in ",
                                         decision.wait.count(), " s."));
    reply.headers.emplace_back("Retry-After",
                               absl::StrCat(decision.wait.count()));
    co_return reply;
  }
  if (decision.refusal != LoginRefusal::kNone) co_return Busy();
  Attempt attempt(logins_, source);
  co_return co_await CheckLogin(std::move(request), std::move(source.account),
                                TextMember(given, "password"), &attempt.failed);
}

Service::Reply Service::CheckLogin(http::Request request, std::string name,
                                   std::string password, bool* failed) {
  password.resize(std::min(password.size(), kLongestPassword));
  // Check the password also for a wrong name, so that the time does not reveal
  // which names exist.
  std::function<bool()> check = [password = std::move(password),
                                 hash = *settings_.basic->hash] {
    return PasswordMatches(password, hash);
  };
  const std::optional<bool> matches =
      co_await around_.logins.Run<bool>(std::move(check));
  const bool name_matches = SameText(name, settings_.basic->username);
  *failed = matches.has_value() && !(*matches && name_matches);
  if (!matches.has_value()) co_return Busy();
  const std::string address =
      OriginOf(request, settings_.trusted_proxies).address;
  if (*failed) {
    LOG(WARNING) << "login from " << OneLine(address) << " refused";
    co_return http::ErrorResponse(401, "login_failed",
                                  "The user name or the password is wrong.");
  }
  LOG(INFO) << "login from " << OneLine(address);
  co_return LoggedIn(request);
}

http::Response Service::LoggedIn(const http::Request& head) {
  const absl::StatusOr<std::string> random = RandomKey();
  if (!random.ok()) {
    return http::ErrorResponse(
        500, "system_error", "No random numbers are available for a session.");
  }
  const bool https = ByHttps(head);
  const LoginSession session = {random->substr(0, kIdDigits),
                                Now() + settings_.session_life.count()};
  http::Response reply = http::JsonResponse(
      200, {{"authenticated", true},
            {"expires_at",
             FormatRfc3339(WallTime(std::chrono::seconds(session.expiry)))}});
  reply.headers.emplace_back(
      "Set-Cookie", SetCookie(CookieKind::kSession,
                              signer_.Sign(CookieKind::kSession, session),
                              settings_.session_life, https));
  const LoginSession device = {random->substr(kIdDigits),
                               Now() + kDeviceLife.count()};
  reply.headers.emplace_back(
      "Set-Cookie",
      SetCookie(CookieKind::kDevice, signer_.Sign(CookieKind::kDevice, device),
                kDeviceLife, https));
  return reply;
}

Service::Reply Service::Logout(http::Request request) {
  const std::optional<LoginSession> session = SessionOf(request);
  if (session.has_value()) {
    revoked_.Revoke(*session, Now());
    // Each stream checks its session when it wakes, and the revoked ones end.
    around_.feed.Wake();
    std::function<absl::Status()> save = [text = revoked_.Format(),
                                          save = around_.save_revoked] {
      return save(text);
    };
    const std::optional<absl::Status> saved =
        co_await around_.looks.Run<absl::Status>(std::move(save));
    if (!saved.has_value() || !saved->ok()) {
      LOG(ERROR) << "a logout could not be saved: its session would be valid "
                    "again after a restart of the dashboard until it expires: "
                 << (saved.has_value() ? saved->message() : "too busy");
    }
  }
  http::Response reply =
      http::JsonResponse(200, {{"authenticated", !settings_.gate}});
  reply.headers.emplace_back("Set-Cookie",
                             ClearSessionCookie(ByHttps(request)));
  co_return reply;
}

asio::awaitable<void> Service::ServeLogs(const http::Request& head,
                                         const http::Target& target,
                                         http::Exchange& exchange) {
  std::variant<LogQuery, http::Response> query =
      ReadLogQuery(target, around_.root);
  if (http::Response* refusal = std::get_if<http::Response>(&query)) {
    co_return co_await exchange.Send(std::move(*refusal));
  }
  const LogQuery wanted = std::get<LogQuery>(std::move(query));
  if (wanted.follow) co_return co_await StreamLog(head, wanted, exchange);
  http::Response reply = co_await Logs(wanted);
  co_await exchange.Send(std::move(reply));
}

// Reads in a worker's thread, because a volume may hang.
asio::awaitable<std::optional<Service::Lines>> Service::ReadLast(
    std::shared_ptr<LogTail> tail, size_t most) {
  std::function<Lines()> read = [tail = std::move(tail), most] {
    return tail->Last(most);
  };
  co_return co_await around_.looks.Run<Lines>(std::move(read));
}

asio::awaitable<Service::Lines> Service::ReadMore(
    std::shared_ptr<LogTail> tail) {
  std::function<Lines()> read = [tail = std::move(tail)] {
    return tail->More();
  };
  std::optional<Lines> lines =
      co_await around_.looks.Run<Lines>(std::move(read));
  co_return std::move(lines).value_or(Lines());
}

Service::Reply Service::Logs(const LogQuery& wanted) {
  const std::optional<Lines> lines =
      co_await ReadLast(std::make_shared<LogTail>(wanted.path), wanted.lines);
  if (!lines.has_value()) co_return Busy();
  http::Response reply;
  reply.body = LinesDocument(*lines, around_.secrets) + "\n";
  co_return reply;
}

asio::awaitable<std::optional<SystemStats>> Service::ReadStats() {
  std::function<SystemStats()> read = [root = around_.root] {
    return ReadSystemStats(root);
  };
  co_return co_await around_.looks.Run<SystemStats>(std::move(read));
}

Service::Reply Service::Stats() {
  const std::optional<SystemStats> stats = co_await ReadStats();
  if (!stats.has_value()) co_return Busy();
  co_return http::JsonResponse(
      200, StatsDocument(*stats, around_.open_connections()));
}

Service::Reply Service::RunOnWorker(Call call) {
  std::function<http::Response()> work =
      [call = std::move(call), hands = around_.hands] { return call(*hands); };
  std::optional<http::Response> reply =
      co_await around_.operations.Run<http::Response>(std::move(work));
  around_.feed.Expire();
  if (!reply.has_value()) co_return Busy();
  co_return *std::move(reply);
}

Service::Reply Service::Operate(ControlVerb verb, http::Request request) {
  std::variant<json::object, http::Response> body = BodyOf(request);
  if (http::Response* refusal = std::get_if<http::Response>(&body))
    co_return *refusal;
  const std::string profile =
      TextMember(std::get<json::object>(body), "profile");
  Call call = [verb, profile](const Operations& hands) {
    return hands.Operate(verb, profile);
  };
  http::Response reply = co_await RunOnWorker(std::move(call));
  Record(request, absl::StrCat(WordOf(verb), " of profile ", profile),
         reply.status);
  co_return reply;
}

Service::Reply Service::Create(http::Request request) {
  std::variant<json::object, http::Response> body = BodyOf(request);
  if (http::Response* refusal = std::get_if<http::Response>(&body))
    co_return *refusal;
  const json::object& given = std::get<json::object>(body);
  Operations::NewProfileRequest wanted;
  wanted.name = TextMember(given, "name");
  wanted.description = TextMember(given, "description");
  const std::string source = TextMember(given, "clone_from");
  if (!source.empty()) wanted.clone_from = source;
  Call call = [wanted](const Operations& hands) {
    return hands.Create(wanted);
  };
  http::Response reply = co_await RunOnWorker(std::move(call));
  Record(request, absl::StrCat("creation of profile ", wanted.name),
         reply.status);
  co_return reply;
}

Service::Reply Service::Delete(const http::Request& request,
                               std::string profile) {
  Call call = [profile](const Operations& hands) {
    return hands.Delete(profile);
  };
  http::Response reply = co_await RunOnWorker(std::move(call));
  Record(request, absl::StrCat("deletion of profile ", profile), reply.status);
  co_return reply;
}

void Service::Record(const http::Request& head, const std::string& what,
                     int status) const {
  const ClientOrigin origin = OriginOf(head, settings_.trusted_proxies);
  LOG(INFO) << OneLine(
      absl::StrCat(what, ", requested from ", origin.address, ": ", status));
}

asio::awaitable<void> Service::StreamProfiles(const http::Request& head,
                                              http::Exchange& exchange) {
  if (head.method == "HEAD") co_return co_await exchange.Send(StreamHead());
  SnapshotBroadcaster& feed = around_.feed;
  const SnapshotBroadcaster::Watching watching(feed);
  const ClientWatch watch(exchange, [&feed] { feed.Wake(); });
  const std::optional<LoginSession> session = SessionOf(head);
  const Clock::time_point end = EndOf(session);
  exchange.Begin(StreamHead());
  SnapshotBroadcaster::Look look = co_await feed.Current();
  std::string piece = "retry: 2000\n";
  piece += look.version > 0 ? Event("profiles", look.document) : "\n";
  Clock::time_point heartbeat = Clock::now() + kHeartbeat;
  for (;;) {
    if (!piece.empty()) {
      co_await exchange.Write(piece);
      heartbeat = Clock::now() + kHeartbeat;
    }
    // A logout during the write woke no wait here, so check again.
    if (IsOver(session)) break;
    co_await feed.Next(look.version, std::min(heartbeat, end));
    if (exchange.gone()) co_return;
    if (Clock::now() >= end || IsOver(session)) break;
    piece = Clock::now() >= heartbeat ? kKeepAlive : "";
    if (feed.latest().version == look.version) continue;
    look = feed.latest();
    piece = Event("profiles", look.document);
  }
  // A local variable, because not every compiler keeps a temporary alive during
  // the wait.
  const std::string over = Event("session-over", "{}");
  co_await exchange.Write(over);
}

asio::awaitable<void> Service::StreamLog(const http::Request& head,
                                         const LogQuery& wanted,
                                         http::Exchange& exchange) {
  if (followers_ >= kMostFollowers) {
    co_return co_await exchange.Send(Busy());
  }
  if (head.method == "HEAD") co_return co_await exchange.Send(StreamHead());
  const Counted counted(followers_);
  const auto tail = std::make_shared<LogTail>(wanted.path);
  const std::optional<Lines> last = co_await ReadLast(tail, wanted.lines);
  if (!last.has_value()) co_return co_await exchange.Send(Busy());
  const std::optional<LoginSession> session = SessionOf(head);
  const Clock::time_point end = EndOf(session);
  asio::steady_timer pause(around_.io);
  const ClientWatch watch(exchange, [&pause] { pause.cancel(); });
  exchange.Begin(StreamHead());
  std::string piece = Event("lines", LinesDocument(*last, around_.secrets));
  Clock::time_point heartbeat;
  for (;;) {
    if (!piece.empty()) {
      co_await exchange.Write(piece);
      heartbeat = Clock::now() + kHeartbeat;
    }
    if (exchange.gone()) co_return;
    if (Clock::now() >= end || IsOver(session)) break;
    const Lines more = co_await ReadMore(tail);
    piece.clear();
    if (!more.empty()) {
      piece = Event("lines", LinesDocument(more, around_.secrets));
      continue;
    }
    if (Clock::now() >= heartbeat) piece = kKeepAlive;
    pause.expires_after(kLogInterval);
    boost::system::error_code cancelled;  // set if the client left
    co_await pause.async_wait(
        asio::redirect_error(asio::use_awaitable, cancelled));
  }
  const std::string over = Event("session-over", "{}");
  co_await exchange.Write(over);
}

}  // namespace hermes::gateway::dashboard
