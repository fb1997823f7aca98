#include "gateway/http/connection.h"

#include <glog/logging.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/http/body_budget.h"
#include "gateway/http/body_decoder.h"
#include "gateway/http/exchange.h"
#include "gateway/http/fair_queue.h"
#include "gateway/http/head_scanner.h"
#include "gateway/http/request_head.h"
#include "gateway/loop/deadline.h"

namespace hermes::gateway::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace beast_http = boost::beast::http;

using Parser = beast_http::request_parser<beast_http::empty_body>;

// The minimum number of bytes that one read asks for. An idle connection holds
// a buffer of kHeadPiece.
constexpr size_t kHeadPiece = 1024;
constexpr size_t kBodyPiece = size_t{16} * 1024;
// The maximum that one read takes from a client without a key: one step of the
// FairQueue handles that many bytes.
constexpr size_t kUnkeyedPiece = 4096;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// The result of reading: kWhole; kGone if the client has disconnected or was
// too slow, and gets no reply; or the status of the error reply.
constexpr int kWhole = 0;
constexpr int kGone = -1;

int StatusOf(HeadScanner::State state) {
  switch (state) {
    case HeadScanner::State::kIncomplete:
      return kGone;
    case HeadScanner::State::kComplete:
      return kWhole;
    case HeadScanner::State::kMalformed:
      return 400;
    case HeadScanner::State::kTooLarge:
      return 431;
    case HeadScanner::State::kUnsupportedVersion:
      return 505;
  }
  return 400;
}

int StatusOf(BodyDecoder::State state) {
  switch (state) {
    case BodyDecoder::State::kIncomplete:
      return kGone;
    case BodyDecoder::State::kComplete:
      return kWhole;
    case BodyDecoder::State::kMalformed:
      return 400;
    case BodyDecoder::State::kTooLarge:
      return 413;
  }
  return 400;
}

// HTTP/1.0 has no interim responses.
bool ExpectsContinue(const RequestHead& head) {
  return head.version() >= 11 && head.count(beast_http::field::expect) > 0;
}

class Connection {
 public:
  Connection(asio::ip::tcp::socket socket, const Limits& limits,
             Handler& handler, ConnectionLists& lists)
      : socket_(std::move(socket)),
        buffer_(limits.header_bytes),
        limits_(limits),
        handler_(handler),
        lists_(lists),
        deadline_(socket_.get_executor(), [this] { Abort(); }),
        share_(lists.unkeyed_work, socket_.get_executor()),
        place_(lists.all, [this] { Abort(); }) {
    beast::error_code unknown;
    peer_ = socket_.remote_endpoint(unknown).address();
    // Send each piece of a stream at once, in a packet of its own.
    socket_.set_option(asio::ip::tcp::no_delay(true), unknown);
    socket_.set_option(asio::socket_base::keep_alive(true), unknown);
  }

  asio::awaitable<void> Serve() {
    bool open = true;
    while (open) {
      open = co_await ServeRequest();
      // The client has sent further requests already (pipelining); each of
      // them waits for a step of the FairQueue.
      if (open && buffer_.size() > 0) open = co_await AwaitShare();
    }
    co_await Linger();
  }

 private:
  // A request whose header has arrived.
  struct Incoming {
    Request request;
    Admission admission;
    SocketExchange::Form form;
    bool waits_for_continue = false;
    std::optional<BodyDecoder> body;  // until the whole body has arrived
    uint64_t length = 0;              // Content-Length, or 0
  };

  // Returns true if the connection can carry another request.
  asio::awaitable<bool> ServeRequest() {
    std::optional<Incoming> incoming = co_await Read();
    if (!incoming.has_value()) co_return false;
    const std::optional<BodyDecoder> unread = incoming->body;
    const bool can_go_on = co_await Reply(*incoming);
    incoming.reset();
    if (!can_go_on || lists_.room_wanted) co_return false;
    if (!unread.has_value()) co_return true;
    co_return co_await Discard(*unread);
  }

  // Returns true if the whole reply was sent and the client may send another
  // request.
  asio::awaitable<bool> Reply(Incoming& incoming) {
    Admission& admission = incoming.admission;
    const bool refused = admission.refusal.has_value();
    SocketExchange exchange(admission.keyed && !refused
                                ? Wire(lists_.keyed)
                                : Wire(lists_.unkeyed, &lists_.streaming),
                            incoming.form);
    if (refused) {
      co_await exchange.Send(*std::move(admission.refusal));
    } else {
      co_await handler_.Serve(std::move(incoming.request), exchange);
    }
    const bool can_go_on = co_await exchange.Finish();
    if (!admission.keyed) served_.emplace(lists_.served, [this] { Abort(); });
    co_return can_go_on;
  }

  // Returns a request that the protocol's rules allow, with its body if the
  // handler wants it. Otherwise sends the error reply, unless the client has
  // disconnected, and returns std::nullopt.
  asio::awaitable<std::optional<Incoming>> Read() {
    const ConnectionList::Place place(lists_.reading, [this] { Abort(); });
    std::optional<Incoming> incoming(std::in_place);
    int end = co_await ReadHead(*incoming);
    if (end == kWhole) {
      Admit(*incoming);
      end = co_await TakeBody(*incoming);
    }
    // Free the memory: the reply may be a stream that lasts for hours.
    if (buffer_.size() == 0) buffer_.shrink_to_fit();
    if (end != kWhole) {
      if (end != kGone) co_await Refuse(end, *incoming);
      incoming.reset();
    }
    co_return incoming;
  }

  asio::awaitable<int> ReadHead(Incoming& incoming) {
    const ConnectionList::Place place(lists_.idle, [this] { Abort(); });
    HeadScanner scanner(limits_.header_bytes);
    deadline_.ExpireAfter(limits_.header_timeout);
    HeadScanner::State state = scanner.Scan(Buffered());
    bool open = true;
    while (open && state == HeadScanner::State::kIncomplete) {
      open = co_await Fill(kHeadPiece);
      state = scanner.Scan(Buffered());
    }
    deadline_.Disarm();
    int end = StatusOf(state);
    if (end == kWhole) end = Parse(scanner, incoming);
    if (end != kWhole && incoming.request.peer.empty()) {
      incoming.request = ToUnparsedRequest(Buffered(), peer_);
    }
    if (state == HeadScanner::State::kComplete) buffer_.consume(scanner.end());
    co_return end;
  }

  // The parser, which makes many small allocations, exists only within this
  // call.
  int Parse(const HeadScanner& scanner, Incoming& incoming) {
    char* const text = static_cast<char*>(buffer_.data().data());
    char& minor = text[scanner.minor_version()];
    if (minor > '1') minor = '1';
    Parser parser;
    parser.skip(true);
    parser.header_limit(std::numeric_limits<uint32_t>::max());
    beast::error_code error;
    parser.put(
        asio::buffer(text + scanner.begin(), scanner.end() - scanner.begin()),
        error);
    if (error || !parser.is_done()) return 400;
    const auto& head = parser.get();
    incoming.request = ToRequest(head, peer_);
    incoming.form.version = head.version();
    incoming.form.keep_alive = head.keep_alive();
    incoming.form.head_only = incoming.request.method == "HEAD";
    incoming.form.by_https = CameByHttps(incoming.request);
    const int refusal = ProtocolErrorStatus(head);
    if (refusal != 0) return refusal;
    incoming.waits_for_continue = ExpectsContinue(head);
    if (parser.chunked()) {
      incoming.body = BodyDecoder::Chunked(limits_.body_bytes);
    } else if (parser.content_length().value_or(0) > 0) {
      incoming.body =
          BodyDecoder::WithLength(*parser.content_length(), limits_.body_bytes);
      if (incoming.body->state() == BodyDecoder::State::kTooLarge) return 413;
      incoming.length = *parser.content_length();
    }
    return kWhole;
  }

  void Admit(Incoming& incoming) {
    if (IsServerOptions(incoming.request)) {
      incoming.admission.refusal = ServerOptionsResponse();
    } else {
      incoming.admission = handler_.Admit(incoming.request);
    }
    keyed_ = incoming.admission.keyed;
    if (keyed_) served_.reset();
    VLOG(1) << incoming.request.method << " " << incoming.request.target;
  }

  asio::awaitable<int> TakeBody(Incoming& incoming) {
    if (!incoming.body.has_value()) co_return kWhole;
    const Admission& admission = incoming.admission;
    const bool waits = incoming.waits_for_continue;
    if (admission.refusal.has_value()) {
      // The refusal does not depend on the body, so do not wait for it.
      const bool whole = Decode(*incoming.body, nullptr) == kWhole;
      if (!whole) incoming.form.keep_alive = false;
      incoming.body.reset();
      co_return kWhole;
    }
    if (!admission.wants_body) {
      // A client that waits for "100 Continue" does not have to send the body:
      // close the connection after the reply instead.
      if (waits) incoming.form.keep_alive = false;
      co_return kWhole;
    }
    std::optional<ConnectionList::Place> spare;
    if (!admission.keyed) spare.emplace(lists_.idle, [this] { Abort(); });
    if (!MakeRoom(incoming.request, incoming.length)) co_return 429;
    if (waits) {
      const bool said = co_await SayContinue();
      if (!said) co_return kGone;
    }
    const int end = co_await ReadBody(*incoming.body, &incoming.request);
    incoming.body.reset();
    co_return end;
  }

  // Drains a request body that the handler did not need. The connection counts
  // as idle meanwhile. Returns true if the whole body has arrived.
  asio::awaitable<bool> Discard(BodyDecoder decoder) {
    const ConnectionList::Place reading(lists_.reading, [this] { Abort(); });
    const ConnectionList::Place idle(lists_.idle, [this] { Abort(); });
    co_return co_await ReadBody(decoder, nullptr) == kWhole;
  }

  asio::awaitable<bool> SayContinue() {
    beast::error_code error;
    deadline_.ExpireAfter(limits_.write_timeout);
    co_await asio::async_write(
        socket_, asio::buffer(kContinue.data(), kContinue.size()),
        asio::redirect_error(asio::use_awaitable, error));
    deadline_.Disarm();
    co_return !error;
  }

  // Reads the body into `request`, or drops it if `request` is null.
  asio::awaitable<int> ReadBody(BodyDecoder& decoder, Request* request) {
    deadline_.ExpireAfter(limits_.body_timeout);
    int end = Decode(decoder, request);
    bool open = true;
    while (open && end == kGone) {
      open = co_await Fill(kBodyPiece);
      end = Decode(decoder, request);
    }
    deadline_.Disarm();
    co_return end;
  }

  // Decodes the bytes that have arrived. Returns kGone if more are needed.
  int Decode(BodyDecoder& decoder, Request* request) {
    while (buffer_.size() > 0 &&
           decoder.state() == BodyDecoder::State::kIncomplete) {
      const BodyDecoder::Piece piece = decoder.Next(Buffered());
      if (request != nullptr) {
        std::string& body = request->body;
        const size_t size = body.size() + piece.data.size();
        if (size > body.capacity() &&
            !MakeRoom(*request, std::max(size, 2 * body.capacity()))) {
          return 429;
        }
        body.append(piece.data);
      }
      buffer_.consume(piece.used);
    }
    return StatusOf(decoder.state());
  }

  // Reserves memory for a body of `bytes` bytes. Returns false if that would
  // exceed the limit on all bodies together.
  bool MakeRoom(Request& request, uint64_t bytes) {
    if (bytes > BodyBudget::kFreeBytes) {
      auto share =
          std::static_pointer_cast<BodyBudget::Share>(request.body_share);
      if (share == nullptr) share = lists_.bodies.NewShare();
      request.body_share = share;
      if (!share->Grow(bytes, limits_.all_body_bytes)) return false;
    }
    request.body.reserve(bytes);
    return true;
  }

  asio::awaitable<void> Refuse(int status, const Incoming& incoming) {
    SocketExchange::Form form = incoming.form;
    form.keep_alive = false;
    SocketExchange exchange(Wire(lists_.unkeyed), form);
    co_await exchange.Send(handler_.ProtocolError(status, incoming.request));
  }

  SocketExchange::Wire Wire(ConnectionList& writing,
                            ConnectionList* streaming = nullptr) {
    return {socket_, deadline_,           limits_.write_timeout,
            writing, [this] { Abort(); }, streaming};
  }

  // Returns the bytes that have arrived and were not consumed yet.
  std::string_view Buffered() const {
    return {static_cast<const char*>(buffer_.data().data()), buffer_.size()};
  }

  // Waits for more bytes. Returns false if the connection has ended.
  asio::awaitable<bool> Fill(size_t piece) {
    const size_t spare = std::max(piece, buffer_.capacity() - buffer_.size());
    const size_t room =
        std::min(keyed_ ? spare : std::min(spare, kUnkeyedPiece),
                 buffer_.max_size() - buffer_.size());
    beast::error_code error;
    const size_t got = co_await socket_.async_read_some(
        buffer_.prepare(room),
        asio::redirect_error(asio::use_awaitable, error));
    buffer_.commit(got);
    if (error) co_return false;
    co_return co_await AwaitShare();
  }

  // Waits until the FairQueue lets this connection handle what has arrived.
  // Returns false if the connection was closed meanwhile. A client with a key
  // does not wait, nor does a new connection: the server limits how many
  // connections it accepts at a time.
  asio::awaitable<bool> AwaitShare() {
    if (std::exchange(is_new_, false) || keyed_) co_return true;
    if (!share_.TryStep()) co_await share_.AwaitStep();
    co_return socket_.is_open();
  }

  // The lingering close of RFC 9112 (9.6). If a socket is closed with unread
  // bytes, the kernel discards our reply, and a client that is still sending
  // sees an error instead. The reply is complete, so the connection counts as
  // idle: it may be closed to make room for a new client.
  asio::awaitable<void> Linger() {
    using Clock = std::chrono::steady_clock;
    const ConnectionList::Place idle(lists_.idle, [this] { Abort(); });
    beast::error_code error;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, error);
    buffer_ = beast::flat_buffer();
    char discarded[kUnkeyedPiece];
    const Clock::time_point end = Clock::now() + limits_.linger_timeout;
    while (!error && Clock::now() < end) {
      deadline_.ExpireAfter(limits_.linger_pause);
      co_await socket_.async_read_some(
          asio::buffer(discarded),
          asio::redirect_error(asio::use_awaitable, error));
      if (!error && !co_await AwaitShare()) break;
    }
    deadline_.Disarm();
  }

  // Closes the socket. Every pending wait ends with an error.
  void Abort() {
    beast::error_code ignored;
    socket_.close(ignored);
    share_.Leave();
  }

  asio::ip::tcp::socket socket_;
  asio::ip::address peer_;
  beast::flat_buffer buffer_;
  const Limits& limits_;
  Handler& handler_;
  ConnectionLists& lists_;
  Deadline deadline_;
  FairQueue::Member share_;
  bool is_new_ = true;  // has not asked the FairQueue for a step yet
  bool keyed_ = false;  // the latest request showed a key
  const ConnectionList::Place place_;
  std::optional<ConnectionList::Place> served_;
};

}  // namespace

asio::awaitable<void> ServeConnection(asio::ip::tcp::socket socket,
                                      const Limits& limits, Handler& handler,
                                      ConnectionLists& lists) {
  Connection connection(std::move(socket), limits, handler, lists);
  co_await connection.Serve();
}

}  // namespace hermes::gateway::http
