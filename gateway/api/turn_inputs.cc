#include "gateway/api/turn_inputs.h"

#include <string>
#include <utility>

#include "absl/strings/str_join.h"
#include "gateway/session/session_id.h"
#include "gateway/turn/chat_message.h"

namespace hermes::gateway::api {
namespace {

// Returns the text of the user's first message.
std::string FirstUserText(const Conversation& conversation) {
  for (const ChatMessage& message : conversation.earlier) {
    if (message.role == Role::kUser) return TextOf(message);
  }
  return TextOf(conversation.input);
}

}  // namespace

TurnRequest ChatTurn(SessionName session, Conversation conversation,
                     Generation generation, const Options& options) {
  TurnRequest turn;
  const bool is_named = !session.key.empty() || !session.id.empty();
  if (!is_named) {
    turn.derived_session_id =
        DerivedSessionId(absl::StrJoin(conversation.system_texts, "\n"),
                         FirstUserText(conversation));
    turn.earlier = std::move(conversation.earlier);
  }
  turn.session = std::move(session);
  turn.system_texts = std::move(conversation.system_texts);
  turn.input = std::move(conversation.input);
  if (options.direct_model_requests && generation.model != options.model_name) {
    turn.model = std::move(generation.model);
  }
  turn.options = std::move(generation.options);
  return turn;
}

}  // namespace hermes::gateway::api
