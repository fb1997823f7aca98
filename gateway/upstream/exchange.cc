#include "gateway/upstream/exchange.h"

#include <cstring>
#include <utility>

namespace hermes::gateway::upstream {
namespace {

namespace asio = boost::asio;

constexpr int kSwitchingProtocols = 101;

Error Lost(const std::string& why) { return {ErrorKind::kLost, why, 0, {}}; }

bool IsInterim(int status) {
  return status / 100 == 1 && status != kSwitchingProtocols;
}

}  // namespace

Exchange::Exchange(std::unique_ptr<Transport> transport, ReadBuffer& buffer)
    : transport_(std::move(transport)),
      buffer_(buffer),
      parser_(std::make_unique<ReplyParser>()) {}

asio::awaitable<std::optional<Error>> Exchange::Start(
    CallGuard& guard, std::string_view request) {
  co_await Send(guard, request);
  for (;;) {
    while (!parser_->has_head()) {
      auto error = co_await Read(guard, [](std::string_view /*body*/) {});
      if (error) co_return error;
    }
    if (!IsInterim(parser_->head().status)) co_return std::nullopt;
    parser_ = std::make_unique<ReplyParser>();
    const std::string rest = std::exchange(pending_, {});
    auto error = Parse(rest, [](std::string_view /*body*/) {});
    if (error) co_return error;
  }
}

asio::awaitable<std::optional<Error>> Exchange::ReadBody(
    CallGuard& guard, absl::FunctionRef<void(std::string_view)> on_body) {
  // First parse the bytes that arrived with the header.
  if (!pending_.empty()) {
    const size_t before = pending_.size();
    const std::string rest = std::exchange(pending_, {});
    auto error = Parse(rest, on_body);
    if (error) co_return error;
    if (pending_.size() < before || complete()) co_return std::nullopt;
  }
  co_return co_await Read(guard, on_body);
}

std::unique_ptr<Transport> Exchange::TakeConnection() {
  const bool usable = complete() && parser_->keeps_connection() &&
                      pending_.empty() && !at_end_ && transport_->Quiet();
  if (!usable) transport_.reset();
  return std::move(transport_);
}

// Does not report a failure to send: a server may refuse a request and close
// before it has read all of it, and its reply explains more.
asio::awaitable<void> Exchange::Send(CallGuard& guard,
                                     std::string_view request) {
  guard.OnEnd([this] { transport_->Close(); });
  while (!request.empty()) {
    const Transport::Step step =
        transport_->TryWrite(request.data(), request.size());
    if (step.outcome == Transport::Outcome::kAgain) {
      co_await transport_->Wait();
    } else if (step.outcome != Transport::Outcome::kDone) {
      break;
    }
    request.remove_prefix(step.size);
  }
  guard.OnEnd(nullptr);
}

asio::awaitable<std::optional<Error>> Exchange::Read(
    CallGuard& guard, absl::FunctionRef<void(std::string_view)> on_body) {
  guard.OnEnd([this] { transport_->Close(); });
  // After a read that filled the buffer, do not wait: bytes that OpenSSL has
  // already decrypted do not make the socket readable.
  if (!more_at_once_ && !guard.ended()) co_await transport_->Wait();
  guard.OnEnd(nullptr);
  if (guard.ended()) {
    transport_->Close();
    co_return Error{*guard.ended(), "", 0, {}};
  }
  co_return TakeIn(on_body);
}

// Uses the shared buffer, so this function must not wait.
std::optional<Error> Exchange::TakeIn(
    absl::FunctionRef<void(std::string_view)> on_body) {
  const size_t kept = pending_.size();
  std::memcpy(buffer_.data(), pending_.data(), kept);
  const size_t room = buffer_.size() - kept;
  const Transport::Step step = transport_->TryRead(buffer_.data() + kept, room);
  more_at_once_ = step.size == room;
  switch (step.outcome) {
    case Transport::Outcome::kAgain:
      return std::nullopt;
    case Transport::Outcome::kFailed:
      return Lost(transport_->error());
    case Transport::Outcome::kEnd:
      at_end_ = true;
      if (parser_->TakeEnd()) return std::nullopt;
      return Lost(answered_ ? "it was closed in the middle of a reply"
                            : "it was closed without a reply");
    case Transport::Outcome::kDone:
      break;
  }
  answered_ = true;
  pending_.clear();
  return Parse({buffer_.data(), kept + step.size}, on_body);
}

std::optional<Error> Exchange::Parse(
    std::string_view bytes, absl::FunctionRef<void(std::string_view)> on_body) {
  size_t taken = 0;
  if (parser_->Take(bytes, on_body, &taken) ==
      ReplyParser::Verdict::kMalformed) {
    return Error{ErrorKind::kMalformed, "it is not HTTP", 0, {}};
  }
  if (taken == bytes.size()) {
    pending_.clear();
    pending_.shrink_to_fit();
  } else {
    pending_.assign(bytes.substr(taken));
  }
  return std::nullopt;
}

}  // namespace hermes::gateway::upstream
