#include "gateway/api/response_turn.h"

#include <glog/logging.h>

#include <boost/json/serialize.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/turn/chat_message.h"
#include "gateway/turn/store_failure.h"

namespace hermes::gateway::api {
namespace {

namespace asio = boost::asio;

TurnFailure NotFound() {
  TurnFailure failure;
  failure.http_status = 404;
  failure.type = "invalid_request_error";
  failure.code = "response_not_found";
  failure.message =
      "The previous response does not exist or is no longer stored; send the "
      "whole conversation.";
  return failure;
}

}  // namespace

asio::awaitable<std::optional<TurnFailure>> ResponseTurn::Prepare(
    TurnRequest& turn) {
  const bool by_id = !request_.previous_response_id.empty();
  if (!by_id && request_.conversation_name.empty()) co_return std::nullopt;
  absl::StatusOr<StoredResponse> stored = absl::UnknownError("");
  if (by_id) {
    stored = co_await store_.LoadResponse(request_.previous_response_id);
  } else {
    stored = co_await store_.LoadConversation(request_.conversation_name);
  }
  if (absl::IsNotFound(stored.status())) {
    // An unknown name starts a new conversation.
    if (by_id) co_return NotFound();
    co_return std::nullopt;
  }
  if (!stored.ok()) {
    LOG(ERROR) << "session store: " << stored.status().message();
    co_return StoreUnavailable("The previous response cannot be read");
  }
  turn.base_prompt = std::move(stored->system_prompt);
  std::vector<ChatMessage> earlier = std::move(stored->messages);
  for (ChatMessage& message : turn.earlier) {
    earlier.push_back(std::move(message));
  }
  turn.earlier = std::move(earlier);
  co_return std::nullopt;
}

asio::awaitable<absl::Status> ResponseTurn::Record(const TurnRequest& turn,
                                                   const TurnOutcome& outcome) {
  if (!request_.store || outcome.text.empty()) co_return absl::OkStatus();
  StoredResponse stored;
  stored.id = identity_.id;
  stored.body =
      boost::json::serialize(ResponseWhenOver(identity_, request_, outcome));
  stored.conversation = request_.conversation_name;
  stored.session_id = outcome.session_id;
  stored.system_prompt = outcome.base_prompt;
  stored.messages = turn.earlier;
  stored.messages.push_back(turn.input);
  stored.messages.push_back(TextMessage(Role::kAssistant, outcome.text));
  co_return co_await store_.SaveResponse(std::move(stored));
}

}  // namespace hermes::gateway::api
