#include "gateway/api/response_object.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/api/chat_reply.h"

namespace hermes::gateway::api {
namespace {

namespace json = boost::json;

const char* StatusOf(const TurnOutcome& outcome) {
  if (outcome.failure.has_value()) return "failed";
  const bool is_whole =
      outcome.finish_reason != "length" && outcome.stopped == StopReason::kNone;
  return is_whole ? "completed" : "incomplete";
}

json::value IncompleteDetails(const TurnOutcome& outcome) {
  if (StatusOf(outcome) != std::string_view("incomplete")) return nullptr;
  return json::object{{"reason", outcome.finish_reason == "length"
                                     ? "max_output_tokens"
                                     : "interrupted"}};
}

json::value ErrorOf(const TurnOutcome& outcome) {
  if (!outcome.failure.has_value()) return nullptr;
  return json::object{{"code", outcome.failure->code},
                      {"message", outcome.failure->message}};
}

json::object TextPart(std::string_view text) {
  return {{"type", "output_text"},
          {"text", json::string_view(text.data(), text.size())},
          {"annotations", json::array()}};
}

json::object MessageItem(const ResponseIdentity& identity, const char* status,
                         json::array content) {
  return {{"id", identity.MessageId()},
          {"type", "message"},
          {"status", status},
          {"role", "assistant"},
          {"content", std::move(content)}};
}

json::value UsageOf(const TurnOutcome& outcome) {
  if (!outcome.usage.has_value()) return nullptr;
  const Usage& usage = *outcome.usage;
  return json::object{
      {"input_tokens", usage.prompt_tokens},
      {"input_tokens_details", json::object{{"cached_tokens", 0}}},
      {"output_tokens", usage.completion_tokens},
      {"output_tokens_details", json::object{{"reasoning_tokens", 0}}},
      {"total_tokens", usage.total_tokens}};
}

// Returns the option's value in the request, or null.
json::value OptionOf(const ResponsesRequest& request, const char* name) {
  const json::value* const value = request.generation.options.if_contains(name);
  return value == nullptr ? json::value(nullptr) : *value;
}

json::value TextOrNull(const std::string& text) {
  if (text.empty()) return nullptr;
  return json::string(text);
}

}  // namespace

json::object ResponseInProgress(const ResponseIdentity& identity,
                                const ResponsesRequest& request) {
  json::object response;
  response["id"] = identity.id;
  response["object"] = "response";
  response["created_at"] = identity.created_at;
  response["status"] = "in_progress";
  response["error"] = nullptr;
  response["incomplete_details"] = nullptr;
  response["instructions"] = TextOrNull(request.instructions);
  response["max_output_tokens"] = OptionOf(request, "max_tokens");
  response["model"] = identity.model;
  response["output"] = json::array();
  response["parallel_tool_calls"] = false;
  response["previous_response_id"] = TextOrNull(request.previous_response_id);
  response["conversation"] = nullptr;
  if (!request.conversation_name.empty()) {
    response["conversation"] = {{"id", request.conversation_name}};
  }
  response["store"] = request.store;
  response["temperature"] = OptionOf(request, "temperature");
  response["text"] = {{"format", {{"type", "text"}}}};
  response["tool_choice"] = "none";
  response["tools"] = json::array();
  response["top_p"] = OptionOf(request, "top_p");
  response["truncation"] = "disabled";
  response["usage"] = nullptr;
  response["metadata"] = request.metadata;
  return response;
}

json::object ResponseWhenOver(const ResponseIdentity& identity,
                              const ResponsesRequest& request,
                              const TurnOutcome& outcome) {
  json::object response = ResponseInProgress(identity, request);
  const char* const status = StatusOf(outcome);
  response["status"] = status;
  response["error"] = ErrorOf(outcome);
  response["incomplete_details"] = IncompleteDetails(outcome);
  if (!outcome.text.empty()) {
    response["output"] = json::array{MessageItem(
        identity, outcome.failure.has_value() ? "incomplete" : status,
        {TextPart(outcome.text)})};
  }
  response["usage"] = UsageOf(outcome);
  return response;
}

ResponseEvents::ResponseEvents(const ResponseIdentity& identity,
                               const ResponsesRequest& request)
    : identity_(identity), request_(request) {}

std::string ResponseEvents::Event(const char* type, json::object event) {
  event["type"] = type;
  event["sequence_number"] = sequence_number_++;
  return absl::StrCat("event: ", type, "\ndata: ", json::serialize(event),
                      "\n\n");
}

// Returns an event about the text of the message.
std::string ResponseEvents::ItemEvent(const char* type, json::object event) {
  event["item_id"] = identity_.MessageId();
  event["output_index"] = 0;
  event["content_index"] = 0;
  return Event(type, std::move(event));
}

std::string ResponseEvents::Begin() {
  std::string events;
  for (const char* type : {"response.created", "response.in_progress"}) {
    events +=
        Event(type, {{"response", ResponseInProgress(identity_, request_)}});
  }
  events += Event("response.output_item.added",
                  {{"output_index", 0},
                   {"item", MessageItem(identity_, "in_progress", {})}});
  events += ItemEvent("response.content_part.added", {{"part", TextPart("")}});
  return events;
}

std::string ResponseEvents::Text(std::string_view text) {
  return ItemEvent("response.output_text.delta",
                   {{"delta", json::string_view(text.data(), text.size())}});
}

std::string ResponseEvents::End(const TurnOutcome& outcome) {
  const char* const status = StatusOf(outcome);
  const char* const item_status =
      outcome.failure.has_value() ? "incomplete" : status;
  std::string events =
      ItemEvent("response.output_text.done", {{"text", outcome.text}});
  events += ItemEvent("response.content_part.done",
                      {{"part", TextPart(outcome.text)}});
  events += Event("response.output_item.done",
                  {{"output_index", 0},
                   {"item", MessageItem(identity_, item_status,
                                        {TextPart(outcome.text)})}});
  events +=
      Event(absl::StrCat("response.", status).c_str(),
            {{"response", ResponseWhenOver(identity_, request_, outcome)}});
  return events;
}

}  // namespace hermes::gateway::api
