#include "tests/gateway/turn/scripted_backend.h"

#include <boost/asio/this_coro.hpp>
#include <utility>

#include "absl/strings/str_split.h"
#include "gateway/turn/async_event.h"
#include "gateway/turn/chat_message.h"

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;

struct Script {
  std::string verb;  // "" if the answer has one piece
  std::vector<std::string> pieces;
};

Script ParseScript(const std::string& input) {
  for (const char* verb : {"pieces", "limit", "fail", "hang"}) {
    const std::string prefix = std::string(verb) + " ";
    if (input.rfind(prefix, 0) != 0) continue;
    return {verb, absl::StrSplit(input.substr(prefix.size()), '|',
                                 absl::SkipEmpty())};
  }
  return {"", {"You said: " + input}};
}

TurnFailure Failure() {
  TurnFailure failure;
  failure.message = "The back end failed, as requested.";
  return failure;
}

}  // namespace

asio::awaitable<BackendResult> ScriptedBackend::Run(const Prompt& prompt,
                                                    TextSink& sink,
                                                    TurnStop& stop) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    prompts_.push_back(prompt);
  }
  const Script script = ParseScript(TextOf(prompt.messages.back()));
  BackendResult result;
  for (const std::string& piece : script.pieces) {
    if (stop.requested()) co_return result;
    co_await sink.Write(piece);
  }
  if (script.verb == "hang") {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      ++hanging_;
    }
    AsyncEvent never(co_await asio::this_coro::executor);
    co_await never.Wait(stop);
    const std::lock_guard<std::mutex> lock(mutex_);
    --hanging_;
    last_stop_ = stop.reason();
    co_return result;
  }
  if (script.verb == "fail") {
    result.failure = Failure();
    co_return result;
  }
  if (script.verb == "limit") result.finish_reason = "length";
  const auto asked = static_cast<int64_t>(prompt.messages.size());
  result.usage = Usage{asked, 2, asked + 2};
  co_return result;
}

asio::awaitable<BackendHealth> ScriptedBackend::Check() {
  co_return BackendHealth{true, "scripted"};
}

std::vector<Prompt> ScriptedBackend::prompts() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return prompts_;
}

int ScriptedBackend::hanging() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return hanging_;
}

StopReason ScriptedBackend::last_stop() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return last_stop_;
}

}  // namespace hermes::gateway
