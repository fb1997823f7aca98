// Fuzzes one client of the HTTP server, over a socket pair. Sections: the bytes
// that the client sends, and the bytes that it then sends repeatedly, up to a
// mebibyte.

#include <malloc.h>
#include <sys/socket.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http.hpp>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/http/connection.h"
#include "gateway/http/connection_lists.h"
#include "gateway/http/handler.h"
#include "gateway/http/message.h"
#include "shim/base/unique_fd.h"
#include "tests/fuzzing/harness.h"

// Provided by the address sanitizer's allocator; null without it.
extern "C" size_t __sanitizer_get_current_allocated_bytes()
    __attribute__((weak));

namespace hermes::gateway::http {
namespace {

namespace asio = boost::asio;
namespace beast_http = boost::beast::http;
using fuzzing::Require;

constexpr uint64_t kBodyBytes = uint64_t{64} * 1024;
constexpr size_t kMostMemory = size_t{512} * 1024;
constexpr size_t kMostReplies = size_t{512} * 1024;
constexpr size_t kMostSent = size_t{1024} * 1024;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

size_t AllocatedBytes() {
  if (__sanitizer_get_current_allocated_bytes != nullptr) {
    return __sanitizer_get_current_allocated_bytes();
  }
  return mallinfo2().uordblks;
}

// For targets with these prefixes, Echo refuses the request; ignores its body;
// counts it as having a key; streams the reply; streams the reply and watches
// the client.
constexpr std::string_view kRefused = "/refused";
constexpr std::string_view kUnread = "/unread";
constexpr std::string_view kKeyed = "/keyed";
constexpr std::string_view kStream = "/stream";
constexpr std::string_view kWatch = "/watch";

bool BeginsWith(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

// Replies with the request's method, target and body, or as the target's prefix
// requires.
class Echo : public Handler {
 public:
  Admission Admit(const Request& head) override {
    Admission admission;
    admission.wants_body = !BeginsWith(head.target, kUnread);
    admission.keyed = BeginsWith(head.target, kKeyed);
    if (BeginsWith(head.target, kRefused)) {
      admission.refusal = Response{401, {}, "\"refused\""};
    }
    return admission;
  }

  asio::awaitable<void> Serve(Request request, Exchange& exchange) override {
    Require(request.body.size() <= kBodyBytes, "a body is within its limit");
    Response reply;
    reply.headers = {{"Content-Type", "text/plain"}};
    reply.body = request.method + " " + request.target + " " + request.body;
    const bool watches = BeginsWith(request.target, kWatch);
    if (!watches && !BeginsWith(request.target, kStream)) {
      co_await exchange.Send(std::move(reply));
      co_return;
    }
    int calls = 0;
    if (watches) exchange.WatchClient([&calls] { ++calls; });
    exchange.Begin(reply);
    exchange.WriteNow(": ");
    co_await exchange.Write(reply.body);
    co_await exchange.Write("more");
    Require(calls <= 1 && (calls == 0 || exchange.gone()),
            "the server reports at most once that a client left");
    if (watches) exchange.WatchClient(nullptr);
  }

  Response ProtocolError(int status, const Request& /*head*/) override {
    Require(status >= 400 && status <= 599,
            "the status of an error is 400 to 599");
    return {status, {}, "\"protocol error\""};
  }
};

// Both ends of one connection, in one thread.
class Talk {
 public:
  Talk() {
    limits_.body_bytes = kBodyBytes;
    limits_.all_body_bytes = kBodyBytes + kBodyBytes / 2;
    replies_.reserve(kMostReplies);
    int fds[2];
    Require(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0,
                       fds) == 0,
            "a socket pair can be made");
    client_ = UniqueFd(fds[1]);
    asio::ip::tcp::socket server(io_);
    server.assign(asio::ip::tcp::v4(), fds[0]);
    before_ = AllocatedBytes();
    asio::co_spawn(io_,
                   ServeConnection(std::move(server), limits_, echo_, lists_),
                   [this](const std::exception_ptr& exception) {
                     Require(exception == nullptr, "nothing is thrown");
                     ended_ = true;
                   });
  }

  // Returns false if the server accepts no more bytes.
  bool Send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent =
          send(client_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent < 0 && errno != EAGAIN) return false;
      if (!Settle() && sent < 0) return false;
      if (sent > 0) bytes.remove_prefix(static_cast<size_t>(sent));
    }
    return true;
  }

  // Sends `bytes`, which fit into the socket, before the server reads any of
  // them.
  void SendUnseen(std::string_view bytes) {
    Require(send(client_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
                static_cast<ssize_t>(bytes.size()),
            "an input fits into a socket");
  }

  // Shuts down the client's side and waits until the server ends the
  // connection.
  void Finish() {
    shutdown(client_.get(), SHUT_WR);
    const auto deadline =
        std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!ended_ && std::chrono::steady_clock::now() < deadline) {
      io_.run_one_for(std::chrono::milliseconds(10));
      Receive();
    }
    Require(ended_, "a connection ends with its client");
    Receive();
  }

  // Requires that the server can close this connection in favour of a new
  // client, and that the connection then ends.
  void CheckMakesRoom() {
    Settle();
    if (ended_) return;
    Require(lists_.MakeRoom(ConnectionLists::Clock::now()),
            "a client without a key can be closed for a new one");
    Settle();
    Require(ended_, "a connection that makes room ends");
  }

  // Returns everything that the server sent; incomplete unless has_all().
  const std::string& replies() const { return replies_; }
  bool has_all() const { return has_all_; }

 private:
  // Lets the server do everything that it can do now. Returns true if it did
  // something.
  bool Settle() {
    bool worked = false;
    for (int idle = 0; idle < 2;) {
      const bool work = io_.poll() > 0;
      const bool received = Receive();
      idle = work || received ? 0 : idle + 1;
      worked = worked || work || received;
      const size_t now = AllocatedBytes();
      Require(now < before_ + kMostMemory, "one client costs little memory");
    }
    return worked;
  }

  bool Receive() {
    char buffer[16384];
    const ssize_t size = recv(client_.get(), buffer, sizeof buffer, 0);
    if (size <= 0) return false;
    const std::string_view bytes(buffer, static_cast<size_t>(size));
    has_all_ = has_all_ && replies_.size() + bytes.size() <= kMostReplies;
    if (has_all_) replies_ += bytes;
    return true;
  }

  Limits limits_;
  Echo echo_;
  ConnectionLists lists_;
  std::string replies_;
  bool has_all_ = true;
  bool ended_ = false;
  size_t before_ = 0;
  UniqueFd client_;
  asio::io_context io_;
};

// Removes the parts of replies that depend on the time or on how much had
// arrived.
std::string Comparable(std::string replies) {
  for (size_t at = 0;
       (at = replies.find(kContinue, at)) != std::string::npos;) {
    replies.erase(at, kContinue.size());
  }
  for (size_t at = 0;
       (at = replies.find("\r\nDate: ", at)) != std::string::npos;) {
    replies.erase(at, replies.find("\r\n", at + 2) - at);
  }
  return replies;
}

// Checks that each reply is complete and valid HTTP.
void CheckReplies(const std::string& bytes) {
  size_t at = 0;
  while (at < bytes.size()) {
    beast_http::response_parser<beast_http::string_body> parser;
    parser.eager(true);
    parser.body_limit(boost::none);
    boost::system::error_code error;
    size_t used = 1;
    while (used > 0 && !parser.is_done() && !error) {
      used =
          parser.put(asio::buffer(bytes.data() + at, bytes.size() - at), error);
      at += used;
      if (error == beast_http::error::need_more) error = {};
    }
    if (!error && !parser.is_done() && at == bytes.size()) {
      parser.put_eof(error);
    }
    Require(!error && parser.is_done(),
            "each reply is complete and valid HTTP");
    const unsigned status = parser.get().result_int();
    Require(status == 100 || (status >= 200 && status <= 505),
            "the status is 100 or 200 to 505");
  }
}

std::string RepliesTo(const std::vector<std::string_view>& pieces) {
  Talk talk;
  for (const std::string_view piece : pieces) {
    if (!talk.Send(piece)) break;
  }
  talk.Finish();
  Require(talk.has_all(), "a small request has a small reply");
  return talk.replies();
}

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// Returns the replies to a client that has left before its request is read.
std::string RepliesToHasty(std::string_view bytes) {
  Talk talk;
  talk.SendUnseen(bytes);
  talk.Finish();
  return talk.replies();
}

// Simulates a client that stays connected and, unless `rest` is empty, keeps
// sending it.
void CheckStaying(std::string_view start, std::string_view rest) {
  std::string block;
  while (!rest.empty() && block.size() < 4096) block += rest;
  Talk talk;
  bool taken = talk.Send(start) && !block.empty();
  for (size_t sent = 0; taken && sent < kMostSent; sent += block.size()) {
    taken = talk.Send(block);
  }
  const std::string all = std::string(start) + block;
  if (!Contains(all, kKeyed)) talk.CheckMakesRoom();
  talk.Finish();
}

}  // namespace
}  // namespace hermes::gateway::http

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hermes::gateway::http;  // NOLINT
  namespace fuzzing = hermes::fuzzing;
  const auto parts = fuzzing::Sections(fuzzing::TextOf(data, size), 2);
  const std::string replies = RepliesTo({parts[0]});
  // The reply to HEAD has no body, even if its header announces one.
  if (!Contains(parts[0], "HEAD")) CheckReplies(replies);
  // After a refusal, the reply depends on how much of the body has arrived.
  if (!Contains(parts[0], kRefused)) {
    Require(Comparable(replies) ==
                Comparable(RepliesTo(fuzzing::Pieces(parts[0], 9))),
            "pieces are answered like the whole");
  }
  const std::string hasty = RepliesToHasty(parts[0]);
  // A watched client gets no reply after it has disconnected.
  if (!Contains(parts[0], kRefused) && !Contains(parts[0], kWatch)) {
    Require(Comparable(hasty) == Comparable(replies),
            "a client that leaves early is answered like any other");
  }
  CheckStaying(parts[0], parts[1]);
  return 0;
}
