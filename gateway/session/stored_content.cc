#include "gateway/session/stored_content.h"

#include <boost/json.hpp>
#include <optional>
#include <utility>

#include "absl/status/status.h"

namespace hermes::gateway {
namespace {

namespace json = boost::json;

absl::Status Damaged() {
  return absl::InternalError("gateway.db contains a malformed message");
}

json::object PackPart(const ContentPart& part) {
  json::object packed;
  packed["type"] = part.kind == ContentPart::Kind::kText ? "text" : "image_url";
  packed["value"] = part.value;
  if (!part.detail.empty()) packed["detail"] = part.detail;
  return packed;
}

json::array PackParts(const std::vector<ContentPart>& parts) {
  json::array packed;
  for (const ContentPart& part : parts) packed.push_back(PackPart(part));
  return packed;
}

// Returns the string member `key`, or std::nullopt if there is none.
std::optional<std::string> TextAt(const json::object& object, const char* key) {
  const json::value* const value = object.if_contains(key);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string(value->get_string());
}

absl::StatusOr<ContentPart> UnpackPart(const json::value& packed) {
  if (!packed.is_object()) return Damaged();
  const auto type = TextAt(packed.get_object(), "type");
  auto value = TextAt(packed.get_object(), "value");
  if (!value.has_value()) return Damaged();
  ContentPart part;
  if (type == "image_url") {
    part.kind = ContentPart::Kind::kImage;
  } else if (type != "text") {
    return Damaged();
  }
  part.value = *std::move(value);
  part.detail = TextAt(packed.get_object(), "detail").value_or("");
  return part;
}

absl::StatusOr<std::vector<ContentPart>> UnpackParts(
    const json::value& packed) {
  if (!packed.is_array()) return Damaged();
  std::vector<ContentPart> parts;
  for (const json::value& item : packed.get_array()) {
    absl::StatusOr<ContentPart> part = UnpackPart(item);
    if (!part.ok()) return part.status();
    parts.push_back(*std::move(part));
  }
  return parts;
}

absl::StatusOr<ChatMessage> UnpackMessage(const json::value& packed) {
  if (!packed.is_object()) return Damaged();
  const json::object& object = packed.get_object();
  const json::value* const content = object.if_contains("content");
  if (content == nullptr) return Damaged();
  const absl::StatusOr<Role> role = RoleOf(TextAt(object, "role").value_or(""));
  if (!role.ok()) return role.status();
  absl::StatusOr<std::vector<ContentPart>> parts = UnpackParts(*content);
  if (!parts.ok()) return parts.status();
  return ChatMessage{*role, *std::move(parts)};
}

absl::StatusOr<json::value> Parse(std::string_view text) {
  json::error_code error;
  json::value value =
      json::parse(json::string_view(text.data(), text.size()), error);
  if (error.failed()) return Damaged();
  return value;
}

}  // namespace

StoredContent PackContent(const std::vector<ContentPart>& parts) {
  const bool one_text = parts.size() == 1 &&
                        parts[0].kind == ContentPart::Kind::kText &&
                        parts[0].detail.empty();
  if (one_text) return {false, parts[0].value};
  return {true, json::serialize(PackParts(parts))};
}

absl::StatusOr<std::vector<ContentPart>> UnpackContent(
    const StoredContent& stored) {
  if (!stored.is_json) {
    return std::vector<ContentPart>{
        {ContentPart::Kind::kText, stored.content, ""}};
  }
  const absl::StatusOr<json::value> value = Parse(stored.content);
  if (!value.ok()) return value.status();
  return UnpackParts(*value);
}

std::string PackMessages(const std::vector<ChatMessage>& messages) {
  json::array packed;
  for (const ChatMessage& message : messages) {
    json::object object;
    object["role"] = RoleName(message.role);
    object["content"] = PackParts(message.parts);
    packed.push_back(std::move(object));
  }
  return json::serialize(packed);
}

absl::StatusOr<std::vector<ChatMessage>> UnpackMessages(
    std::string_view json_text) {
  const absl::StatusOr<json::value> value = Parse(json_text);
  if (!value.ok()) return value.status();
  if (!value->is_array()) return Damaged();
  std::vector<ChatMessage> messages;
  for (const json::value& item : value->get_array()) {
    absl::StatusOr<ChatMessage> message = UnpackMessage(item);
    if (!message.ok()) return message.status();
    messages.push_back(*std::move(message));
  }
  return messages;
}

absl::StatusOr<Role> RoleOf(std::string_view name) {
  for (const Role role : {Role::kSystem, Role::kUser, Role::kAssistant}) {
    if (name == RoleName(role)) return role;
  }
  return Damaged();
}

}  // namespace hermes::gateway
