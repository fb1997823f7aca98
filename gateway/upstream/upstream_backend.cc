#include "gateway/upstream/upstream_backend.h"

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/upstream/answer_reader.h"
#include "gateway/upstream/chat_reply.h"
#include "gateway/upstream/chat_request.h"
#include "gateway/upstream/failure.h"
#include "gateway/upstream/url.h"

namespace hermes::gateway::upstream {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

constexpr char kChat[] = "/chat/completions";
constexpr char kModels[] = "/models";
constexpr size_t kMaxRefusalBytes = size_t{64} * 1024;
constexpr std::chrono::seconds kRefusalTime{5};
constexpr std::chrono::seconds kCheckTime{3};
constexpr std::chrono::seconds kCheckLasts{15};
// A stream frees a text buffer that has grown beyond this.
constexpr size_t kKeptText = 1024;

bool IsSuccess(int status) { return status >= 200 && status < 300; }

// Returns true if the error message names stream_options or its member
// include_usage, which means that the server does not support them.
bool RefusesUsage(int status, const std::string& body) {
  return (status == 400 || status == 422) &&
         (absl::StrContains(body, "stream_options") ||
          absl::StrContains(body, "include_usage"));
}

Error StatusError(const ResponseHead& head, const std::string& body) {
  return {ErrorKind::kStatus, ErrorMessageOf(body), head.status,
          RetryAfterSecs(head.retry_after, std::time(nullptr))};
}

asio::awaitable<void> Give(TextSink& sink, std::string& text) {
  if (text.empty()) co_return;
  co_await sink.Write(text);
  text.clear();
  if (text.capacity() > kKeptText) text.shrink_to_fit();
}

// Returns true if the key can be sent in a header: it must be visible ASCII.
bool IsSendable(const std::string& key) {
  return std::all_of(key.begin(), key.end(), [](char c) {
    return absl::ascii_isgraph(static_cast<unsigned char>(c));
  });
}

BackendHealth HealthOf(int status, const std::string& base_url) {
  if (IsSuccess(status) || status == 404 || status == 405) {
    return {true, absl::StrCat(base_url, " is reachable")};
  }
  if (status == 401 || status == 403) {
    return {false, absl::StrCat(base_url, " refuses model.api_key (HTTP ",
                                status, ")")};
  }
  return {false, absl::StrCat(base_url, " answers with HTTP ", status)};
}

}  // namespace

absl::StatusOr<std::unique_ptr<UpstreamBackend>> UpstreamBackend::Create(
    const asio::any_io_executor& executor, ModelSettings settings,
    SystemFiles files) {
  absl::StatusOr<Url> url = ParseUrl(settings.base_url);
  if (!url.ok()) return url.status();
  if (!IsSendable(settings.api_key)) {
    return absl::InvalidArgumentError(
        "model.api_key has characters that a key cannot have");
  }
  Client client(executor, *std::move(url), settings.api_key, std::move(files),
                settings.connect_timeout);
  return std::unique_ptr<UpstreamBackend>(
      new UpstreamBackend(executor, std::move(settings), std::move(client)));
}

UpstreamBackend::UpstreamBackend(const asio::any_io_executor& executor,
                                 ModelSettings settings, Client client)
    : executor_(executor),
      settings_(std::move(settings)),
      client_(std::move(client)) {}

asio::awaitable<BackendResult> UpstreamBackend::Run(const Prompt& prompt,
                                                    TextSink& sink,
                                                    TurnStop& stop) {
  CallGuard guard(executor_, settings_.total_timeout);
  const TurnStop::Registration registration =
      stop.OnRequest([&guard] { guard.End(ErrorKind::kStopped); });
  BackendResult result;
  const std::optional<Error> error = co_await Ask(guard, prompt, sink, &result);
  if (error) {
    result.failure =
        FailureOf(*error, settings_,
                  prompt.model.empty() ? settings_.model : prompt.model);
  }
  co_return result;
}

asio::awaitable<std::optional<Error>> UpstreamBackend::Ask(
    CallGuard& guard, const Prompt& prompt, TextSink& sink,
    BackendResult* result) {
  for (;;) {
    const bool ask_usage = ask_usage_;
    std::string request = client_.Request(
        kChat, ChatRequestBody(prompt, settings_.model, ask_usage));
    std::unique_ptr<Exchange> exchange;
    auto error = co_await client_.Start(guard, request, settings_.idle_timeout,
                                        &exchange);
    if (error) co_return error;
    request = std::string();
    if (IsSuccess(exchange->head().status)) {
      co_return co_await Answer(guard, std::move(exchange), sink, result);
    }
    const std::string body = co_await ReadRefusal(guard, *exchange);
    const ResponseHead head = exchange->head();
    if (exchange->complete()) client_.Finish(std::move(exchange));
    if (!ask_usage || guard.ended() || !RefusesUsage(head.status, body)) {
      co_return StatusError(head, body);
    }
    ask_usage_ = false;
  }
}

asio::awaitable<std::optional<Error>> UpstreamBackend::Answer(
    CallGuard& guard, std::unique_ptr<Exchange> exchange, TextSink& sink,
    BackendResult* result) {
  AnswerReader reader(exchange->head().content_type);
  std::optional<Error> error = co_await Stream(guard, *exchange, sink, reader);
  if (guard.ended()) error = Error{*guard.ended(), "", 0, {}};
  result->finish_reason = reader.reply().finish_reason();
  result->usage = reader.reply().usage();
  // An error after the end of a complete answer does not matter.
  if (error && reader.reply().complete() && !reader.error()) {
    co_return std::nullopt;
  }
  if (!error && !guard.ended()) client_.Finish(std::move(exchange));
  co_return error;
}

asio::awaitable<std::optional<Error>> UpstreamBackend::Stream(
    CallGuard& guard, Exchange& exchange, TextSink& sink,
    AnswerReader& reader) {
  std::optional<Error> error;
  while (!error && !reader.over() && !exchange.complete()) {
    guard.LimitWait(settings_.idle_timeout, ErrorKind::kIdleTimeout);
    error = co_await exchange.ReadBody(
        guard, [&reader](std::string_view bytes) { reader.Take(bytes); });
    guard.LiftLimit();
    co_await Give(sink, reader.text());
  }
  if (!error) reader.End();
  co_await Give(sink, reader.text());
  co_return reader.error() ? reader.error() : error;
}

// Returns as much of an error reply's body as arrives within the time limit. A
// timeout here is not an error, because the status alone describes the failure.
asio::awaitable<std::string> UpstreamBackend::ReadRefusal(CallGuard& guard,
                                                          Exchange& exchange) {
  std::string body;
  guard.LimitWait(std::min<milliseconds>(kRefusalTime, settings_.idle_timeout),
                  ErrorKind::kIdleTimeout);
  while (!exchange.complete() && body.size() < kMaxRefusalBytes) {
    const auto error = co_await exchange.ReadBody(
        guard, [&body](std::string_view bytes) { body += bytes; });
    if (error) break;
  }
  guard.LiftLimit();
  if (body.size() > kMaxRefusalBytes) body.resize(kMaxRefusalBytes);
  co_return body;
}

asio::awaitable<BackendHealth> UpstreamBackend::Check() {
  if (health_ && Clock::now() < health_until_) co_return *health_;
  health_ = co_await Look();
  health_until_ = Clock::now() + kCheckLasts;
  co_return *health_;
}

asio::awaitable<BackendHealth> UpstreamBackend::Look() {
  CallGuard guard(executor_, kCheckTime);
  std::unique_ptr<Exchange> exchange;
  const std::string request = client_.Request(kModels, "");
  const auto error =
      co_await client_.Start(guard, request, kCheckTime, &exchange);
  if (guard.ended()) {
    co_return BackendHealth{
        false, absl::StrCat(settings_.base_url, " does not answer in 3 s")};
  }
  if (error) {
    co_return BackendHealth{
        false, FailureOf(*error, settings_, settings_.model).message};
  }
  const int status = exchange->head().status;
  client_.Finish(std::move(exchange));
  co_return HealthOf(status, settings_.base_url);
}

}  // namespace hermes::gateway::upstream
