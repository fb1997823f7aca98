#include "gateway/upstream/client.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace hermes::gateway::upstream {
namespace {

namespace asio = boost::asio;

// Limits on the rest of a reply after the end of the answer.
constexpr std::chrono::seconds kTailTime{1};
constexpr size_t kTailBytes = 4096;

absl::string_view Absl(std::string_view text) {
  return {text.data(), text.size()};
}

asio::awaitable<void> ReadTail(asio::any_io_executor executor,
                               std::unique_ptr<Exchange> exchange,
                               std::shared_ptr<ReadBuffer> /*in_use*/,
                               std::shared_ptr<ConnectionPool> pool) {
  CallGuard guard(executor, kTailTime);
  size_t bytes = 0;
  while (!exchange->complete()) {
    const auto error = co_await exchange->ReadBody(
        guard, [&bytes](std::string_view body) { bytes += body.size(); });
    if (error || bytes > kTailBytes) co_return;
  }
  pool->Put(exchange->TakeConnection());
}

}  // namespace

Client::Client(const asio::any_io_executor& executor, const Url& url,
               const std::string& api_key, SystemFiles files,
               std::chrono::milliseconds connect_timeout)
    : executor_(executor),
      connector_(executor, url, std::move(files), connect_timeout),
      base_path_(url.path),
      buffer_(std::make_shared<ReadBuffer>()),
      pool_(std::make_shared<ConnectionPool>(executor,
                                             ConnectionPool::Limits())) {
  request_tail_ = absl::StrCat(" HTTP/1.1\r\nHost: ", url.authority,
                               "\r\nUser-Agent: hermes-gateway\r\n");
  if (!api_key.empty()) {
    absl::StrAppend(&request_tail_, "Authorization: Bearer ", api_key, "\r\n");
  }
}

std::string Client::Request(std::string_view path,
                            std::string_view body) const {
  if (body.empty()) {
    return absl::StrCat("GET ", base_path_, Absl(path), request_tail_,
                        "Accept: application/json\r\n\r\n");
  }
  return absl::StrCat("POST ", base_path_, Absl(path), request_tail_,
                      "Accept: text/event-stream, application/json\r\n"
                      "Content-Type: application/json\r\nContent-Length: ",
                      body.size(), "\r\n\r\n", Absl(body));
}

asio::awaitable<std::optional<Error>> Client::Start(
    CallGuard& guard, std::string_view request,
    std::chrono::milliseconds patience, std::unique_ptr<Exchange>* started) {
  std::unique_ptr<Transport> connection = pool_->Take();
  for (;;) {
    const bool kept = connection != nullptr;
    if (!kept) {
      auto error = co_await connector_.Connect(guard, &connection);
      if (error) co_return error;
    }
    auto exchange = std::make_unique<Exchange>(std::move(connection), *buffer_);
    guard.LimitWait(patience, ErrorKind::kIdleTimeout);
    auto error = co_await exchange->Start(guard, request);
    guard.LiftLimit();
    if (!error) {
      *started = std::move(exchange);
      co_return std::nullopt;
    }
    const bool was_closed =
        error->kind == ErrorKind::kLost && !exchange->answered();
    if (!kept || !was_closed) co_return error;
  }
}

void Client::Finish(std::unique_ptr<Exchange> exchange) {
  if (exchange->complete()) {
    pool_->Put(exchange->TakeConnection());
    return;
  }
  asio::co_spawn(executor_,
                 ReadTail(executor_, std::move(exchange), buffer_, pool_),
                 asio::detached);
}

}  // namespace hermes::gateway::upstream
