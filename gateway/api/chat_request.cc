#include "gateway/api/chat_request.h"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <utility>
#include <variant>

namespace hermes::gateway::api {

OrError<ChatRequest> ParseChatRequest(std::string_view body) {
  auto parsed = ParseBody(body);
  if (auto* error = std::get_if<Error>(&parsed)) return std::move(*error);
  const auto& object = std::get<boost::json::object>(parsed);
  const boost::json::value* const messages = Member(object, "messages");
  if (messages == nullptr) {
    return BadRequest("missing_parameter", "'messages' is missing.",
                      "messages");
  }
  auto conversation = ParseMessages(*messages, "messages");
  if (auto* error = std::get_if<Error>(&conversation)) {
    return std::move(*error);
  }
  auto generation = ParseGeneration(object);
  if (auto* error = std::get_if<Error>(&generation)) {
    return std::move(*error);
  }
  return ChatRequest{std::get<Conversation>(std::move(conversation)),
                     std::get<Generation>(std::move(generation))};
}

}  // namespace hermes::gateway::api
