#include "tests/gateway/upstream_fake/serve_client.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "tests/gateway/upstream_fake/client_link.h"
#include "tests/gateway/upstream_fake/completion.h"
#include "tests/gateway/upstream_fake/reply.h"
#include "tests/gateway/upstream_fake/script.h"

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;
namespace beast_http = boost::beast::http;
namespace json = boost::json;
using Request = beast_http::request<beast_http::string_body>;

constexpr uint64_t kMostBytes = 64 << 20;

SeenRequest ToSeen(const Request& request) {
  SeenRequest seen;
  seen.method = std::string(request.method_string());
  seen.target = std::string(request.target());
  for (const auto& field : request) {
    seen.headers[absl::AsciiStrToLower(std::string(field.name_string()))] =
        std::string(field.value());
  }
  seen.body = request.body();
  return seen;
}

int64_t SecondsSince1970() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

bool WantsStream(const json::object& body) {
  const json::value* stream = body.if_contains("stream");
  return stream != nullptr && stream->is_bool() && stream->get_bool();
}

bool WantsUsage(const json::object& body) {
  if (!WantsStream(body)) return true;
  const json::value* options = body.if_contains("stream_options");
  if (options == nullptr || !options->is_object()) return false;
  const json::value* usage = options->get_object().if_contains("include_usage");
  return usage != nullptr && usage->is_bool() && usage->get_bool();
}

// Counts one stream as long as this object lives.
class CountedStream {
 public:
  explicit CountedStream(UpstreamStats& stats) : stats_(stats) {
    ++stats_.streams;
  }
  ~CountedStream() { --stats_.streams; }
  CountedStream(const CountedStream&) = delete;

 private:
  UpstreamStats& stats_;
};

class Client {
 public:
  Client(asio::ip::tcp::socket socket, std::string key, UpstreamLedger& ledger)
      : link_(std::move(socket)), key_(std::move(key)), ledger_(ledger) {
    ++ledger_.stats.connections;
    ++ledger_.stats.open;
  }
  ~Client() { --ledger_.stats.open; }

  asio::awaitable<void> Serve() {
    for (bool open = true; open;) {
      beast_http::request_parser<beast_http::string_body> parser;
      parser.body_limit(kMostBytes);
      boost::system::error_code error;
      co_await beast_http::async_read(
          link_.socket(), buffer_, parser,
          asio::redirect_error(asio::use_awaitable, error));
      if (error) co_return;
      open = co_await Answer(parser.release());
    }
  }

 private:
  // Answers one request. Returns true if the connection can carry another one.
  asio::awaitable<bool> Answer(Request request) {
    const std::string target(request.target());
    const bool get = request.method() == beast_http::verb::get;
    if (target == "/stats" && get) {
      co_return co_await Say(request, 200, ledger_.StatsBody());
    }
    if (target == "/requests" && get) {
      co_return co_await Say(request, 200, ledger_.RequestsBody());
    }
    if (target == "/requests" &&
        request.method() == beast_http::verb::delete_) {
      ledger_.Forget();
      co_return co_await Say(request, 200, "{}");
    }
    ledger_.Remember(ToSeen(request));
    co_return co_await AnswerApi(request, target);
  }

  asio::awaitable<bool> AnswerApi(const Request& request,
                                  const std::string& target) {
    if (!key_.empty() && request[beast_http::field::authorization] !=
                             absl::StrCat("Bearer ", key_)) {
      co_return co_await Refuse(request, 401, "Incorrect API key provided.",
                                "invalid_api_key");
    }
    if (target == "/v1/models" && request.method() == beast_http::verb::get) {
      ++ledger_.stats.completed;
      co_return co_await Say(request, 200, ModelsBody());
    }
    if (target == "/v1/chat/completions" &&
        request.method() == beast_http::verb::post) {
      co_return co_await AnswerCompletion(request);
    }
    co_return co_await Refuse(request, 404, "This path does not exist.",
                              "not_found");
  }

  asio::awaitable<bool> AnswerCompletion(const Request& request) {
    json::error_code error;
    const json::value body = json::parse(request.body(), error);
    if (error || !body.is_object()) {
      co_return co_await Refuse(request, 400, "The body is not a JSON object.",
                                "invalid_json");
    }
    const absl::StatusOr<Script> script = ScriptOf(body.get_object());
    if (!script.ok()) {
      co_return co_await Refuse(request, 400,
                                std::string(script.status().message()),
                                "invalid_script");
    }
    AnswerShape shape;
    shape.stream = WantsStream(body.get_object());
    shape.with_usage = script->usage.value_or(WantsUsage(body.get_object()));
    shape.keep_alive = request.keep_alive();
    shape.chunked = request.version() >= 11;
    const CompletionFacts facts =
        FactsOf(body.get_object(), ledger_.stats.requests, SecondsSince1970());
    co_return co_await Complete(*script, facts, shape);
  }

  asio::awaitable<bool> Complete(const Script& script,
                                 const CompletionFacts& facts,
                                 const AnswerShape& shape) {
    const CountedStream counted(ledger_.stats);
    link_.BeginAnswer();
    const AnswerEnd end = co_await SendCompletion(link_, script, facts, shape);
    link_.EndAnswer();
    ++(end == AnswerEnd::kGone ? ledger_.stats.closed_early
                               : ledger_.stats.completed);
    co_return end == AnswerEnd::kComplete&& shape.keep_alive &&
        (shape.chunked || !shape.stream);
  }

  asio::awaitable<bool> Refuse(const Request& request, int status,
                               const std::string& message,
                               const std::string& code) {
    ++ledger_.stats.completed;
    co_return co_await Say(request, status,
                           ErrorBody(message, "invalid_request_error", code));
  }

  asio::awaitable<bool> Say(const Request& request, int status,
                            const std::string& body) {
    const std::string reply = WholeReply(status, body, request.keep_alive());
    co_return co_await link_.Write(reply) && request.keep_alive();
  }

  ClientLink link_;
  boost::beast::flat_buffer buffer_;
  const std::string key_;
  UpstreamLedger& ledger_;
};

}  // namespace

asio::awaitable<void> ServeClient(asio::ip::tcp::socket socket, std::string key,
                                  std::shared_ptr<UpstreamLedger> ledger) {
  Client client(std::move(socket), std::move(key), *ledger);
  co_await client.Serve();
}

}  // namespace hermes::gateway
