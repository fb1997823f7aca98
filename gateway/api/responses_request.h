#ifndef GATEWAY_API_RESPONSES_REQUEST_H_
#define GATEWAY_API_RESPONSES_REQUEST_H_

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "gateway/api/generation.h"
#include "gateway/api/json_body.h"
#include "gateway/api/message_content.h"

namespace hermes::gateway::api {

// A request to /v1/responses.
struct ResponsesRequest {
  // From `input`. `instructions`, if given, is the first system text.
  Conversation conversation;
  Generation generation;
  std::string instructions;
  bool store = true;
  std::string previous_response_id;  // or ""
  std::string conversation_name;     // or ""; at most one of the two is set
  boost::json::object metadata;      // returned unchanged in the response
};

// Parses the body of a request. `input` is a string or an array of messages
// ("type":"message" or no type).
// Errors: those of ParseBody, ParseMessages and ParseGeneration; 400 for
// members of the wrong type, and if both previous_response_id and conversation
// are given. Pure.
OrError<ResponsesRequest> ParseResponsesRequest(std::string_view body);

}  // namespace hermes::gateway::api

#endif  // GATEWAY_API_RESPONSES_REQUEST_H_
