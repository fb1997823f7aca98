#include "gateway/api/responses_request.h"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"

namespace hermes::gateway::api {
namespace {

namespace json = boost::json;

constexpr size_t kLongestName = 256;

// Copies the text of the member `name`, if present, to `*out`.
std::optional<Error> ReadText(const json::object& body, const char* name,
                              size_t longest, std::string* out) {
  const json::value* const value = Member(body, name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string() || value->get_string().size() > longest) {
    return BadRequest("invalid_value",
                      absl::StrCat("'", name, "' must be a string of at most ",
                                   longest, " bytes."),
                      name);
  }
  *out = std::string(value->get_string());
  return std::nullopt;
}

// Reads `conversation`, which is a name, or an object with an id, as OpenAI's
// clients send it.
std::optional<Error> ReadConversation(const json::object& body,
                                      std::string* out) {
  const json::value* const value = Member(body, "conversation");
  if (value != nullptr && value->is_object()) {
    return ReadText(value->get_object(), "id", kLongestName, out);
  }
  return ReadText(body, "conversation", kLongestName, out);
}

std::optional<Error> ReadStore(const json::object& body, bool* out) {
  const json::value* const value = Member(body, "store");
  if (value == nullptr) return std::nullopt;
  const std::optional<bool> wanted = AsSwitch(*value);
  if (!wanted.has_value()) {
    return BadRequest("invalid_value", "'store' must be true or false.",
                      "store");
  }
  *out = *wanted;
  return std::nullopt;
}

std::optional<Error> ReadMetadata(const json::object& body, json::object* out) {
  const json::value* const value = Member(body, "metadata");
  if (value == nullptr) return std::nullopt;
  if (!value->is_object()) {
    return BadRequest("invalid_value", "'metadata' must be an object.",
                      "metadata");
  }
  *out = value->get_object();
  return std::nullopt;
}

std::optional<Error> ReadMembers(const json::object& body,
                                 ResponsesRequest* request) {
  for (const std::optional<Error>& error :
       {ReadText(body, "instructions", kLongestText * 4,
                 &request->instructions),
        ReadText(body, "previous_response_id", kLongestName,
                 &request->previous_response_id),
        ReadConversation(body, &request->conversation_name),
        ReadStore(body, &request->store),
        ReadMetadata(body, &request->metadata)}) {
    if (error.has_value()) return error;
  }
  if (!request->previous_response_id.empty() &&
      !request->conversation_name.empty()) {
    return BadRequest(
        "invalid_value",
        "'previous_response_id' and 'conversation' exclude each other.",
        "conversation");
  }
  return std::nullopt;
}

// Returns an error if an item of `input` is not a message, but for example the
// output of a function.
std::optional<Error> FindForeignItem(const json::array& input) {
  for (size_t at = 0; at < input.size(); ++at) {
    const json::value* const type = input[at].is_object()
                                        ? Member(input[at].get_object(), "type")
                                        : nullptr;
    if (type == nullptr || *type == "message") continue;
    return BadRequest("unsupported_content_type",
                      "Items of 'input' must be messages.",
                      absl::StrCat("input[", at, "]"));
  }
  return std::nullopt;
}

OrError<Conversation> ParseInput(const json::object& body) {
  const json::value* const input = Member(body, "input");
  if (input == nullptr) {
    return BadRequest("missing_parameter", "'input' is missing.", "input");
  }
  if (input->is_string()) {
    return ParseMessages(
        json::array{json::object{{"role", "user"}, {"content", *input}}},
        "input");
  }
  if (input->is_array()) {
    auto foreign = FindForeignItem(input->get_array());
    if (foreign.has_value()) return *std::move(foreign);
  }
  return ParseMessages(*input, "input");
}

}  // namespace

OrError<ResponsesRequest> ParseResponsesRequest(std::string_view body) {
  auto parsed = ParseBody(body);
  if (auto* error = std::get_if<Error>(&parsed)) return std::move(*error);
  const auto& object = std::get<json::object>(parsed);
  ResponsesRequest request;
  auto conversation = ParseInput(object);
  if (auto* error = std::get_if<Error>(&conversation)) {
    return std::move(*error);
  }
  request.conversation = std::get<Conversation>(std::move(conversation));
  auto generation = ParseGeneration(object);
  if (auto* error = std::get_if<Error>(&generation)) {
    return std::move(*error);
  }
  request.generation = std::get<Generation>(std::move(generation));
  if (auto error = ReadMembers(object, &request)) return *std::move(error);
  if (!request.instructions.empty()) {
    auto& texts = request.conversation.system_texts;
    texts.insert(texts.begin(), request.instructions);
  }
  return request;
}

}  // namespace hermes::gateway::api
