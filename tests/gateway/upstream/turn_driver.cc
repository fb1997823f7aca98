#include "tests/gateway/upstream/turn_driver.h"

#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <exception>
#include <utility>

#include "absl/status/statusor.h"
#include "gateway/turn/chat_message.h"

namespace hermes::gateway::upstream {
namespace {

namespace asio = boost::asio;

// Runs `io` until `work` has completed, and returns its result.
template <typename T>
T RunToEnd(asio::io_context& io, asio::awaitable<T> work) {
  T result;
  asio::co_spawn(io, std::move(work),
                 [&](const std::exception_ptr& exception, T value) {
                   EXPECT_EQ(exception, nullptr);
                   result = std::move(value);
                   io.stop();
                 });
  io.restart();
  io.run();
  return result;
}

}  // namespace

asio::awaitable<void> KeptText::Write(std::string_view text) {
  pieces.emplace_back(text);
  if (on_write != nullptr) co_await on_write();
}

std::string KeptText::all() const {
  std::string text;
  for (const std::string& piece : pieces) text += piece;
  return text;
}

TurnDriver::TurnDriver(const std::string& base_url)
    : stop_(std::make_unique<TurnStop>()) {
  settings.kind = ModelSettings::Kind::kUpstream;
  settings.base_url = base_url;
  settings.api_key = "sk-test-0123456789";
  settings.model = "small";
  prompt.messages = {TextMessage(Role::kUser, "hi")};
}

UpstreamBackend& TurnDriver::backend() {
  if (backend_ == nullptr) {
    absl::StatusOr<std::unique_ptr<UpstreamBackend>> made =
        UpstreamBackend::Create(io.get_executor(), settings, files);
    EXPECT_TRUE(made.ok()) << made.status();
    backend_ = *std::move(made);
  }
  return *backend_;
}

BackendResult TurnDriver::Run() {
  stop_ = std::make_unique<TurnStop>();
  return RunToEnd(io, backend().Run(prompt, text, *stop_));
}

BackendHealth TurnDriver::Check() { return RunToEnd(io, backend().Check()); }

void TurnDriver::StopTurn() {
  asio::post(io, [this] { stop_->Request(StopReason::kClientGone); });
}

}  // namespace hermes::gateway::upstream
