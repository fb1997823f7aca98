// Fuzzes requests to the API: access, the bodies of /v1/chat/completions and
// /v1/responses, the request to the upstream, and the replies to the client.

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gateway/api/chat_reply.h"
#include "gateway/api/chat_request.h"
#include "gateway/api/error.h"
#include "gateway/api/generation.h"
#include "gateway/api/message_content.h"
#include "gateway/api/response_object.h"
#include "gateway/api/responses_request.h"
#include "gateway/api/route.h"
#include "gateway/api/session_headers.h"
#include "gateway/config/metrics_access.h"
#include "gateway/http/message.h"
#include "gateway/turn/backend.h"
#include "gateway/turn/chat_message.h"
#include "gateway/turn/turn_runner.h"
#include "gateway/turn/utf8_sanitizer.h"
#include "gateway/upstream/answer_reader.h"
#include "gateway/upstream/chat_request.h"
#include "tests/fuzzing/harness.h"

namespace hermes::gateway::api {
namespace {

namespace json = boost::json;
using fuzzing::Require;

void CheckError(const Error& error) {
  Require(error.status == 400 || error.status == 413, "the client is at fault");
  Require(!error.code.empty() && !error.message.empty(),
          "an error has a code and a message");
  Require(error.message.size() <= 512, "an error does not repeat a request");
  Require(error.param.value_or("").size() <= 512, "a member's name is short");
  json::error_code failed;
  const http::Response reply = ErrorResponse(error);
  const json::value body = json::parse(reply.body, failed);
  Require(!failed && body.is_object() && reply.status == error.status,
          "an error can be sent");
}

json::object Written(const ContentPart& part) {
  if (part.kind == ContentPart::Kind::kText) {
    return {{"type", "text"}, {"text", part.value}};
  }
  json::object image = {{"url", part.value}};
  if (!part.detail.empty()) image["detail"] = part.detail;
  return {{"type", "image_url"}, {"image_url", image}};
}

json::object Written(const ChatMessage& message) {
  json::array content;
  for (const ContentPart& part : message.parts)
    content.push_back(Written(part));
  return {{"role", RoleName(message.role)}, {"content", content}};
}

json::array Written(const Conversation& conversation) {
  json::array messages;
  for (const std::string& text : conversation.system_texts) {
    messages.push_back({{"role", "system"}, {"content", text}});
  }
  for (const ChatMessage& message : conversation.earlier) {
    messages.push_back(Written(message));
  }
  messages.push_back(Written(conversation.input));
  return messages;
}

void CheckText(const std::string& text) {
  Require(SanitizeUtf8(text) == text, "texts are UTF-8");
}

void CheckConversation(const Conversation& conversation) {
  for (const std::string& text : conversation.system_texts) CheckText(text);
  std::vector<ChatMessage> messages = conversation.earlier;
  messages.push_back(conversation.input);
  for (const ChatMessage& message : messages) {
    Require(message.role != Role::kSystem, "system messages are set apart");
    Require(message.parts.size() <= kMostParts, "a message has few parts");
    for (const ContentPart& part : message.parts) CheckText(part.value);
  }
  Require(!conversation.input.parts.empty(), "the conversation has an input");
}

bool AreSame(const Conversation& a, const Conversation& b) {
  return a.system_texts == b.system_texts && a.earlier == b.earlier &&
         a.input == b.input;
}

json::object Body(const Generation& generation) {
  json::object body = generation.options;
  if (!generation.model.empty()) body["model"] = generation.model;
  body["stream"] = generation.stream;
  return body;
}

// Compares numbers with a tolerance: Boost.JSON reads a number with an exponent
// only to within some units in the last place.
bool AreSame(const json::value& a, const json::value& b) {
  if (a.is_double() && b.is_double()) {
    const double larger =
        std::max(std::abs(a.get_double()), std::abs(b.get_double()));
    return std::abs(a.get_double() - b.get_double()) <= larger * 1e-12;
  }
  if (a.is_array() && b.is_array()) {
    return std::equal(a.get_array().begin(), a.get_array().end(),
                      b.get_array().begin(), b.get_array().end(),
                      [](const json::value& x, const json::value& y) {
                        return AreSame(x, y);
                      });
  }
  if (!a.is_object() || !b.is_object()) return a == b;
  const json::object& members = b.get_object();
  if (a.get_object().size() != members.size()) return false;
  for (const auto& member : a.get_object()) {
    const json::value* const other = members.if_contains(member.key());
    if (other == nullptr || !AreSame(member.value(), *other)) return false;
  }
  return true;
}

bool AreSame(const Generation& a, const Generation& b) {
  return a.model == b.model && a.stream == b.stream &&
         AreSame(json::value(a.options), json::value(b.options));
}

// Checks that `conversation` and `generation` of a request are read back
// unchanged after they are written.
template <typename Request>
void CheckWritten(const Request& request, const char* member,
                  OrError<Request> (*parse)(std::string_view)) {
  CheckConversation(request.conversation);
  CheckText(request.generation.model);
  json::object body = Body(request.generation);
  body[member] = Written(request.conversation);
  const std::string text = json::serialize(body);
  const auto again = parse(text);
  const Request* const same = std::get_if<Request>(&again);
  Require(same != nullptr, "a request can be written");
  Require(AreSame(same->conversation, request.conversation),
          "a written conversation reads the same");
  Require(AreSame(same->generation, request.generation),
          "written options read the same");
}

std::string Texts(const Conversation& conversation) {
  std::string texts;
  for (const ChatMessage& message : conversation.earlier) {
    texts += TextOf(message) + "\n";
  }
  return texts + TextOf(conversation.input);
}

// Checks that the upstream is sent the same messages and options.
void CheckUpstreamBody(const Conversation& conversation,
                       const Generation& generation) {
  Prompt prompt;
  prompt.messages = conversation.earlier;
  prompt.messages.push_back(conversation.input);
  prompt.model = generation.model;
  prompt.options = generation.options;
  const auto parsed =
      ParseChatRequest(upstream::ChatRequestBody(prompt, "default", true));
  const auto* const asked = std::get_if<ChatRequest>(&parsed);
  Require(asked != nullptr && asked->generation.stream,
          "the upstream is asked for a stream");
  Require(Texts(asked->conversation) == Texts(conversation),
          "the upstream gets the same texts");
  Generation expected = generation;
  expected.stream = true;
  if (expected.model.empty()) expected.model = "default";
  Require(AreSame(asked->generation, expected),
          "the upstream gets the same options");
}

// Checks that the reader of upstreams' answers reads `outcome` back from our
// own replies.
void CheckCompletion(const CompletionIdentity& identity,
                     const TurnOutcome& outcome) {
  const CompletionChunks chunks(identity);
  upstream::AnswerReader stream("text/event-stream");
  stream.Take(chunks.Role() + chunks.Text(outcome.text) + chunks.End(outcome));
  stream.End();
  Require(stream.text() == outcome.text, "a streamed text arrives");
  Require(stream.error().has_value() == outcome.failure.has_value(),
          "a streamed failure arrives");
  if (outcome.failure.has_value()) return;
  upstream::AnswerReader whole("application/json");
  whole.Take(CompletionBody(identity, outcome));
  whole.End();
  Require(whole.text() == outcome.text && !whole.error().has_value(),
          "a whole text arrives");
}

void CheckEvents(const std::string& stream) {
  for (const std::string& line : fuzzing::Lines(stream)) {
    if (line.rfind("data: ", 0) != 0) {
      Require(line.empty() || line.rfind("event: response.", 0) == 0,
              "a stream consists of events");
      continue;
    }
    json::error_code failed;
    json::parse(line.substr(6), failed);
    Require(!failed, "an event is JSON on one line");
  }
}

// Checks the replies to `request` if the back end repeats its input.
void CheckReplies(const ResponsesRequest& request) {
  TurnOutcome outcome;
  outcome.text = TextOf(request.conversation.input);
  const std::string& model = request.generation.model;
  for (const bool fails : {false, true}) {
    if (fails) {
      outcome.finish_reason = "error";
      outcome.failure.emplace().message = outcome.text;
    }
    CheckCompletion({"chatcmpl-1", 1, model}, outcome);
    ResponseEvents events({"resp_1", 1, model}, request);
    std::string stream = events.Begin();
    stream += events.Text(outcome.text);
    CheckEvents(stream + events.End(outcome));
  }
}

void CheckChat(std::string_view body) {
  const auto parsed = ParseChatRequest(body);
  if (const auto* error = std::get_if<Error>(&parsed)) {
    return CheckError(*error);
  }
  const auto& request = std::get<ChatRequest>(parsed);
  CheckWritten(request, "messages", &ParseChatRequest);
  CheckUpstreamBody(request.conversation, request.generation);
}

void CheckResponses(std::string_view body) {
  const auto parsed = ParseResponsesRequest(body);
  if (const auto* error = std::get_if<Error>(&parsed)) {
    return CheckError(*error);
  }
  const auto& request = std::get<ResponsesRequest>(parsed);
  Require(
      request.previous_response_id.empty() || request.conversation_name.empty(),
      "a request continues either a response or a conversation");
  Require(request.previous_response_id.size() <= 256 &&
              request.conversation_name.size() <= 256,
          "names are short");
  CheckWritten(request, "input", &ParseResponsesRequest);
  CheckReplies(request);
}

void CheckSessionHeaders(const std::string& value) {
  http::Request request;
  request.session_id = value;
  request.session_key = value;
  request.idempotency_key = value;
  const auto named = NamedSession(request, "default");
  const auto* const error = std::get_if<Error>(&named);
  if (error != nullptr) return CheckError(*error);
  Require(!value.empty() && value.size() <= 256, "an id is short");
  for (const char c : value) {
    Require(c > 0x20 && c < 0x7F, "an id is visible ASCII");
  }
  Require(IsIdempotencyKeyValid(request),
          "a session id is also a valid idempotency key");
  request.session_id = std::nullopt;
  const auto keyed = NamedSession(request, "default");
  const std::string& key = std::get<SessionName>(keyed).key;
  Require(std::count(key.begin(), key.end(), ':') == 4,
          "a key is one part of a session's name");
}

// Checks access with `text` as the target, the key and the origin in turn.
void CheckAccess(const std::string& text, const char* method) {
  const AccessRules rules = {
      "key", {"https://page.example"}, MetricsAccess::kKey, "default"};
  http::Request request;
  request.method = method;
  request.target = text;
  const RouteMatch match = MatchRoute(text, rules.profile);
  Require(match.id.find_first_of("/?") == std::string::npos,
          "an id is one segment of the path");
  const AccessDecision without_key = DecideAccess(request, rules);
  Require(
      without_key != AccessDecision::kServe || match.route == Route::kHealth,
      "only the health route is served without the key");
  request.authorization = "Bearer " + text;
  Require(text.find(rules.key) != std::string::npos ||
              DecideAccess(request, rules) == without_key,
          "another key grants no access");
  request.authorization = "Bearer key";
  const AccessDecision with_key = DecideAccess(request, rules);
  Require(with_key != AccessDecision::kUnauthorized,
          "the key grants access to every route");
  if (with_key != AccessDecision::kServe) {
    const http::Response reply = RefusalResponse(with_key, match.route);
    Require(reply.status >= 400 && reply.status <= 405,
            "the status of a refusal is 400 to 405");
  }
  request.origin = text;
  Require(text == rules.cors_origins[0] ||
              DecideAccess(request, rules) == AccessDecision::kForbiddenOrigin,
          "another site's page is refused");
}

}  // namespace
}  // namespace hermes::gateway::api

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = hermes::fuzzing::TextOf(data, size);
  hermes::gateway::api::CheckChat(text);
  hermes::gateway::api::CheckResponses(text);
  hermes::gateway::api::CheckSessionHeaders(std::string(text));
  for (const char* const method : {"GET", "HEAD", "POST", "DELETE", "PUT"}) {
    hermes::gateway::api::CheckAccess(std::string(text), method);
  }
  return 0;
}
