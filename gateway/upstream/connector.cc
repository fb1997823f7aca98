#include "gateway/upstream/connector.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gateway/upstream/dns_lookup.h"
#include "gateway/upstream/hosts_file.h"

namespace hermes::gateway::upstream {
namespace {

namespace asio = boost::asio;
using asio::ip::address;
using asio::ip::tcp;
using boost::system::error_code;

// If an address has not answered within this time, the next one is tried in
// parallel.
constexpr std::chrono::milliseconds kHeadStart{250};

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// Attempts to connect to several addresses; the first success wins. The
// handlers of the attempts share it, because they may run after the race.
struct Attempts {
  explicit Attempts(const asio::any_io_executor& executor)
      : progress(executor) {}

  void Start(const std::shared_ptr<Attempts>& self, const tcp::endpoint& to);
  void Close();

  asio::steady_timer progress;
  std::vector<std::unique_ptr<tcp::socket>> sockets;
  size_t running = 0;
  tcp::socket* winner = nullptr;
  bool over = false;
  error_code last_error;
};

void Attempts::Start(const std::shared_ptr<Attempts>& self,
                     const tcp::endpoint& to) {
  sockets.push_back(std::make_unique<tcp::socket>(progress.get_executor()));
  tcp::socket* const socket = sockets.back().get();
  socket->open(to.protocol(), last_error);
  if (last_error) return;
  ++running;
  socket->async_connect(to, [self, socket](const error_code& error) {
    --self->running;
    if (self->over) return;
    if (error) {
      self->last_error = error;
    } else if (self->winner == nullptr) {
      self->winner = socket;
    }
    self->progress.cancel();
  });
}

void Attempts::Close() {
  over = true;
  error_code ignored;
  for (const auto& socket : sockets) {
    if (socket.get() != winner) socket->close(ignored);
  }
  progress.cancel();
}

// Waits until an attempt has succeeded or failed, or until `time` has passed.
asio::awaitable<void> WaitForProgress(Attempts& attempts,
                                      asio::steady_timer::duration time) {
  error_code ignored;
  if (time == asio::steady_timer::duration::max()) {
    attempts.progress.expires_at(asio::steady_timer::time_point::max());
  } else {
    attempts.progress.expires_after(time);
  }
  co_await attempts.progress.async_wait(
      asio::redirect_error(asio::use_awaitable, ignored));
}

}  // namespace

Connector::Connector(const asio::any_io_executor& executor, Url url,
                     SystemFiles files, std::chrono::milliseconds timeout)
    : executor_(executor),
      url_(std::move(url)),
      files_(std::move(files)),
      timeout_(timeout) {}

asio::awaitable<std::optional<Error>> Connector::Connect(
    CallGuard& guard, std::unique_ptr<Transport>* connected) {
  guard.LimitWait(timeout_, ErrorKind::kConnectTimeout);
  std::optional<Error> error = co_await Reach(guard, connected);
  guard.OnEnd(nullptr);
  guard.LiftLimit();
  // If the guard has ended the call, its reason is the error, not the failure
  // that this has caused.
  if (guard.ended()) error = Error{*guard.ended(), "", 0, {}};
  if (error) connected->reset();
  co_return error;
}

asio::awaitable<std::optional<Error>> Connector::Reach(
    CallGuard& guard, std::unique_ptr<Transport>* connected) {
  Addresses addresses;
  if (auto error = co_await Resolve(guard, &addresses)) co_return error;
  tcp::socket socket(executor_);
  if (auto error = co_await Race(guard, addresses, &socket)) {
    co_return error;
  }
  *connected = std::make_unique<Transport>(std::move(socket));
  if (!url_.tls) co_return std::nullopt;
  if (auto error = StartTls(**connected)) co_return error;
  co_return co_await Handshake(guard, **connected);
}

asio::awaitable<std::optional<Error>> Connector::Resolve(CallGuard& guard,
                                                         Addresses* addresses) {
  *addresses = AddressesWithoutAsking(url_.host);
  if (addresses->empty()) {
    *addresses = AddressesInHosts(ReadAll(files_.hosts), url_.host);
  }
  if (!addresses->empty()) co_return std::nullopt;
  const auto lookup = std::make_shared<DnsLookup>(executor_, files_.resolv_conf,
                                                  files_.dns_port);
  guard.OnEnd([lookup] { lookup->Cancel(); });
  co_await lookup->Run(url_.host);
  guard.OnEnd(nullptr);
  *addresses = lookup->addresses();
  if (!addresses->empty()) co_return std::nullopt;
  co_return Error{
      ErrorKind::kName, absl::StrCat(url_.host, ": ", lookup->error()), 0, {}};
}

asio::awaitable<std::optional<Error>> Connector::Race(
    CallGuard& guard, const Addresses& addresses, tcp::socket* winner) {
  const auto attempts = std::make_shared<Attempts>(executor_);
  guard.OnEnd([attempts] { attempts->Close(); });
  for (const address& one : addresses) {
    if (attempts->winner != nullptr || attempts->over) break;
    attempts->Start(attempts, {one, url_.port});
    if (attempts->running > 0) co_await WaitForProgress(*attempts, kHeadStart);
  }
  while (attempts->winner == nullptr && attempts->running > 0 &&
         !attempts->over) {
    co_await WaitForProgress(*attempts, asio::steady_timer::duration::max());
  }
  guard.OnEnd(nullptr);
  attempts->Close();
  if (attempts->winner != nullptr) {
    *winner = std::move(*attempts->winner);
    co_return std::nullopt;
  }
  co_return Error{ErrorKind::kConnect,
                  absl::StrCat(url_.host, " port ", url_.port, ": ",
                               attempts->last_error.message()),
                  0,
                  {}};
}

std::optional<Error> Connector::StartTls(Transport& transport) {
  if (tls_ == nullptr) {
    absl::StatusOr<SslContextPointer> context =
        MakeTlsContext(files_.ca_certificates);
    if (!context.ok()) {
      return Error{
          ErrorKind::kCaFile, absl::StrCat(context.status().message()), 0, {}};
    }
    tls_ = *std::move(context);
  }
  absl::StatusOr<SslPointer> client =
      MakeTlsClient(tls_.get(), transport.fd(), url_.host, url_.is_address);
  if (!client.ok()) {
    return Error{
        ErrorKind::kTls, absl::StrCat(client.status().message()), 0, {}};
  }
  transport.UseTls(*std::move(client));
  return std::nullopt;
}

asio::awaitable<std::optional<Error>> Connector::Handshake(
    CallGuard& guard, Transport& transport) {
  guard.OnEnd([&transport] { transport.Close(); });
  for (;;) {
    const Transport::Step step = transport.TryHandshake();
    if (step.outcome == Transport::Outcome::kDone) co_return std::nullopt;
    if (step.outcome != Transport::Outcome::kAgain) break;
    co_await transport.Wait();
  }
  co_return Error{
      ErrorKind::kTls, absl::StrCat(url_.host, ": ", transport.error()), 0, {}};
}

}  // namespace hermes::gateway::upstream
