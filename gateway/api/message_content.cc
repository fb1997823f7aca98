#include "gateway/api/message_content.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/turn/abbreviate.h"

namespace hermes::gateway::api {
namespace {

namespace json = boost::json;

constexpr size_t kLongestQuote = 64;

std::string_view ViewOf(const json::string& text) {
  return {text.data(), text.size()};
}

Error UnsupportedPart(const std::string& param, const std::string& what) {
  return BadRequest(
      "unsupported_content_type",
      absl::StrCat(what,
                   " is not supported. Use text parts, and image parts with an "
                   "http, https or data:image URL."),
      param);
}

Error TooLarge(const std::string& param) {
  Error error = BadRequest(
      "content_too_large",
      absl::StrCat("A message has more than ", kLongestText, " characters."),
      param);
  error.status = 413;
  return error;
}

// Returns true if `c` is the first byte of a character in UTF-8.
bool BeginsCharacter(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

// Counts characters, not bytes.
size_t CountCharacters(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), BeginsCharacter));
}

bool IsImageUrl(std::string_view url) {
  const absl::string_view text(url.data(), url.size());
  for (const char* scheme : {"http://", "https://", "data:image/"}) {
    if (absl::StartsWithIgnoreCase(text, scheme)) return true;
  }
  return false;
}

std::string DetailOf(const json::object& object) {
  const json::value* const detail = Member(object, "detail");
  if (detail == nullptr || !detail->is_string()) return "";
  return std::string(detail->get_string());
}

// Parses an image part, whose image_url is a string or an object with `url` and
// `detail`.
OrError<ContentPart> ParseImage(const json::object& part,
                                const std::string& param) {
  const json::value* const image = Member(part, "image_url");
  ContentPart result{ContentPart::Kind::kImage, "", DetailOf(part)};
  if (image != nullptr && image->is_string()) {
    result.value = std::string(image->get_string());
  } else if (image != nullptr && image->is_object()) {
    const json::value* const url = Member(image->get_object(), "url");
    if (url != nullptr && url->is_string()) {
      result.value = std::string(url->get_string());
    }
    result.detail = DetailOf(image->get_object());
  }
  if (!IsImageUrl(result.value)) {
    return UnsupportedPart(param, "An image without such a URL");
  }
  return result;
}

OrError<ContentPart> ParsePart(const json::value& value,
                               const std::string& param) {
  if (value.is_string()) {
    return ContentPart{ContentPart::Kind::kText,
                       std::string(value.get_string()), ""};
  }
  const json::value* const type =
      value.is_object() ? Member(value.get_object(), "type") : nullptr;
  if (type == nullptr || !type->is_string()) {
    return BadRequest("invalid_content",
                      "A content part must be an object with a type.", param);
  }
  const json::object& part = value.get_object();
  const std::string_view name = ViewOf(type->get_string());
  if (name == "image_url" || name == "input_image") {
    return ParseImage(part, param);
  }
  if (name != "text" && name != "input_text" && name != "output_text") {
    return UnsupportedPart(param,
                           absl::StrCat("The content type '",
                                        Abbreviated(name, kLongestQuote), "'"));
  }
  const json::value* const text = Member(part, "text");
  if (text == nullptr || !text->is_string()) {
    return BadRequest("invalid_content", "A text part must have a text.",
                      param);
  }
  return ContentPart{ContentPart::Kind::kText, std::string(text->get_string()),
                     ""};
}

OrError<std::vector<ContentPart>> ParseParts(const json::array& array,
                                             const std::string& param) {
  if (array.size() > kMostParts) {
    return BadRequest(
        "invalid_content",
        absl::StrCat("A message has more than ", kMostParts, " parts."), param);
  }
  std::vector<ContentPart> parts;
  size_t characters = 0;
  for (size_t at = 0; at < array.size(); ++at) {
    auto part = ParsePart(array[at], absl::StrCat(param, "[", at, "]"));
    if (auto* error = std::get_if<Error>(&part)) return std::move(*error);
    parts.push_back(std::get<ContentPart>(std::move(part)));
    if (parts.back().kind == ContentPart::Kind::kText) {
      characters += CountCharacters(parts.back().value);
    }
  }
  if (characters > kLongestText) return TooLarge(param);
  return parts;
}

std::optional<Role> ParseRole(std::string_view name) {
  if (name == "system" || name == "developer") return Role::kSystem;
  if (name == "user") return Role::kUser;
  if (name == "assistant") return Role::kAssistant;
  return std::nullopt;
}

OrError<ChatMessage> ParseMessage(const json::value& value,
                                  const std::string& param) {
  const json::value* const role =
      value.is_object() ? Member(value.get_object(), "role") : nullptr;
  if (role == nullptr || !role->is_string()) {
    return BadRequest("invalid_message",
                      "A message must be an object with a role.", param);
  }
  const std::optional<Role> known = ParseRole(ViewOf(role->get_string()));
  if (!known.has_value()) {
    return BadRequest(
        "unsupported_role",
        "The roles are system, developer, user and assistant; this version "
        "does not support tools.",
        absl::StrCat(param, ".role"));
  }
  const json::value* const content = Member(value.get_object(), "content");
  const std::string content_param = absl::StrCat(param, ".content");
  if (content == nullptr) {
    return BadRequest("invalid_content", "A message must have a content.",
                      content_param);
  }
  auto parts = ParseContent(*content, content_param);
  if (auto* error = std::get_if<Error>(&parts)) return std::move(*error);
  return ChatMessage{*known, std::get<0>(std::move(parts))};
}

bool IsEmpty(const ChatMessage& message) {
  for (const ContentPart& part : message.parts) {
    if (part.kind == ContentPart::Kind::kImage) return false;
    if (!absl::StripAsciiWhitespace(part.value).empty()) return false;
  }
  return true;
}

}  // namespace

OrError<std::vector<ContentPart>> ParseContent(const json::value& content,
                                               const std::string& param) {
  if (content.is_array()) return ParseParts(content.get_array(), param);
  if (!content.is_string()) {
    return BadRequest("invalid_content",
                      "A content must be a string or an array of parts.",
                      param);
  }
  if (CountCharacters(ViewOf(content.get_string())) > kLongestText) {
    return TooLarge(param);
  }
  return TextMessage(Role::kUser, std::string(content.get_string())).parts;
}

OrError<Conversation> ParseMessages(const json::value& messages,
                                    const std::string& param) {
  if (!messages.is_array() || messages.get_array().empty()) {
    return BadRequest(
        "invalid_messages",
        absl::StrCat("'", param, "' must be an array of at least one message."),
        param);
  }
  Conversation conversation;
  const json::array& array = messages.get_array();
  for (size_t at = 0; at < array.size(); ++at) {
    auto message = ParseMessage(array[at], absl::StrCat(param, "[", at, "]"));
    if (auto* error = std::get_if<Error>(&message)) return std::move(*error);
    ChatMessage& parsed = std::get<ChatMessage>(message);
    if (parsed.role == Role::kSystem) {
      conversation.system_texts.push_back(TextOf(parsed));
    } else {
      conversation.earlier.push_back(std::move(parsed));
    }
  }
  if (conversation.earlier.empty() || IsEmpty(conversation.earlier.back())) {
    return BadRequest("empty_input",
                      "The request contains no message to answer: the last "
                      "message of a user or an assistant is empty or missing.",
                      param);
  }
  conversation.input = std::move(conversation.earlier.back());
  conversation.earlier.pop_back();
  return conversation;
}

}  // namespace hermes::gateway::api
