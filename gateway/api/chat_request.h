#ifndef GATEWAY_API_CHAT_REQUEST_H_
#define GATEWAY_API_CHAT_REQUEST_H_

#include <string_view>

#include "gateway/api/generation.h"
#include "gateway/api/json_body.h"
#include "gateway/api/message_content.h"

namespace hermes::gateway::api {

// A request to /v1/chat/completions.
struct ChatRequest {
  Conversation conversation;
  Generation generation;
};

// Parses the body of a request. Errors: those of ParseBody, ParseMessages and
// ParseGeneration. Pure.
OrError<ChatRequest> ParseChatRequest(std::string_view body);

}  // namespace hermes::gateway::api

#endif  // GATEWAY_API_CHAT_REQUEST_H_
