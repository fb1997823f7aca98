#ifndef GATEWAY_API_RESPONSES_REQUEST_H_
#define GATEWAY_API_RESPONSES_REQUEST_H_

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "gateway/api/generation.h"
#include "gateway/api/json_body.h"
#include "gateway/api/message_content.h"

namespace hermes::gateway {

// A request to /v1/responses.
struct ResponsesRequest {
  // `input`; `instructions`, where given, is the first of the system texts.
  Conversation conversation;
  Generation generation;
  std::string instructions;
  bool store = true;
  std::string previous_response_id;  // "": none
  std::string conversation_name;     // "": none; never beside the former
  boost::json::object metadata;      // echoed
};

// `input` is a string or an array of messages ("type":"message" or no type).
// Errors: as ParseBody, ParseMessages and ParseGeneration; 400 for members of
// the wrong type, and for both ways to continue at once. Pure.
OrError<ResponsesRequest> ParseResponsesRequest(std::string_view body);

}  // namespace hermes::gateway

#endif  // GATEWAY_API_RESPONSES_REQUEST_H_
